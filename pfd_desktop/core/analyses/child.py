"""An analysis as a compute process runs it: from waveform files to a figure."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pfd_desktop.core.analyses import table
from pfd_desktop.core.analyses.analysis import Analysis, Figure, Material, Needs
from pfd_desktop.core.analyses.checking import check_samples, check_turns
from pfd_desktop.core.analyses.excerpt import beginning, defects_hz, shaft_hz
from pfd_desktop.core.analyses.over_angle import angle_notes
from pfd_desktop.core.chains.chain import apply_chain, settled
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.dsp.band_adviser import BandAdvice, advise_bands
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.parameters import Value, checked
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.speed.kept import speed_in
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import SpeedReference
from pfd_desktop.core.waveforms.blob import Blob, open_blob, waveform_of
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput, LookRefused
from pfd_desktop.progress import Part, Progress, Silent

AS_MEASURED = Chain()
_ADVISED_FROM = 1 << 20  # samples: enough to tell which band repeats


@dataclass(frozen=True)
class FigureRequest:
    """Waveform files, what is known of them, and the analysis wanted. Small: it crosses a pipe."""

    analysis: str
    values: tuple[tuple[str, Value], ...]  # what was set; the rest has its defaults
    path: Path
    recording: str
    blob: str  # SHA-256 of the recording's samples, also where the waveform is processed
    speed_rpm: float | None = None
    speed_source: str = "told"  # of ``speed_rpm``
    speed: SpeedReference | None = None  # where a speed comes from that is not one told number
    raw_path: Path | None = None  # what a speed is read from; None is ``path``
    bearing: Bearing | None = None
    bearing_kind: BearingKind = BearingKind.ROLLING
    second_path: Path | None = None
    second_recording: str = ""
    processed: str = ""  # the chain in words
    span_s: tuple[float, float] | None = None  # only this stretch
    longest: int | None = None  # samples of a quick look, from the middle of the stretch
    chain: Chain = AS_MEASURED  # done here to what is read, before the stretch is taken from it
    in_passing: bool = False  # the chain is done to the stretch alone: a quick look need not wait
    second_chain: Chain = AS_MEASURED
    second_speed: SpeedReference | None = None  # what ``second_chain`` needs


@dataclass(frozen=True)
class Looked:
    """A figure, and whether it is of all that was asked for."""

    figure: Figure
    whole: bool


@dataclass(frozen=True)
class _Read:
    """What was taken of the files."""

    material: Material
    quick_of: float | None  # length of a quick look, along the axis; None: nothing was left out


def figure_of(request: FigureRequest, progress: Progress) -> Figure:
    """Compute the figure of *request*; raises InvalidInput where something needed is absent."""
    return look_at(request, progress).figure


def look_at(request: FigureRequest, progress: Progress) -> Looked:
    """The same, saying whether it is of the whole.

    Raises LookRefused where a quick look left out what would have been needed.
    """
    analysis = table.find(request.analysis)
    values = checked(analysis.parameters, dict(request.values))
    with opened(request, Part(progress, 0.0, 0.3)) as read:
        _check_needs(analysis, read.material)
        with _excused(request, quick=read.quick_of is not None):
            check_turns(read.material)
            check_samples(analysis, read.material)
            figure = analysis.compute(read.material, values, Part(progress, 0.3, 0.95))
        notes = (
            *angle_notes(read.material.waveform, analysis.parameters, values),
            *_notes(request, read),
        )
    return Looked(replace(figure, notes=(*figure.notes, *notes)), read.quick_of is None)


@contextmanager
def _excused(request: FigureRequest, *, quick: bool) -> Iterator[None]:
    """What a quick look is refused says nothing of the whole."""
    try:
        yield
    except InvalidInput as error:
        if not quick or request.longest is None:
            raise
        raise LookRefused(str(error)) from error


def bands_of(request: FigureRequest, progress: Progress) -> tuple[BandAdvice, ...]:
    """The bands worth demodulating that stand out of noise, the best first."""
    with opened(request, Part(progress, 0.0, 0.3)) as read:
        material = read.material
        check_turns(material)
        samples = beginning(material, _ADVISED_FROM)
        record = RecordSpectrum.of(samples, material.waveform.rate_hz)
        progress.report(0.4, "which band repeats")
        found = advise_bands(record, defects_hz(material), shaft_hz(material))
    return tuple(advice for advice in found if advice.stands_out)


@contextmanager
def opened(request: FigureRequest, progress: Progress) -> Iterator[_Read]:
    """The waveforms of *request* with what is known of them, open inside the block."""
    blob = open_blob(request.path)
    second = None if request.second_path is None else open_blob(request.second_path)
    try:
        yield _read(request, blob, second, progress)
    finally:
        blob.close()
        if second is not None:
            second.close()


def _read(request: FigureRequest, blob: Blob, second: Blob | None, progress: Progress) -> _Read:
    speed = _speed(request, progress)
    chain = settled(request.chain, speed)
    before, in_passing = (AS_MEASURED, chain) if request.in_passing else (chain, AS_MEASURED)
    whole = apply_chain(waveform_of(blob), before, speed, progress)
    first, last = _wanted(request, whole, speed)
    start, stop = _middle(request, first, last)
    quick = stop - start < last - first
    cut, there = replace(whole, samples=whole.samples[start:stop]), _Times(whole, speed)
    since = None if speed is None else speed.since(there.at(start))
    with _excused(request, quick=quick):
        made = apply_chain(cut, in_passing, since, progress)
    material = Material(
        waveform=made,
        recording=request.recording,
        blob=request.blob,
        speed=None if speed is None else speed.between(there.at(start), there.at(stop)),
        bearing=request.bearing,
        kind=request.bearing_kind,
        second=None if second is None else _other(request, second, whole, start, stop),
        second_recording=request.second_recording,
        processed=request.processed,
    )
    return _Read(material, cut.duration if quick else None)


@dataclass(frozen=True)
class _Times:
    """When a sample was measured, also where the samples lie along an angle."""

    waveform: Waveform
    speed: SpeedProfile | None

    def at(self, sample: int) -> float:
        """Seconds since the beginning of the recording."""
        place = sample / self.waveform.rate_hz
        if self.waveform.axis is Axis.TIME or self.speed is None:
            return place
        return float(self.speed.times(np.array([place]))[0])


def _speed(request: FigureRequest, progress: Progress) -> SpeedProfile | None:
    """The speed since the beginning of the recording."""
    if request.speed is None:
        told = request.speed_rpm
        return None if told is None else SpeedProfile.constant(told, request.speed_source)
    return speed_in(request.raw_path or request.path, request.speed, progress)


def _other(request: FigureRequest, blob: Blob, first: Waveform, start: int, stop: int) -> Waveform:
    speed = None
    if request.second_speed is not None:
        speed = speed_in(blob.path, request.second_speed, Silent())
    second = apply_chain(waveform_of(blob), request.second_chain, speed, Silent())
    if second.rate_hz != first.rate_hz:
        raise InvalidInput(
            f"The second channel is sampled at {second.rate_hz:g} Hz and the first at"
            f" {first.rate_hz:g} Hz; two channels are compared at one rate only."
        )
    if len(second.samples) < stop:
        raise InvalidInput(
            f"The second channel ends after {len(second.samples) / second.rate_hz:.3g} s, before"
            " the first; choose one that was recorded at the same time."
        )
    return replace(second, samples=second.samples[start:stop])


def _span(
    request: FigureRequest, waveform: Waveform, speed: SpeedProfile | None
) -> tuple[float, float] | None:
    """The stretch wanted, in seconds or, where the samples lie along an angle, in revolutions."""
    if request.span_s is None or waveform.axis is Axis.TIME:
        return request.span_s
    if speed is None:
        raise InvalidInput("A stretch in seconds of samples over shaft angle needs the speed.")
    low, high = speed.turns(np.array(request.span_s))
    return float(low), float(high)


def _wanted(
    request: FigureRequest, waveform: Waveform, speed: SpeedProfile | None
) -> tuple[int, int]:
    """First and last sample of the stretch that is asked for."""
    count, span = len(waveform.samples), _span(request, waveform, speed)
    if span is None or request.span_s is None:
        return 0, count
    first = max(0, round(span[0] * waveform.rate_hz))
    last = min(count, round(span[1] * waveform.rate_hz))
    if last - first < 8:
        low, high = request.span_s
        raise InvalidInput(
            f"From {low:g} to {high:g} s there are not enough samples; choose a longer stretch."
        )
    return first, last


def _middle(request: FigureRequest, first: int, last: int) -> tuple[int, int]:
    """First and last sample that are used: all of them, or those in the middle."""
    if request.longest is None or last - first <= request.longest:
        return first, last
    first = (first + last - request.longest) // 2
    return first, first + request.longest


def _check_needs(analysis: Analysis, material: Material) -> None:
    if Needs.SPEED in analysis.needs and material.speed is None:
        raise InvalidInput(
            f"{material.recording} has no speed, so there are no orders. Tell its speed first."
        )
    if Needs.SECOND in analysis.needs and material.second is None:
        raise InvalidInput(f"{analysis.title} compares two channels: choose the second one.")


def _notes(request: FigureRequest, read: _Read) -> tuple[str, ...]:
    notes = []
    if request.span_s is not None:
        notes.append(f"of {request.span_s[0]:.4g} to {request.span_s[1]:.4g} s")
    if read.quick_of is not None:
        unit = "s" if read.material.waveform.axis is Axis.TIME else "turns"
        notes.append(f"a quick look at {read.quick_of:.3g} {unit}; the whole follows")
    if request.processed:
        notes.append(f"processed: {request.processed}")
    return tuple(notes)
