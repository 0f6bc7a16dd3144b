"""What the joint solver can be asked of a recording, as parameters, and its answer in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from pfd_desktop.core.diagnosis.hypotheses import Explanation, Hypothesis, Peak, Solution
from pfd_desktop.core.parameters import Band, Choice, Number, Parameter, Toggle, Value, Values
from pfd_desktop.core.records.machine import Bearing, BearingKind

ALL, OWN, NONE = "all", "own", "none"  # bearings to try; else one by its name
_FASTEST_RPM = 1e6


@dataclass(frozen=True)
class Question:
    """Which bearings and speeds may explain the peaks of which spectrum.

    ``bearings`` None tries the whole table; ``free_speed`` searches ``speed_range_rpm``, otherwise
    the known speed is taken, give or take two percent.
    """

    bearings: tuple[str, ...] | None = None  # by name
    journal: bool = False
    free_speed: bool = False
    speed_range_rpm: tuple[float, float] = (240.0, 7200.0)
    envelope: bool = True  # the squared envelope's spectrum, else the waveform's
    band_hz: tuple[float, float] | None = None  # demodulated; of the envelope alone
    highest_hz: float = 1000.0


@dataclass(frozen=True)
class ExplainedPeak:
    """A peak and the line of a hypothesis that explains it; None where none does."""

    peak: Peak
    by: Explanation | None


def question_parameters(
    table: Sequence[Bearing], own: Bearing | None, kind: BearingKind, *, speed_known: bool
) -> tuple[Parameter, ...]:
    """What can be set for a recording of a unit with its *own* bearing."""
    journal = kind is BearingKind.JOURNAL
    tried = [(ALL, f"all {len(table)} of the table"), (NONE, "none")]
    if own is not None:
        tried.insert(0, (OWN, f"this unit's, {own.name}"))
    tried += [(bearing.name, bearing.name) for bearing in table]
    usual = NONE if journal else tried[0][0]
    return (
        Choice("bearings", "Rolling bearings", tuple(tried), usual, "What may explain the peaks"),
        Toggle("journal", "Journal bearing", journal, "Try whirl and half orders of the shaft too"),
        Choice(
            "speed",
            "Speed",
            (("known", "as known, ± 2 %"), ("free", "free")),
            "known" if speed_known else "free",
            "Free searches every speed between the slowest and the fastest",
        ),
        Choice(
            "spectrum",
            "Peaks of",
            (("envelope", "envelope"), ("plain", "waveform")),
            "plain" if journal else "envelope",
            "Which spectrum's peaks are to be explained",
        ),
        Band("band", "Band", None, "full band", "What is demodulated, of the envelope alone"),
        Number("highest_hz", "Up to", "Hz", 1000.0, 1.0, tip="Peaks above are left out"),
        Number("slowest_rpm", "Slowest", "rpm", 240.0, 1.0, _FASTEST_RPM, tip="Of a free speed"),
        Number("fastest_rpm", "Fastest", "rpm", 7200.0, 1.0, _FASTEST_RPM, tip="Of a free speed"),
    )


def question_of(values: Values, own: Bearing | None) -> Question:
    """The question that values of ``question_parameters`` ask."""
    band = values["band"]
    return Question(
        bearings=_names(str(values["bearings"]), own),
        journal=bool(values["journal"]),
        free_speed=values["speed"] == "free",
        speed_range_rpm=(_number(values["slowest_rpm"]), _number(values["fastest_rpm"])),
        envelope=values["spectrum"] == "envelope",
        band_hz=band if isinstance(band, tuple) else None,
        highest_hz=_number(values["highest_hz"]),
    )


def _names(word: str, own: Bearing | None) -> tuple[str, ...] | None:
    if word == ALL:
        return None
    if word == NONE:
        return ()
    return (own.name,) if word == OWN and own is not None else (word,)


def _number(value: Value) -> float:
    assert isinstance(value, int | float)
    return float(value)


def explained_peaks(solution: Solution, hypothesis: Hypothesis) -> tuple[ExplainedPeak, ...]:
    """All peaks by frequency, each with what explains it."""
    by = {one.peak: one for one in hypothesis.explained}
    found = [ExplainedPeak(peak, by.get(place)) for place, peak in enumerate(solution.peaks)]
    return tuple(sorted(found, key=lambda one: one.peak.hertz))


def slip_words(hypothesis: Hypothesis) -> str:
    """ "BPFI −0.8 %, FTF +0.2 %"; a journal's families have no slip worth telling."""
    return ", ".join(
        f"{slip.family} {slip.percent:+.1f} %" if hypothesis.bearing is not None else slip.family
        for slip in hypothesis.slips
    )


def strength_words(decades: float) -> str:
    """How much better than chance a hypothesis explains the peaks, in words."""
    if decades <= 0:
        return "no better than chance"
    for least, words in ((10.0, "far better"), (3.0, "clearly better"), (1.0, "better")):
        if decades >= least:
            return f"{words} than chance"
    return "hardly better than chance"


def coverage_words(solution: Solution, hypothesis: Hypothesis) -> str:
    """ "9 of 10 peaks explained; left over are 333.3 Hz"."""
    left = sorted(solution.peaks[index].hertz for index in hypothesis.unexplained)
    told = f"{len(hypothesis.explained)} of {len(solution.peaks)} peaks explained"
    if not left:
        return f"{told}."
    shown = ", ".join(f"{hertz:.4g}" for hertz in left[:4])
    more = f" and {len(left) - 4} more" if len(left) > 4 else ""
    return f"{told}; left over: {shown} Hz{more}."
