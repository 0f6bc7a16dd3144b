"""Spectra over time and over speed: waterfall, cascade and short-time transform."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.analyses import declared, resolving, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Needs, Shape
from pfd_desktop.core.analyses.map_axes import Placed, on_axis
from pfd_desktop.core.analyses.tracks import tracks
from pfd_desktop.core.dsp.averaging import Averaging
from pfd_desktop.core.dsp.segments import Cuts, overlapping
from pfd_desktop.core.dsp.time_frequency import (
    SpectrumRows,
    coarser,
    group_times,
    grouped_spectra,
    time_groups,
)
from pfd_desktop.core.figures.map import MapFigure, MapTrack
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]

MOST_ACROSS, MOST_UP = 2000, 1000  # cells handed to the screen
_STFT_SIZE = 2048
_CASCADE_ROWS = 100


@dataclass(frozen=True)
class _Along:
    """The axis beside that of frequencies: time, or speed."""

    places: Floats
    label: str
    unit: str
    shaft_hz: Floats | None  # the speed at each place


def _waterfall(material: Material, values: Values, progress: Progress) -> MapFigure:
    waveform = material.waveform
    wanted = int(declared.number(values, "spectra"))
    share = max(8, 2 * len(waveform.samples) // (wanted + 1))
    size = resolving.piece_size(values, waveform, min(share, resolving.one_hertz(waveform)))
    cuts = overlapping(len(waveform.samples), size, resolving.overlap(values))
    group, groups = time_groups(cuts, len(waveform.samples), wanted)
    along = _time(material, group_times(cuts, group, groups, waveform.rate_hz))
    held = declared.word(values, "averaging") == Averaging.PEAK_HOLD
    found = _spectra(
        material, values, cuts, group, groups=groups, peak_hold=held, progress=progress
    )
    each = int(group.searchsorted(1)) if groups > 1 else len(group)
    pieces = "one piece" if each == 1 else f"{each} pieces"
    notes = (f"each spectrum is of {pieces}",)
    return _over_frequency("waterfall", material, values, found, along, cuts=cuts, notes=notes)


def _cascade(material: Material, values: Values, progress: Progress) -> MapFigure:
    waveform, speed = material.waveform, material.speed
    assert speed is not None
    if waveform.axis is Axis.ANGLE:
        raise InvalidInput("Over angle the speed is gone: make the cascade of the raw recording.")
    automatic = max(8, min(resolving.one_hertz(waveform), len(waveform.samples) // 8))
    size = resolving.piece_size(values, waveform, automatic)
    cuts = overlapping(len(waveform.samples), size, resolving.overlap(values))
    rpm = speed.at(np.asarray((cuts.starts + size / 2) / waveform.rate_hz, dtype=np.float64))
    group, centres = _by_speed(rpm, values, material)
    held = declared.word(values, "averaging") == Averaging.PEAK_HOLD
    found = _spectra(
        material, values, cuts, group, groups=len(centres), peak_hold=held, progress=progress
    )
    rising, falling = bool(np.any(np.diff(rpm) > 0)), bool(np.any(np.diff(rpm) < 0))
    notes = ("run-up and coast-down gathered together",) if rising and falling else ()
    along = _Along(centres, "Speed", "rpm", centres / 60)
    return _over_frequency("cascade", material, values, found, along, cuts=cuts, notes=notes)


def _by_speed(rpm: Floats, values: Values, material: Material) -> tuple[NDArray[np.int64], Floats]:
    """The speed class of each piece, and the middles of the classes in rpm."""
    span = float(np.ptp(rpm))
    if span <= 0.01 * float(rpm.mean()):
        raise InvalidInput(
            f"{material.recording} turns at about {rpm.mean():.4g} rpm throughout, so there is"
            " nothing to sort by speed; look at the waterfall."
        )
    told = declared.optional_number(values, "step")
    step = span / min(_CASCADE_ROWS, len(rpm)) if told is None else told
    lowest = np.floor(rpm.min() / step)
    group = (np.floor(rpm / step) - lowest).astype(np.int64)
    groups = int(group.max()) + 1
    if groups > MOST_UP:
        raise InvalidInput(f"Steps of {step:g} rpm make {groups} spectra; choose wider steps.")
    return group, (lowest + np.arange(groups) + 0.5) * step


def _stft(material: Material, values: Values, progress: Progress) -> MapFigure:
    waveform = material.waveform
    automatic = min(_STFT_SIZE, max(8, len(waveform.samples) // 8))
    size = resolving.piece_size(values, waveform, automatic)
    cuts = overlapping(len(waveform.samples), size, resolving.overlap(values))
    group, groups = time_groups(cuts, len(waveform.samples), MOST_ACROSS)
    along = _time(material, group_times(cuts, group, groups, waveform.rate_hz))
    found = _spectra(
        material, values, cuts, group, groups=groups, peak_hold=True, progress=progress
    )
    each = int(group.searchsorted(1)) if groups > 1 else 1
    notes = () if each == 1 else (f"shown: the highest of every {each} slices in time",)
    placed = on_axis(found, material, values, along.shaft_hz)
    return _figure("stft", material, found, placed, along, cuts=cuts, notes=notes, upright=True)


def _spectra(
    material: Material,
    values: Values,
    cuts: Cuts,
    group: NDArray[np.int64],
    *,
    groups: int,
    peak_hold: bool,
    progress: Progress,
) -> SpectrumRows:
    return grouped_spectra(
        material.waveform.samples,
        material.waveform.rate_hz,
        cuts,
        group,
        groups,
        window=declared.window(values),
        scaling=scaling.scaling(values),
        peak_hold=peak_hold,
        progress=progress,
    )


def _time(material: Material, times: Floats) -> _Along:
    if material.waveform.axis is Axis.ANGLE:
        return _Along(times, "Turns", "turns", None)
    speed = material.speed
    shaft_hz = None if speed is None else speed.at(times) / 60
    return _Along(times, "Time", "s", shaft_hz)


def _over_frequency(
    kind: str,
    material: Material,
    values: Values,
    found: SpectrumRows,
    along: _Along,
    *,
    cuts: Cuts,
    notes: tuple[str, ...],
) -> MapFigure:
    if declared.word(values, "averaging") == Averaging.PEAK_HOLD:
        notes = (*notes, "peak hold within each spectrum")
    placed = on_axis(found, material, values, along.shaft_hz)
    return _figure(kind, material, found, placed, along, cuts=cuts, notes=notes, upright=False)


def _figure(
    kind: str,
    material: Material,
    found: SpectrumRows,
    placed: Placed,
    along: _Along,
    *,
    cuts: Cuts,
    notes: tuple[str, ...],
    upright: bool,
) -> MapFigure:
    """``upright``: frequencies are the y axis."""
    amplitude, each = coarser(placed.amplitude, 1, MOST_UP if upright else MOST_ACROSS)
    x = placed.x[: len(placed.x) // each * each].reshape(-1, each).mean(axis=1)
    if len(x) < amplitude.shape[1]:
        x = np.append(x, placed.x[len(x) * each :].mean())
    if each > 1:
        notes = (*notes, f"shown: the highest of every {each} lines; {len(placed.x)} were computed")
    lines: tuple[MapTrack, ...] = ()
    if placed.first_order is not None:
        low, high = float(x[0]), float(x[-1])
        lines = tracks(material, along.places, placed.first_order, low, high, upright=upright)
    frequency, other = (x, placed.label, placed.unit), (along.places, along.label, along.unit)
    across, up = (other, frequency) if upright else (frequency, other)
    return MapFigure(
        kind=kind,
        x=across[0],
        y=up[0],
        values=np.ascontiguousarray(amplitude.T) if upright else amplitude,
        x_label=across[1],
        x_unit=across[2],
        y_label=up[1],
        y_unit=up[2],
        quantity=material.waveform.quantity,
        unit=scaling.scaled_unit(material.waveform.unit, found.scaling),
        scaling=found.scaling.value,
        window=found.window.value,
        enbw_hz=scaling.enbw_hz(material, found.enbw_hz),
        enbw_unit=scaling.enbw_unit(material),
        averages=len(cuts.starts),
        overlap=cuts.overlap,
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        tracks=lines,
        notes=(*notes, *placed.notes),
    )


_HELD = Choice(
    "averaging",
    "Averaging",
    ((Averaging.LINEAR.value, "Linear"), (Averaging.PEAK_HOLD.value, "Peak hold")),
    Averaging.LINEAR.value,
    "Mean power within each spectrum, or the highest",
)
_SHOWN = (
    declared.WINDOW,
    declared.LOWEST,
    declared.HIGHEST,
    declared.AXIS,
    scaling.SCALING,
    *resolving.CUTTING,
)
ROWS = (
    Analysis(
        "waterfall",
        "Waterfall",
        "Over time",
        "Averaged spectra one after another, with fault lines that follow the speed",
        Shape.MAP,
        (
            *_SHOWN,
            Number("spectra", "Spectra", default=60, low=2, high=MOST_UP, whole=True),
            _HELD,
        ),
        _waterfall,
        takes_constant=True,
    ),
    Analysis(
        "cascade",
        "Cascade",
        "Over time",
        "Spectra sorted by the speed that the shaft had: orders fan out, resonances stand upright",
        Shape.MAP,
        (
            *_SHOWN,
            Number("step", "Speed step", "rpm", low=1e-3, blank="auto", tip="Width of a row"),
            _HELD,
        ),
        _cascade,
        frozenset({Needs.SPEED}),
        takes_constant=True,
    ),
    Analysis(
        "stft",
        "STFT",
        "Over time",
        "Short-time Fourier transform, magnitude of every slice (Allen and Rabiner 1977)",
        Shape.MAP,
        _SHOWN,
        _stft,
        takes_constant=True,
    ),
)
