"""What a recording says about a shaft and its journal bearing: orders, fractions, orbits, bursts.

Verdicts here are indications at most: 1X and 2X also depend on what is normal for the machine. A
journal bearing never gets a rolling verdict. The signs, most specific first:

* below 1X and locked to no fraction of it: oil whirl or whip (Muszynska 1988). Whirl goes with the
  speed at 0.38 to 0.52X; where it meets the shaft's first critical speed it stays there: whip.
* a line below 1X and its image at 1X less it, turning the other way, about as strong: contact
  once in a turn throws the motion back: rub.
* above 1X, at no whole order and backward: friction drives the shaft round the stator at a natural
  frequency of both, dry whirl (Black 1968): rub.
* locked to fractions of 1X, or many whole orders: rub or looseness. Looseness moves along one
  direction, so that 1X draws a flat orbit; with one probe only the longer row of half orders
  (1/2X, 3/2X, 5/2X ...) speaks for it (Muszynska 2005).
* beside a steady 1X, motion between the orders that swells once a turn: contact that throws the
  shaft back differently each time: rub, or looseness where the orbit is flat.
* 2X or 3X that carries as much inertia force as 1X, or 3X without 2X: misalignment. Not a 2X that
  the film makes of a large 1X by its bend: that goes forward as 1X does, and stays well below it.
* 1X alone: imbalance.
* bursts at high frequency without a fixed phase: cavitation.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis import bursts, shaft_lines
from pfd_desktop.core.diagnosis.between import Between, between_orders
from pfd_desktop.core.diagnosis.shaft_lines import ShaftEvidence, ShaftLine
from pfd_desktop.core.diagnosis.shaft_signs import (
    NORMAL,
    ORBIT,
    Sign,
    evidence_lines,
    halves_of,
    names_of,
    sentence_of,
    thirds_of,
)
from pfd_desktop.core.diagnosis.verdict import NO_DEFECT, Judgement
from pfd_desktop.core.physics.kinematics import WHIRL_BAND
from pfd_desktop.core.records.diagnosis import Grade
from pfd_desktop.core.records.faults import Fault

_NOTICEABLE = 0.2  # of 1X's amplitude: API 617 allows non-synchronous motion a fifth of the limit
_MEETS = 0.85  # of the critical speed: from here on a whirl is drawn to it
_DOMINANT = 0.5  # share of the whole vibration's power in one line
_IMAGE = 0.1  # least share of a line's power in its image
_LONG_ROW = 3  # half orders
_FLAT = 0.8  # share of forward motion below which an orbit is thrice as long as wide
_MANY = 2  # whole orders from 4X on that misalignment and imbalance do not leave
_SWELLS = 1 / 3  # of the power between the orders: contact leaves more than half
_TOWERS = 100.0  # times the power of 1X: no contact once a turn throws the shaft so far
_BENT = 1 / 9  # of the power of 1X: the most that the film's bend leaves at 2X
_BENT_FORWARD = 2 / 3  # share of forward motion from which 2X goes as the film drives it
_ALONE = 1 / 4  # of the inertia of 1X in a 3X without 2X
_FORWARD = 0.6  # share of motion from which an orbit goes with the rotation
_AGAINST = 0.75  # and against it: noise makes up to 0.65 of a line that one probe alone sees
_EVEN = 0.5  # share of forward motion of a line that goes nowhere


@dataclass(frozen=True)
class ShaftSignal:
    """What is known beside the first waveform."""

    second: NDArray[np.floating] | None = None  # at a right angle to the first, same rate
    quantity: str = "unknown"  # displacement, velocity or acceleration (taken for unknown)
    critical_hz: float | None = None  # first critical speed, where the machine's owner knows it
    turns_to_second: bool = True  # from the first probe to the second; False where nobody knows
    unit: str = "unknown"  # on a housing, velocities are compared with zones
    zone_b_mm_s: float | None = None  # its limit, where the machine's group and support are told


@dataclass(frozen=True)
class JournalEvidence:
    """Lines and bursts, and what was told."""

    shaft: ShaftEvidence
    bursts: bursts.Bursts | None
    critical_hz: float | None
    between: Between | None = None  # of shaft motion, which shows contact itself


def gather(
    samples: NDArray[np.floating], rate_hz: float, shaft_hz: float, told: ShaftSignal
) -> JournalEvidence:
    """Measure everything that a verdict is made of."""
    lines = _shaft(samples, rate_hz, shaft_hz, told)
    found = None
    if told.quantity not in {"displacement", "velocity"}:
        found = bursts.find_bursts(samples, rate_hz, lines.shaft_hz)
    between = None
    if told.quantity == "displacement":
        probes = (samples,) if told.second is None else (samples, told.second)
        between = between_orders(probes, rate_hz, lines.shaft_hz, shaft_lines.CHANCE)
    return JournalEvidence(lines, found, told.critical_hz, between)


def _shaft(
    samples: NDArray[np.floating], rate_hz: float, shaft_hz: float, told: ShaftSignal
) -> ShaftEvidence:
    """The lines; where nobody knows how the shaft turns, it turns the way its 1X goes.

    Imbalance makes 1X a forward precession (Bently and Hatch 2002). Where no 1X tells, neither
    does the second probe.
    """
    lines = shaft_lines.gather(samples, told.second, rate_hz, shaft_hz, told.quantity)
    if told.second is None or told.turns_to_second:
        return lines
    first = lines.line("1X")
    if not first.stands or first.forward is None:
        return shaft_lines.gather(samples, None, rate_hz, shaft_hz, told.quantity)
    if first.forward >= _EVEN:
        return lines
    return shaft_lines.gather(told.second, samples, rate_hz, shaft_hz, told.quantity)


def judge(found: JournalEvidence) -> Judgement:
    """Grade what was found; the most specific sign wins."""
    lines = evidence_lines(found.shaft)
    for sign in (
        _dry_whirl,
        _thrown_back,
        _instability,
        _broken_turns,
        _swelling,
        _misalignment,
        _imbalance,
        _cavitation,
    ):
        seen = sign(found)
        if seen is not None:
            fault, _what, settle = seen
            text = f"{settle} {NORMAL}".strip()
            return Judgement(Grade.INDICATION, fault, sentence_of(seen), text, lines)
    reason = "No order stands out that would speak of the shaft or its bearing."
    return Judgement(Grade.NONE, None, NO_DEFECT, reason, lines)


def _thrown_back(found: JournalEvidence) -> Sign | None:
    """The strongest peak below 1X and its image: orders that sum to one, powers alike.

    Whirl and whip have such images too, by the film's own bend, but far below themselves.
    """
    if not found.shaft.below:
        return None
    tolerance = max(0.004, 2 * found.shaft.half_bin)
    one = found.shaft.below[0]
    for other in found.shaft.below[1:]:
        alike = other.displacement >= _IMAGE * one.displacement
        if alike and _turn_against(one, other) and abs(one.order + other.order - 1) <= tolerance:
            what = f"lines at {one.order:.3f}X and {other.order:.3f}X turn against each other"
            return Fault.RUB, what, ""
    return None


def _dry_whirl(found: JournalEvidence) -> Sign | None:
    """A noticeable peak above 1X that runs backward and is no multiple of half the speed."""
    largest = max(line.displacement for line in (found.shaft.line("1X"), *found.shaft.below[:1]))
    least = _NOTICEABLE**2 * largest
    for peak in found.shaft.beyond:
        if peak.forward is None or peak.forward > 1 - _AGAINST or peak.displacement < least:
            continue
        if found.shaft.hums(peak):  # in both probes with any phase: that has no direction
            continue
        if abs(2 * peak.order - round(2 * peak.order)) > 0.02:
            what = f"a line at {peak.order:.2f}X, {1 - peak.forward:.0%} backward"
            return Fault.RUB, what, ""
    return None


def _turn_against(one: ShaftLine, other: ShaftLine) -> bool:
    if one.forward is None or other.forward is None:
        return False
    return (one.forward - 0.5) * (other.forward - 0.5) < 0


def _instability(found: JournalEvidence) -> Sign | None:
    """The strongest peak below 1X, when it is locked to no fraction and noticeable."""
    peak = _noticeable(found)
    if peak is None or _locked(found.shaft, peak) or _may_hum(found.shaft, peak):
        return None
    if peak.forward is not None and peak.forward < _FORWARD:
        return None  # both are forward precessions
    what = f"a line at {peak.order:.3f}X, {peak.level_db:.0f} dB"
    if peak.forward is not None:
        what += f", {peak.forward:.0%} forward"
    if found.critical_hz is not None:
        return _by_critical_speed(found, peak, what, found.critical_hz)
    if WHIRL_BAND[0] <= peak.order <= WHIRL_BAND[1]:
        settle = "A recording at another speed, or the first critical speed, would tell it from oil"
        return Fault.OIL_WHIRL, what, f"{settle} whip, whose frequency stays."
    if peak.order < WHIRL_BAND[0] and peak.displacement > found.shaft.line("1X").displacement:
        settle = "It is too slow for oil whirl; the first critical speed would confirm oil whip."
        return Fault.OIL_WHIP, what, settle
    return None


def _locked(shaft: ShaftEvidence, peak: ShaftLine) -> bool:
    """Whether 1X may drive this line: it is at a fraction of it, and no ten times as large.

    Half the speed is left to looseness and rub however large it is.
    """
    fraction = shaft.locked(peak)
    large = peak.displacement > _TOWERS * shaft.line("1X").displacement
    return fraction is not None and (fraction == Fraction(1, 2) or not large)


def _may_hum(shaft: ShaftEvidence, peak: ShaftLine) -> bool:
    """Whether the mains may make this line: hum is not stronger than the shaft's own motion."""
    return shaft.hums(peak) and peak.displacement < shaft.line("1X").displacement


def _by_critical_speed(
    found: JournalEvidence, peak: ShaftLine, what: str, critical_hz: float
) -> Sign | None:
    ratio = peak.measured_hz / critical_hz
    what += f", {ratio:.2f} of the critical speed"
    if ratio >= _MEETS and ratio <= 1 / _MEETS and found.shaft.shaft_hz > critical_hz:
        return Fault.OIL_WHIP, what, ""
    if WHIRL_BAND[0] <= peak.order <= WHIRL_BAND[1]:
        return Fault.OIL_WHIRL, what, ""
    return None


def _noticeable(found: JournalEvidence) -> ShaftLine | None:
    """The largest motion below 1X, if it is at least a fifth of 1X."""
    if not found.shaft.below:
        return None
    peak = found.shaft.below[0]
    least = _NOTICEABLE**2 * found.shaft.line("1X").displacement
    return peak if peak.displacement >= least else None


def _broken_turns(found: JournalEvidence) -> Sign | None:
    """Fractions of 1X, or many whole orders: contact or play, once in one or several turns."""
    shaft = found.shaft
    halves, thirds = halves_of(shaft), thirds_of(shaft)
    high = [line for line in shaft.lines if line.order in range(4, 11) and line.stands]
    if len(thirds) >= 2:
        return Fault.RUB, f"lines locked at {names_of(thirds)}", ORBIT
    if len(halves) >= 2:
        flat = _is_flat(shaft.line("1X"), halves[0])
        loose = len(halves) >= _LONG_ROW if flat is None else flat
        settle = ORBIT if flat is None else ""
        return Fault.LOOSENESS if loose else Fault.RUB, f"half orders {names_of(halves)}", settle
    if len(high) >= _MANY and not _falls(shaft):
        return Fault.RUB, f"whole orders up to {high[-1].name}", ORBIT
    return None


def _is_flat(*lines: ShaftLine) -> bool | None:
    """Whether all *lines* move along one direction; None where one probe cannot tell."""
    shares = [line.forward for line in lines]
    told = [share for share in shares if share is not None]
    if len(told) < len(shares):
        return None
    return all(1 - _FLAT < share < _FLAT for share in told)


def _falls(shaft: ShaftEvidence) -> bool:
    """Whether each whole order that stands is clearly below the one before, from 1X on.

    So the film's bend leaves them: each is a power of the large 1X more (Muszynska 2005).
    """
    standing = [line for line in shaft.lines if line.order in range(1, 11) and line.stands]
    return all(
        high.order == low.order + 1
        and high.displacement * (1 + high.doubt) < low.displacement * (1 - low.doubt)
        for low, high in pairwise(standing)
    )


def _swelling(found: JournalEvidence) -> Sign | None:
    """Motion between the orders, a fifth of a steady 1X or more, whose power swells once a turn."""
    seen, first = found.between, found.shaft.line("1X")
    if seen is None or not seen.stands or seen.depth < _SWELLS:
        return None
    if found.shaft.first_share < _DOMINANT or seen.power < _NOTICEABLE**2 * first.displacement:
        return None
    loose = bool(_is_flat(first))
    what = f"motion between the orders swells once a turn, by {min(1.0, seen.depth):.0%}"
    return Fault.LOOSENESS if loose else Fault.RUB, what, ORBIT


def _misalignment(found: JournalEvidence) -> Sign | None:
    shaft = found.shaft
    first, second, third = (shaft.line(name) for name in ("1X", "2X", "3X"))
    for line in (second, third):
        above = line.inertia() * (1 - line.doubt) > first.inertia() * (1 + first.doubt)
        if line.stands and above and not _may_hum(shaft, line) and not _bent(shaft, line):
            ratio = 10 * float(np.log10(line.inertia() / max(first.inertia(), 1e-300)))
            return Fault.MISALIGNMENT, f"{line.name} above 1X by {ratio:.0f} dB as acceleration", ""
    alone = third.displacement * (1 - third.doubt) > 2 * second.displacement
    large = third.inertia() > _ALONE * first.inertia()
    if third.stands and alone and large and not _may_hum(shaft, third):
        return Fault.MISALIGNMENT, "3X without 2X, which imbalance does not leave", ""
    return None


def _bent(shaft: ShaftEvidence, line: ShaftLine) -> bool:
    """Whether the film may make this 2X of 1X: the square of a forward motion goes forward."""
    small = line.displacement < _BENT * shaft.line("1X").displacement
    return line.order == 2 and small and (line.forward or 0.0) > _BENT_FORWARD


def _imbalance(found: JournalEvidence) -> Sign | None:
    first = found.shaft.line("1X")
    share = found.shaft.first_share
    if not first.stands or share < _DOMINANT:
        return None
    return Fault.IMBALANCE, f"1X carries {share:.0%} of the vibration's power", ""


def _cavitation(found: JournalEvidence) -> Sign | None:
    seen = found.bursts
    if seen is None or not seen.stand:
        return None
    low, high = seen.band_hz
    return (
        Fault.CAVITATION,
        f"bursts at random, {low:.0f} to {high:.0f} Hz",
        "Metallic contact and electric sparks burst as well.",
    )
