"""Curves that go with the shaft: its speed, its orders over speed, one revolution averaged."""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Analysis, Material, Needs, Shape
from pfd_desktop.core.analyses.rotation import (
    PER_TURN,
    SCALING,
    angular,
    scale_of,
    scaled_unit,
    speed_of,
)
from pfd_desktop.core.dsp.angular import (
    OVERLAP_OF_CUTS,
    OrderCut,
    order_cuts,
    synchronous_average,
    synchronous_residual,
)
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.parameters import Choice, Number, Toggle, Values
from pfd_desktop.core.speed.comb import speed_hypotheses
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.ridge import TRUSTED, RidgeSettings, confidence_notes, find_ridge
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress

Floats = NDArray[np.float64]

_MOST_POINTS = 5_000  # of a curve of speed


# -- speed -------------------------------------------------------------------------------------


def _speed(material: Material, values: Values, progress: Progress) -> CurvesFigure:
    if material.waveform.axis is Axis.ANGLE:
        raise InvalidInput("Samples over shaft angle have lost their time: no speed can be shown.")
    chosen = declared.word(values, "source")
    if chosen == "ridge":
        return _by_ridge(material, values, progress)
    if chosen == "comb":
        return _by_comb(material)
    speed = speed_of(material)
    return _speed_figure(material, (Curve("speed", *_drawn(material, speed)),), (speed.source,))


def _by_ridge(material: Material, values: Values, progress: Progress) -> CurvesFigure:
    waveform = material.waveform
    settings = RidgeSettings(
        low_rpm=declared.number(values, "low_rpm"),
        high_rpm=declared.number(values, "high_rpm"),
        start_rpm=declared.optional_number(values, "start_rpm"),
        max_change_rpm_s=declared.number(values, "max_change"),
    )
    found = find_ridge(waveform.samples, waveform.rate_hz, settings, progress)
    notes = [found.speed.source, *confidence_notes(found)]
    if found.confidence < TRUSTED:
        notes.append("not to be trusted: it is not used as a speed anywhere")
    curves = [Curve("ridge", *_drawn(material, found.speed))]
    if material.speed is not None:
        curves.append(Curve("known", *_drawn(material, material.speed)))
    return _speed_figure(material, tuple(curves), tuple(notes))


def _by_comb(material: Material) -> CurvesFigure:
    """Constant speeds that the lines allow, the likeliest first."""
    waveform = material.waveform
    found = speed_hypotheses(waveform.samples, waveform.rate_hz)
    if not found:
        raise InvalidInput("The recording is too short or constant: no speed can be read from it.")
    ends = np.array([0.0, waveform.duration])
    curves = tuple(
        Curve(f"{guess.rpm:.1f} rpm", ends, np.full(2, guess.rpm))
        for guess in found
        if guess is found[0] or guess.confidence >= 0.05
    )
    notes = tuple(
        f"{guess.rpm:.1f} rpm: confidence {guess.confidence:.2f}, {guess.why}"
        for guess in found
        if guess is found[0] or guess.confidence > 0
    )
    return _speed_figure(material, curves, notes)


def _drawn(material: Material, speed: SpeedProfile) -> tuple[Floats, Floats]:
    """Times and speeds to draw, within the recording."""
    last = material.waveform.duration
    inside = speed.time_s[(speed.time_s > 0) & (speed.time_s < last)]
    if len(inside) > _MOST_POINTS:
        inside = np.linspace(0, last, _MOST_POINTS)[1:-1]
    times = np.concatenate(([0.0], inside, [last]))
    return times, speed.at(times)


def _speed_figure(
    material: Material, curves: tuple[Curve, ...], notes: tuple[str, ...]
) -> CurvesFigure:
    return CurvesFigure(
        curves,
        "Time",
        "s",
        "Shaft speed",
        "rpm",
        kind="speed",
        recording=material.recording,
        blob=material.blob,
        notes=notes,
    )


# -- order cuts --------------------------------------------------------------------------------


def _cuts(material: Material, values: Values, progress: Progress) -> CurvesFigure:
    samples, per_turn = angular(material, values, Part(progress, 0.0, 0.8))
    turns = int(declared.number(values, "turns"))
    found = order_cuts(samples, per_turn, _orders(values), turns)
    (x, label, unit), steady = _along(found[0].turns, material, values)
    rank = np.argsort(x, kind="stable")
    phases = declared.word(values, "show") == "phase"
    curves = tuple(
        Curve(f"{cut.order:g}X", x[rank], _shown(cut, values, phases)[rank]) for cut in found
    )
    notes = [f"Fourier sums over {turns} turns, Hann, bandwidth {1.5 / turns:.3g} orders", *steady]
    if material.speed is not None:
        notes.append(f"speed: {material.speed.source}")
    if phases:
        notes.append("phase of a cosine at the angle of time 0, not at a mark on the shaft")
    quantity = material.waveform.quantity
    return CurvesFigure(
        curves,
        label,
        unit,
        "Phase" if phases else quantity[:1].upper() + quantity[1:],
        "°" if phases else scaled_unit(material.waveform.unit, values),
        kind="order-cuts",
        window=Window.HANN.value,
        averages=1,
        overlap=OVERLAP_OF_CUTS,
        band=f"{1.5 / turns:.3g} orders around each",
        scaling="" if phases else declared.word(values, "scaling"),
        recording=material.recording,
        blob=material.blob,
        notes=tuple(notes),
    )


def _along(
    turned: Floats, material: Material, values: Values
) -> tuple[tuple[Floats, str, str], tuple[str, ...]]:
    """What the cuts are drawn over, and why where that is not what was asked for."""
    if material.waveform.axis is Axis.ANGLE:
        return (turned, "Revolution", "turns"), ()
    speed = speed_of(material)
    times_s = speed.times(turned)
    if declared.word(values, "over") == "time":
        return (times_s, "Time", "s"), ()
    if speed.varies:
        return (speed.at(times_s), "Speed", "rpm"), ()
    rpm = 60 * speed.mean_hz
    return (times_s, "Time", "s"), (f"over time, for the speed stays at {rpm:.0f} rpm",)


def _orders(values: Values) -> tuple[float, ...]:
    orders = {float(k) for k in range(1, int(declared.number(values, "harmonics")) + 1)}
    if declared.switch(values, "half"):
        orders.add(0.5)
    extra = declared.optional_number(values, "extra")
    if extra is not None:
        orders.add(extra)
    return tuple(sorted(orders))


def _shown(cut: OrderCut, values: Values, phases: bool) -> Floats:
    if phases:
        return np.asarray(np.degrees(np.angle(cut.values)))
    return np.asarray(np.abs(cut.values) * scale_of(values))


# -- time-synchronous average ------------------------------------------------------------------


def _synchronous(material: Material, values: Values, progress: Progress) -> CurvesFigure:
    samples, per_turn = angular(material, values, Part(progress, 0.0, 0.9))
    turns = int(declared.number(values, "period_turns"))
    told = declared.optional_number(values, "periods")
    period = round(turns * per_turn)
    if abs(turns * per_turn - period) > 1e-6:
        raise InvalidInput(
            f"{per_turn:.6g} samples per revolution make no whole number in {turns}, so periods"
            " cannot be laid over each other. Resample to a whole number, or choose more turns per"
            " period."
        )
    average, taken = synchronous_average(samples, period, None if told is None else int(told))
    left = synchronous_residual(samples, average)
    angle = 360 * np.arange(len(average)) / per_turn
    waveform = material.waveform
    notes = [
        f"average of {taken} periods of {turns} turn{'' if turns == 1 else 's'}",
        f"rms of what repeats {average.std():.4g} {waveform.unit}, of what does not"
        f" {left.std():.4g} {waveform.unit}",
    ]
    if material.speed is not None:
        notes.append(f"speed: {material.speed.source}")
    return CurvesFigure(
        (Curve("average", angle, average),),
        "Shaft angle",
        "°",
        waveform.quantity[:1].upper() + waveform.quantity[1:],
        waveform.unit,
        kind="synchronous-average",
        averages=taken,
        overlap=0.0,
        scaling="instantaneous",
        recording=material.recording,
        blob=material.blob,
        notes=tuple(notes),
    )


ROWS = (
    Analysis(
        "speed",
        "Shaft speed",
        "Rotation",
        "Speed over time: as known, or from the signal by the ridge of its harmonics (run-ups) or"
        " their comb (constant speed), with its confidence",
        Shape.CURVES,
        (
            Choice(
                "source",
                "From",
                (
                    ("known", "as known"),
                    ("ridge", "ridge of harmonics"),
                    ("comb", "comb of harmonics"),
                ),
                "known",
            ),
            Number("low_rpm", "Lowest", "rpm", default=300.0, low=30.0, high=1e6),
            Number("high_rpm", "Highest", "rpm", default=6000.0, low=60.0, high=1e6),
            Number("start_rpm", "At the start", "rpm", low=1.0, blank="unknown"),
            Number("max_change", "Fastest change", "rpm/s", default=300.0, low=1.0, high=1e5),
        ),
        _speed,
        takes_constant=True,
    ),
    Analysis(
        "order-cuts",
        "Order cuts",
        "Rotation",
        "Amplitude or phase of single orders over speed or time, by short Fourier sums over shaft"
        " angle",
        Shape.CURVES,
        (
            Choice("over", "Over", (("speed", "speed"), ("time", "time")), "speed"),
            Choice("show", "Show", (("amplitude", "amplitude"), ("phase", "phase")), "amplitude"),
            Number("harmonics", "Orders 1 to", default=3, low=1, high=50, whole=True),
            Toggle("half", "Order ½"),
            Number("extra", "Another order", low=0.01, high=1e5, blank="none"),
            Number("turns", "Turns in a stretch", default=8, low=2, high=10_000, whole=True),
            SCALING,
            PER_TURN,
        ),
        _cuts,
        frozenset({Needs.SPEED}),
        takes_constant=True,
    ),
    Analysis(
        "synchronous-average",
        "Time-synchronous average",
        "Rotation",
        "What repeats with every revolution; noise falls by the root of the periods (McFadden"
        " 1987)",
        Shape.CURVES,
        (
            Number("periods", "Periods", low=1, whole=True, blank="all"),
            Number("period_turns", "Turns per period", default=1, low=1, high=10_000, whole=True),
            PER_TURN,
        ),
        _synchronous,
        frozenset({Needs.SPEED}),
        takes_constant=True,
    ),
)
