"""Guards in words, rows and curves, for all faces."""

from collections.abc import Sequence

import numpy as np

from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.healthy.detectors import DETECTORS
from pfd_desktop.core.healthy.injecting import INJECTED
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.healthy import (
    Bin,
    Detectability,
    Detection,
    Guard,
    Judgement,
    Level,
    StandOut,
)
from pfd_desktop.core.records.learning import Interval

FOUND_IN = 0.9  # share of recordings in which a fault counts as found
GUARDS = ("guard", "detector", "false alarms", "learned", "calibrated on", "operating points")
BINS = ("operating point", "learned", "held out", "cases", "limit", "false alarms", "95 % range")
JUDGEMENTS = ("recording", "answer", "met", "p-value", "distance of limit", "stands out")
LEVELS = ("fault", "amplitude", "to RMS", "alarms", "95 % interval", "recordings")
SMALLEST = ("fault", "smallest found", "to RMS", "nothing injected", "recordings")
INJECTED_NOT_REAL = (
    "Injected, not real: a real fault also changes the machine's resonances, load and noise."
)


def one_in(rate: float) -> str:
    """A rate of false alarms, as people say it."""
    return f"1 in {1 / rate:.4g}"


def guard_row(one: Guard) -> tuple[str, ...]:
    """A guard, under the headings of GUARDS."""
    return (
        one.name,
        DETECTORS[one.request.detector].title,
        one_in(one.request.rate),
        f"{sum(len(own.learned) for own in one.bins)} recordings",
        _cases(one, sum(len(own.scores) for own in one.bins)),
        str(sum(len(own.points) for own in one.bins)),
    )


def bin_row(one: Bin) -> tuple[str, ...]:
    """A bin, under the headings of BINS."""
    return (
        "; ".join(point.words for point in one.points),
        str(len(one.learned)),
        str(len(one.held_out)),
        str(len(one.scores)),
        f"{one.limit:.4g}",
        _percent(one.rate),
        f"{_percent(one.rate_low)} to {_percent(one.rate_high)}",
    )


def guard_words(one: Guard) -> str:
    """What the guard promises, to whom, and where it has no answer."""
    said = [
        f"False alarms at most {one_in(one.request.rate)}, calibrated on"
        f" {_cases(one, sum(len(own.scores) for own in one.bins))} that it did not learn from."
    ]
    if one.by_unit:
        said.append("It holds for a new healthy unit as a whole: all of its recordings together.")
    else:
        said.append(
            "It was calibrated on recordings of the very units that it learned from: the rate holds"
            " for further recordings of these, and a unit never met may alarm more often."
        )
    if any(own.drifting for own in one.bins):
        said.append(
            "The later of the held-out recordings are the stranger: the healthy state was drifting"
            " while it was measured, as when a bearing runs in, and what comes next will alarm more"
            " often than promised. Learn from a steadier stretch."
        )
    points = sum(len(own.points) for own in one.bins)
    if len(one.bins) == 1 and points > 1:
        said.append(
            f"All {points} operating points share one limit: the rate holds over all of them, not"
            " at each."
        )
    if one.uncovered:
        point, why = one.uncovered[0]
        more = f", and {len(one.uncovered) - 1} more" if len(one.uncovered) > 1 else ""
        said.append(f"It has no answer at {point.words}{more}: {why}.")
    return " ".join(said)


def judgement_row(one: Judgement) -> tuple[str, ...]:
    """An answer, under the headings of JUDGEMENTS."""
    if one.p_value is None or one.distance is None or one.limit is None:
        return one.recording_name, one.said.value, one.met.value, "–", "–", one.reason
    return (
        one.recording_name,
        one.said.value,
        one.met.value,
        f"{one.p_value:.3g}",
        f"{one.distance:.3g} of {one.limit:.3g}",
        "; ".join(map(stand_out_words, one.stand_out[:3])),
    )


def stand_out_words(one: StandOut) -> str:
    """A feature beside its healthy range."""
    return f"{one.name} {one.value:.3g} (healthy {one.low:.3g} to {one.high:.3g})"


def level_row(fault: Fault, one: Level, unit: str) -> tuple[str, ...]:
    """An amplitude, under the headings of LEVELS."""
    return (
        fault.value,
        f"{one.amplitude:.3g} {unit}",
        _decibels(one),
        _percent(one.alarms.value),
        f"{_percent(one.alarms.low)} to {_percent(one.alarms.high)}",
        str(one.recordings),
    )


def smallest_row(one: Detection, unit: str) -> tuple[str, ...]:
    """A fault, under the headings of SMALLEST; the reason where it could not be injected."""
    if not one.levels:
        return one.fault.value, f"not injected: {one.reason}", "–", "–", "0"
    found, most = one.smallest(FOUND_IN), one.levels[-1]
    return (
        one.fault.value,
        f"more than {most.amplitude:.3g} {unit}"
        if found is None
        else f"{found.amplitude:.3g} {unit}",
        f"more than {_decibels(most)}" if found is None else _decibels(found),
        _percent(one.levels[0].alarms.value),
        str(most.recordings),
    )


def detection_words(one: Detection, unit: str, rate: float) -> str:
    """The smallest amplitude found, as one sentence."""
    name = one.fault.value.capitalize()
    if not one.levels:
        return f"{name}: could not be injected ({one.reason})."
    at = f"at false alarms of {one_in(rate)}"
    smallest = one.smallest(FOUND_IN)
    if smallest is None:
        most = one.levels[-1]
        told = (
            f"{name}: not found in {100 * FOUND_IN:.0f} % of the recordings up to"
            f" {most.amplitude:.3g} {unit} ({_decibels(most)} of the RMS) {at}."
        )
    else:
        told = (
            f"{name}: {smallest.amplitude:.3g} {unit} ({_decibels(smallest)} of the RMS) is the"
            f" smallest found in {100 * FOUND_IN:.0f} % of {smallest.recordings} recordings {at}."
        )
    left = f" {one.left_out} left out: {one.reason}." if one.left_out else ""
    return told + left


def detectability_words(found: Detectability, faults: Sequence[Fault] | None = None) -> str:
    """What would be found and missed, fault by fault; of all without *faults*."""
    told = [one for one in found.found if faults is None or one.fault in faults]
    lines = [detection_words(one, found.unit, found.rate) for one in told]
    units = f"{found.units} unit{'s' if found.units > 1 else ''}"
    return "\n".join([*lines, f"From held-out recordings of {units}. {INJECTED_NOT_REAL}"])


def detectability_figure(found: Detectability, fault: Fault | None = None) -> CurvesFigure:
    """The share that alarms over the amplitude: of one fault with its interval, or of all.

    Without curves where nothing could be injected. Amplitudes are in dB of the median RMS of the
    recordings; the notes say what 0 dB is in their unit.
    """
    shown = [one for one in found.found if one.levels and fault in {None, one.fault}]
    curves = [_curve(one, band=fault is not None) for one in shown]
    notes = [f"guard: {found.guard_name}", f"seed: {found.seed}", INJECTED_NOT_REAL]
    for one in shown:
        notes.append(detection_words(one, found.unit, found.rate))
        if fault is not None:
            nothing = one.levels[0].alarms.value
            notes.append(f"{fault.value}: {INJECTED[fault].about}; nothing injected:"
                         f" {_percent(nothing)} alarm")  # fmt: skip
    if shown:
        most = shown[0].levels[-1]
        reference = most.amplitude / 10 ** (most.ratio_db / 20)
        notes.append(f"0 dB: {reference:.3g} {found.unit}, the RMS of the recordings (median)")
        ends = np.array([curves[0].x[0], curves[0].x[-1]])
        curves.append(Curve("false alarms promised", ends, np.full(2, 100 * found.rate)))
    return CurvesFigure(
        tuple(curves),
        "Highest peak injected",
        "dB of the RMS",
        "Recordings that alarm",
        "%",
        kind="detectability",
        notes=tuple(notes),
    )


def _curve(one: Detection, *, band: bool) -> Curve:
    levels = [level for level in one.levels if level.amplitude > 0]
    x = np.array([level.ratio_db for level in levels])
    low, value, high = (
        np.array([100 * edge for edge in edges])
        for edges in zip(*(_edges(level.alarms) for level in levels), strict=True)
    )
    return Curve(one.fault.value, x, value, low if band else None, high if band else None)


def _edges(found: Interval) -> tuple[float, float, float]:
    return found.low, found.value, found.high


def _cases(one: Guard, count: int) -> str:
    joined = count < sum(len(own.held_out) for own in one.bins)  # channels of one measurement
    case = "unit" if one.by_unit else "measurement" if joined else "recording"
    return f"{count} {case}{'s' if count != 1 else ''}"


def _decibels(one: Level) -> str:
    return f"{round(one.ratio_db):+d} dB".replace("-", "−") if one.amplitude else "–"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
