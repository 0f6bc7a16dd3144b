"""Orders: spectra, maps and Campbell diagrams that follow the shaft's speed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Analysis, Material, Needs, Shape
from pfd_desktop.core.analyses.placing import bounded
from pfd_desktop.core.analyses.tracks import slip_of
from pfd_desktop.core.dsp.angular import need_per_turn, order_resampled
from pfd_desktop.core.dsp.running import RunningSpectra, running_spectra
from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum
from pfd_desktop.core.dsp.windows import enbw_bins, window_values
from pfd_desktop.core.figures.map import MapFigure, MapTrack
from pfd_desktop.core.figures.placed_markers import order_markers
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress

Floats = NDArray[np.float64]

MOST_ROWS = 1000  # stretches of a map
_TRACKED_ORDERS = 10

SCALING = Choice(
    "scaling",
    "Amplitude",
    ((Scaling.RMS.value, "RMS"), (Scaling.PEAK.value, "peak"), ("peak-to-peak", "peak-to-peak")),
    Scaling.RMS.value,
)
HIGHEST_ORDER = Number("highest_order", "Up to order", low=0.1, blank="all", default=20.0)
PER_TURN = Number(
    "per_turn",
    "Samples per revolution",
    low=8,
    high=1_000_000,
    whole=True,
    blank="as many as lose nothing",
)


def angular(material: Material, values: Values, progress: Progress) -> tuple[Floats, float]:
    """The waveform over shaft angle, and its samples per revolution: thinned ones need be no
    whole number.
    """
    waveform = material.waveform
    if waveform.axis is Axis.ANGLE:
        need_per_turn(waveform.rate_hz)
        return np.asarray(waveform.samples, dtype=np.float64), waveform.rate_hz
    told = declared.optional_number(values, "per_turn")
    per_turn = None if told is None else int(told)
    return order_resampled(
        waveform.samples, waveform.rate_hz, speed_of(material), per_turn, progress
    )


def speed_of(material: Material) -> SpeedProfile:
    """The speed, which the table has checked to be there."""
    if material.speed is None:
        raise InvalidInput(f"{material.recording} has no speed. Tell its speed first.")
    return material.speed


def scale_of(values: Values) -> float:
    """What a peak amplitude is multiplied by."""
    factors = {Scaling.RMS: float(np.sqrt(0.5)), Scaling.PEAK: 1.0, Scaling.PEAK_TO_PEAK: 2.0}
    return factors[Scaling(declared.word(values, "scaling"))]


def scaled_unit(unit: str, values: Values) -> str:
    """ "g rms", "g peak"."""
    return f"{unit} {declared.word(values, 'scaling').lower()}"


def _order_spectrum(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    samples, per_turn = angular(material, values, Part(progress, 0.0, 0.8))
    resolution = declared.optional_number(values, "resolution")
    waveform = material.waveform
    segment = None if resolution is None else max(8, round(per_turn / resolution))
    found = amplitude_spectrum(
        samples,
        per_turn,
        declared.window(values),
        Scaling(declared.word(values, "scaling")),
        segment=segment,
        quantity=waveform.quantity,
        unit=waveform.unit,
    )
    highest = declared.optional_number(values, "highest_order") or per_turn / 2
    seen = found.frequency_hz <= highest
    return bounded(
        SpectrumFigure(
            kind="order-spectrum",
            x=found.frequency_hz[seen],
            y=found.values[seen],
            x_label="Order",
            x_unit="orders",
            quantity=found.quantity,
            unit=scaled_unit(found.unit, values),
            scaling=found.scaling.value,
            window=found.window.value,
            enbw_hz=found.enbw_hz,
            enbw_unit="orders",
            averages=found.averages,
            overlap=found.overlap,
            band_hz=None,
            recording=material.recording,
            blob=material.blob,
            markers=order_markers(
                material.bearing, material.kind, highest, declared.sidebands(values)
            ),
            notes=_angle_notes(material, per_turn),
        )
    )


def _angle_notes(material: Material, per_turn: float) -> tuple[str, ...]:
    notes = [f"{per_turn:.6g} samples per revolution"]
    if material.speed is not None and material.waveform.axis is Axis.TIME:
        rpm = material.speed.within(material.waveform.duration)
        range_rpm = f"{rpm.min():.0f} to " if material.speed.varies else ""
        notes.append(f"{range_rpm}{rpm.max():.0f} rpm, {material.speed.source}")
    return tuple(notes)


# -- maps --------------------------------------------------------------------------------------


def _stretches(count: int, size: int) -> int:
    """How far apart stretches begin: half of one, or more where there would be too many."""
    return max(1, size // 2, -(-(count - size) // MOST_ROWS))


def _order_map(material: Material, values: Values, progress: Progress) -> MapFigure:
    samples, per_turn = angular(material, values, Part(progress, 0.0, 0.6))
    turns = int(declared.number(values, "turns"))
    size = round(turns * per_turn)
    if len(samples) < 2 * size:
        raise InvalidInput(
            f"A map of stretches of {turns} turns needs at least twice as many; this"
            f" recording has {len(samples) / per_turn:.3g}."
        )
    hop = _stretches(len(samples), size)
    highest = declared.optional_number(values, "highest_order")
    window = declared.window(values)
    found = running_spectra(samples, per_turn, size, hop, window, highest=highest)
    rows, ordinate, label, unit = found.values * np.float32(scale_of(values)), found.middles, "", ""
    averages = 1
    averaged: tuple[str, ...] = ()
    if declared.word(values, "over") == "speed":
        steps = by_speed(speed_of(material), _times(material, found), rows)
        ordinate, rows = steps.rpm, steps.rows
        averages, averaged = steps.averages, steps.notes
        label, unit = "Speed", "rpm"
    elif material.waveform.axis is Axis.TIME:
        ordinate, label, unit = _times(material, found), "Time", "s"
    else:
        label, unit = "Revolution", "turns"
    bins = enbw_bins(window_values(window, size))
    return MapFigure(
        kind="order-map",
        x=found.lines,
        y=ordinate,
        values=rows,
        x_label="Order",
        x_unit="orders",
        y_label=label,
        y_unit=unit,
        quantity=material.waveform.quantity,
        unit=scaled_unit(material.waveform.unit, values),
        scaling=declared.word(values, "scaling"),
        window=window.value,
        enbw_hz=bins * per_turn / size,
        enbw_unit="orders",
        averages=averages,
        overlap=max(0.0, 1 - hop / size),
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        markers=order_markers(material.bearing, material.kind, float(found.lines[-1])),
        best=_highest(found.lines, ordinate, rows),
        notes=(*_angle_notes(material, per_turn), *averaged),
    )


def _times(material: Material, found: RunningSpectra) -> Floats:
    return speed_of(material).times(found.middles)


@dataclass(frozen=True)
class SpeedSteps:
    """Rows of amplitudes by steps of speed."""

    rpm: Floats  # the middle of each step
    rows: NDArray[np.float32]
    held: NDArray[np.intp]  # how many stretches were averaged in each

    @property
    def averages(self) -> int:
        """What every row has at least."""
        return int(self.held.min())

    @property
    def notes(self) -> tuple[str, ...]:
        """How many in words: a step that the shaft ran through quickly has few."""
        least, most = int(self.held.min()), int(self.held.max())
        many = f"{least}" if least == most else f"{least} to {most}"
        return (f"{many} stretches averaged in each step of speed",)


def by_speed(
    speed: SpeedProfile, times_s: Floats, rows: NDArray[np.float32], count: int = 100
) -> SpeedSteps:
    """Rows of amplitudes averaged (power) within steps of speed; steps without a row are left out.

    Raises InvalidInput where the speed does not vary by a hundredth.
    """
    rpm = speed.at(times_s)
    if np.ptp(rpm) < 0.01 * rpm.mean():
        raise InvalidInput(
            f"The speed stays at {rpm.mean():.0f} rpm ({speed.source}): nothing can be laid out"
            " over speed. Look at it over time, or tell where the changing speed comes from."
        )
    edges = np.linspace(rpm.min(), rpm.max(), min(count, len(rpm)) + 1)
    step = np.clip(np.searchsorted(edges, rpm, side="right") - 1, 0, len(edges) - 2)
    kept, held = np.unique(step, return_counts=True)
    averaged = np.stack(
        [np.sqrt(np.mean(np.square(rows[step == k]), axis=0, dtype=np.float64)) for k in kept]
    )
    return SpeedSteps((edges[kept] + edges[kept + 1]) / 2, averaged.astype(np.float32), held)


def _highest(x: Floats, y: Floats, rows: NDArray[np.float32]) -> tuple[float, float]:
    row, column = np.unravel_index(int(rows[:, 1:].argmax()), rows[:, 1:].shape)
    return float(x[column + 1]), float(y[row])


def _campbell(material: Material, values: Values, progress: Progress) -> MapFigure:
    waveform = material.waveform
    if waveform.axis is Axis.ANGLE:
        raise InvalidInput("A Campbell diagram has frequencies in hertz; it needs samples in time.")
    speed = speed_of(material)
    size = round(waveform.rate_hz / declared.number(values, "resolution_hz"))
    if not 8 <= size <= len(waveform.samples) // 2:
        raise InvalidInput(
            f"Lines {declared.number(values, 'resolution_hz'):g} Hz apart need stretches of"
            f" {size} samples; choose lines that at least two stretches of the recording give."
        )
    hop = _stretches(len(waveform.samples), size)
    window = declared.window(values)
    highest = declared.optional_number(values, "highest")
    progress.report(0.1, "Campbell diagram")
    found = running_spectra(waveform.samples, waveform.rate_hz, size, hop, window, highest=highest)
    rows = found.values * np.float32(scale_of(values))
    steps = by_speed(speed, found.middles, rows)
    rpm, averaged = steps.rpm, steps.rows
    bins = enbw_bins(window_values(window, size))
    best = _highest(found.lines, rpm, averaged)
    return MapFigure(
        kind="campbell",
        x=found.lines,
        y=rpm,
        values=averaged,
        x_label="Frequency",
        x_unit="Hz",
        y_label="Speed",
        y_unit="rpm",
        quantity=waveform.quantity,
        unit=scaled_unit(waveform.unit, values),
        scaling=declared.word(values, "scaling"),
        window=window.value,
        enbw_hz=bins * waveform.rate_hz / size,
        averages=steps.averages,
        overlap=max(0.0, 1 - hop / size),
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        tracks=_tracks(material, rpm, float(found.lines[-1])),
        best=best,
        notes=(
            f"speed: {speed.source}",
            *steps.notes,
            f"highest at {best[0]:.4g} Hz and {best[1]:.0f} rpm,"
            f" order {60 * best[0] / best[1]:.3g}",
        ),
    )


def _tracks(material: Material, rpm: Floats, highest_hz: float) -> tuple[MapTrack, ...]:
    """A line for each shaft order, and for the first of each defect frequency."""
    markers = order_markers(material.bearing, material.kind, np.inf)
    lines = [(f"{order}X", float(order), 0.0) for order in range(1, _TRACKED_ORDERS + 1)]
    others = [one for one in markers if one.family != "1X" and one.harmonic == 1]
    lines += [(one.family, one.position, slip_of(one)) for one in others]
    tracks = []
    for name, order, slip in lines:
        place = order * rpm / 60
        seen = place <= highest_hz
        if seen.sum() > 1:
            tracks.append(MapTrack(name, place[seen], rpm[seen], slip))
    return tuple(tracks)


ROWS = (
    Analysis(
        "order-spectrum",
        "Order spectrum",
        "Rotation",
        "Amplitude of every order, from samples at equal shaft angles: sharp at any speed (Fyfe and"
        " Munck 1997)",
        Shape.LINES,
        (
            declared.WINDOW,
            SCALING,
            HIGHEST_ORDER,
            Number(
                "resolution",
                "Order resolution",
                "orders",
                low=1e-4,
                high=1.0,
                blank="as fine as the record allows",
            ),
            PER_TURN,
            declared.SIDEBANDS,
        ),
        _order_spectrum,
        frozenset({Needs.SPEED}),
        takes_constant=True,
    ),
    Analysis(
        "order-map",
        "Order map",
        "Rotation",
        "Order spectra over time or speed, from samples at equal shaft angles",
        Shape.MAP,
        (
            Choice("over", "Over", (("time", "time"), ("speed", "speed")), "time"),
            Number("turns", "Turns in a stretch", default=16, low=2, high=100_000, whole=True),
            declared.WINDOW,
            SCALING,
            HIGHEST_ORDER,
            PER_TURN,
        ),
        _order_map,
        frozenset({Needs.SPEED}),
        takes_constant=True,
    ),
    Analysis(
        "campbell",
        "Campbell",
        "Rotation",
        "Frequencies over shaft speed with the lines of the orders: where a line of an order meets"
        " a frequency that stays, there is a resonance (Campbell 1924)",
        Shape.MAP,
        (
            Number("resolution_hz", "Line distance", "Hz", default=2.0, low=0.001, high=1e6),
            declared.WINDOW,
            SCALING,
            declared.HIGHEST,
        ),
        _campbell,
        frozenset({Needs.SPEED}),
        takes_constant=True,
    ),
)
