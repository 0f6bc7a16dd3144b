"""An analysis as a compute process runs it: from waveform files to a figure."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pfd_desktop.core.analyses import table
from pfd_desktop.core.analyses.analysis import Analysis, Figure, Material, Needs
from pfd_desktop.core.analyses.excerpt import beginning, defects_hz, shaft_hz
from pfd_desktop.core.chains.chain import apply_chain
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.dsp.band_adviser import BandAdvice, advise_bands
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.parameters import Value, checked
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import SpeedReference, resolve
from pfd_desktop.core.waveforms.blob import Blob, open_blob, waveform_of
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress

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
    speed: SpeedReference | None = None  # where a speed comes from that is not one told number
    raw_path: Path | None = None  # what a speed is read from; None is ``path``
    bearing: Bearing | None = None
    bearing_kind: BearingKind = BearingKind.ROLLING
    second_path: Path | None = None
    second_recording: str = ""
    processed: str = ""  # the chain in words
    span_s: tuple[float, float] | None = None  # only this stretch
    longest: int | None = None  # samples of a quick look, from the middle of the stretch
    chain: Chain = AS_MEASURED  # done here to what is read, so that a quick look need not wait


def figure_of(request: FigureRequest, progress: Progress) -> Figure:
    """Compute the figure of *request*; raises InvalidInput where something needed is absent."""
    analysis = table.find(request.analysis)
    values = checked(analysis.parameters, dict(request.values))
    with opened(request, Part(progress, 0.0, 0.3)) as material:
        _check_needs(analysis, material)
        figure = analysis.compute(material, values, Part(progress, 0.3, 0.95))
        notes = _notes(request, material.waveform.rate_hz, material)
    return replace(figure, notes=(*figure.notes, *notes))


def bands_of(request: FigureRequest, progress: Progress) -> tuple[BandAdvice, ...]:
    """The bands worth demodulating that stand out of noise, the best first."""
    with opened(request, Part(progress, 0.0, 0.3)) as material:
        samples = beginning(material, _ADVISED_FROM)
        record = RecordSpectrum.of(samples, material.waveform.rate_hz)
        progress.report(0.4, "which band repeats")
        found = advise_bands(record, defects_hz(material), shaft_hz(material))
    return tuple(advice for advice in found if advice.stands_out)


@contextmanager
def opened(request: FigureRequest, progress: Progress) -> Iterator[Material]:
    """The waveforms of *request* with what is known of them, open inside the block."""
    blob = open_blob(request.path)
    second = None if request.second_path is None else open_blob(request.second_path)
    try:
        yield _material(request, blob, second, progress)
    finally:
        blob.close()
        if second is not None:
            second.close()


def _material(
    request: FigureRequest, blob: Blob, second: Blob | None, progress: Progress
) -> Material:
    speed = _speed(request, blob, progress)
    span = _span(request, blob, speed)
    first, last = _stretch(request, span, len(blob.samples), blob.rate_hz)
    if speed is not None and blob.axis is Axis.TIME:
        speed = speed.since(first / blob.rate_hz)
    read = replace(waveform_of(blob), samples=blob.samples[first:last])
    return Material(
        waveform=apply_chain(read, request.chain, speed, progress),
        recording=request.recording,
        blob=request.blob,
        speed=speed,
        bearing=request.bearing,
        kind=request.bearing_kind,
        second=None if second is None else _other(second, blob, first, last),
        second_recording=request.second_recording,
        processed=request.processed,
    )


def _speed(request: FigureRequest, blob: Blob, progress: Progress) -> SpeedProfile | None:
    """The speed since the beginning of the recording."""
    if request.speed is None:
        told = request.speed_rpm
        return None if told is None else SpeedProfile.constant(told)
    if request.raw_path is None:
        return resolve(request.speed, waveform_of(blob), progress)
    raw = open_blob(request.raw_path)
    try:
        return resolve(request.speed, waveform_of(raw), progress)
    finally:
        raw.close()


def _other(second: Blob, blob: Blob, first: int, last: int) -> Waveform:
    if second.rate_hz != blob.rate_hz:
        raise InvalidInput(
            f"The second channel is sampled at {second.rate_hz:g} Hz and the first at"
            f" {blob.rate_hz:g} Hz; two channels are compared at one rate only."
        )
    if len(second.samples) < last:
        raise InvalidInput(
            f"The second channel ends after {len(second.samples) / second.rate_hz:.3g} s, before"
            " the first; choose one that was recorded at the same time."
        )
    return Waveform(second.samples[first:last], second.rate_hz, second.quantity, second.unit)


def _span(
    request: FigureRequest, blob: Blob, speed: SpeedProfile | None
) -> tuple[float, float] | None:
    """The stretch wanted, in seconds or, where the samples lie along an angle, in revolutions."""
    if request.span_s is None or blob.axis is Axis.TIME:
        return request.span_s
    if speed is None:
        raise InvalidInput("A stretch in seconds of samples over shaft angle needs the speed.")
    low, high = speed.turns(np.array(request.span_s))
    return float(low), float(high)


def _stretch(
    request: FigureRequest, span: tuple[float, float] | None, count: int, rate_hz: float
) -> tuple[int, int]:
    """First and last sample that are used."""
    first, last = 0, count
    if span is not None and request.span_s is not None:
        low, high = span
        first, last = max(0, round(low * rate_hz)), min(count, round(high * rate_hz))
        if last - first < 8:
            low, high = request.span_s
            raise InvalidInput(
                f"From {low:g} to {high:g} s there are not enough samples; choose a longer stretch."
            )
    if request.longest is not None and last - first > request.longest:
        first = (first + last - request.longest) // 2
        last = first + request.longest
    return first, last


def _check_needs(analysis: Analysis, material: Material) -> None:
    if Needs.SPEED in analysis.needs and material.speed is None:
        raise InvalidInput(
            f"{material.recording} has no speed, so there are no orders. Tell its speed first."
        )
    if Needs.SECOND in analysis.needs and material.second is None:
        raise InvalidInput(f"{analysis.title} compares two channels: choose the second one.")


def _notes(request: FigureRequest, rate_hz: float, material: Material) -> tuple[str, ...]:
    notes = []
    used_s = len(material.waveform.samples) / rate_hz
    if request.span_s is not None:
        notes.append(f"of {request.span_s[0]:.4g} to {request.span_s[1]:.4g} s")
    if request.longest is not None and len(material.waveform.samples) == request.longest:
        notes.append(f"a quick look at {used_s:.3g} s; the whole follows")
    if request.processed:
        notes.append(f"processed: {request.processed}")
    return tuple(notes)
