"""The joint solver: which speed, bearing and slip explain the peaks of a spectrum together.

Candidate speeds are those at which some peak is some line of the hypothesis. At each, the shaft's
orders take their peaks first; then every family of the bearing, with one slip of its own within
two percent (Randall and Antoni 2011), takes what it explains, as long as that is worth its cost.
The worth of a peak met is log10 of one over the share of the spectrum that the family's lines
cover; the cost of a slip or a speed is log10 of how many could have been tried. A hypothesis made
of chance hits comes out near zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log10

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.deciding import decide
from pfd_desktop.core.diagnosis.high_harmonics import with_high_harmonics
from pfd_desktop.core.diagnosis.hypotheses import (
    Explanation,
    Hypothesis,
    Peak,
    Slip,
    Solution,
    SolverRequest,
)
from pfd_desktop.core.physics.kinematics import WHIRL_BAND, orders
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]

SLIP = 0.02
KEPT = 6
_SHAFT_ORDERS, _HARMONICS = 10, 5
_SAME_SPEED = 0.003  # speeds closer than this are one hypothesis
_NO_DIFFERENCE = 0.5  # decades
_MOST_PEAKS = 40
_MOST_SPEEDS = 60
_HALVES = (0.5, 1.5, 2.5)


@dataclass(frozen=True)
class _Family:
    """Lines at order · harmonic + sideband, of which ``order`` slips."""

    name: str
    order: float
    slip: float  # half width of the search
    lines: tuple[tuple[str, int, float], ...]  # name, harmonic, sideband order


_Candidate = tuple[str, Bearing | None, tuple[_Family, ...]]


@dataclass(frozen=True)
class _Take:
    """What a family explains at one slip."""

    slip: float
    met: tuple[Explanation, ...]
    worth: float


def solve(request: SolverRequest, progress: Progress) -> Solution:
    """Rank what may explain the peaks of *request*."""
    peaks = tuple(sorted(request.peaks, key=lambda peak: -peak.level_db)[:_MOST_PEAKS])
    if not peaks:
        raise InvalidInput("No peaks were given; mark some in the spectrum first.")
    request = replace(request, peaks=peaks)
    names = tuple(_candidates(request))
    found: list[Hypothesis] = []
    for number, (name, bearing, families) in enumerate(names):
        progress.report(number / len(names), name)
        found += _best_speeds(request, name, bearing, families)
    found = _in_order(request, found)
    ranked = tuple(_without_doubles(found))[:KEPT]
    named = tuple(with_high_harmonics(request, one, _HARMONICS) for one in ranked)
    free = request.speed_rpm is None
    slower = tuple(_slower(request, named[0], names)) if free and named else ()
    return Solution(peaks, named, decide(named, slower, free_speed=free))


def _slower(
    request: SolverRequest, best: Hypothesis, candidates: tuple[_Candidate, ...]
) -> Iterator[Hypothesis]:
    """The best one at half and a third of its speed, whose orders meet all that its orders meet."""
    _name, bearing, families = next(one for one in candidates if one[0] == best.name)
    for part in (2, 3):
        shaft_hz = best.speed_rpm / 60 / part
        if shaft_hz >= _range(request)[0]:
            found = _hypothesis(request, best.name, bearing, families, shaft_hz)
            yield with_high_harmonics(request, found, _HARMONICS)


def _candidates(request: SolverRequest) -> Iterator[_Candidate]:
    for bearing in request.bearings:
        yield bearing.name, bearing, _rolling_families(bearing)
    if request.journal:
        middle = sum(WHIRL_BAND) / 2
        half = (WHIRL_BAND[1] - WHIRL_BAND[0]) / 2 / middle
        whirl = _Family("whirl", middle, half, (("whirl", 1, 0.0), ("2×whirl", 2, 0.0)))
        halves = tuple((f"{order:g}X", 0, order) for order in _HALVES)
        yield "journal bearing", None, (whirl, _Family("half orders", 0.0, 0.0, halves))
    if not request.bearings and not request.journal:
        yield "shaft only", None, ()


def _rolling_families(bearing: Bearing) -> tuple[_Family, ...]:
    """Races with sidebands at shaft speed, rolling elements with such at cage speed.

    A race's lines carry the shaft's: its defect passes the load, or the load turns with the shaft.
    """
    told = orders(bearing)
    shaft = (("1X", 1.0), ("2X", 2.0))
    return (
        _Family("BPFO", told.bpfo, SLIP, _comb("BPFO", shaft)),
        _Family("BPFI", told.bpfi, SLIP, _comb("BPFI", shaft)),
        _Family("2×BSF", told.ball_defect, SLIP, _comb("2BSF", (("FTF", told.ftf),))),
        _Family("FTF", told.ftf, SLIP, _comb("FTF", ())),
    )


def _comb(
    name: str, sidebands: tuple[tuple[str, float], ...]
) -> tuple[tuple[str, int, float], ...]:
    lines = []
    for harmonic in range(1, _HARMONICS + 1):
        word = name if harmonic == 1 else f"{harmonic}×{name}"
        lines.append((word, harmonic, 0.0))
        for side, order in sidebands:
            lines += [(f"{word} − {side}", harmonic, -order), (f"{word} + {side}", harmonic, order)]
    return tuple(lines)


def _best_speeds(
    request: SolverRequest, name: str, bearing: Bearing | None, families: tuple[_Family, ...]
) -> list[Hypothesis]:
    """The best few speeds of one candidate, apart from each other."""
    speeds = _promising(request, families, _speeds(request, families))
    tried = [_hypothesis(request, name, bearing, families, speed) for speed in speeds]
    return list(_without_doubles(_in_order(request, tried)))[:3]


def _in_order(request: SolverRequest, found: list[Hypothesis]) -> list[Hypothesis]:
    """The best first. Near the best, half a decade is no difference: what was told decides there.

    The told speed then comes before one that slip alone speaks for, and little slip before much.
    """
    best = max((one.decades for one in found), default=0.0)
    told = request.speed_rpm

    def key(one: Hypothesis) -> tuple[float, float, float, float]:
        slip = sum(abs(own.percent) for own in one.slips)
        if told is None or one.decades < best - _NO_DIFFERENCE:
            return 1.0 if told is not None else 0.0, -one.decades, len(one.slips), slip
        return 0.0, abs(one.speed_rpm / told - 1), slip, -one.decades

    return sorted(found, key=key)


def _promising(
    request: SolverRequest, families: tuple[_Family, ...], speeds: list[float]
) -> list[float]:
    """The speeds whose shaft orders and unslipped families meet most, so that few are fitted."""
    if len(speeds) <= _MOST_SPEEDS:
        return speeds
    hertz = np.sort([peak.hertz for peak in request.peaks])
    levels = np.array([peak.level_db for peak in sorted(request.peaks, key=lambda p: p.hertz)])
    bases = [(float(k), 0.0) for k in range(1, 6)]
    bases += [
        (harmonic * family.order, family.slip)
        for family in families
        for _name, harmonic, side in family.lines
        if harmonic and not side and harmonic < 4
    ]
    score = np.zeros(len(speeds))
    for order, slip in bases:
        lines = order * np.array(speeds)
        nearest = np.abs(hertz[None, :] - lines[:, None]).argmin(axis=1)
        reach = slip * lines + request.resolution_hz
        hit = np.abs(hertz[nearest] - lines) <= reach
        # a wide strip meets something anyway
        score += hit * levels[nearest] * np.minimum(1.0, 2 * request.resolution_hz / reach)
    best = np.argsort(-score)[:_MOST_SPEEDS]
    return [speeds[index] for index in best]


def _without_doubles(ranked: list[Hypothesis]) -> Iterator[Hypothesis]:
    kept: list[Hypothesis] = []
    for found in ranked:
        if not any(_same(found, other) for other in kept):
            kept.append(found)
            yield found


def _same(one: Hypothesis, other: Hypothesis) -> bool:
    close = abs(one.speed_rpm / other.speed_rpm - 1) < _SAME_SPEED
    return close and one.name == other.name


def _range(request: SolverRequest) -> tuple[float, float]:
    """Speeds to search, in turns per second."""
    if request.speed_rpm is None:
        low, high = request.speed_range_rpm
    else:
        low = request.speed_rpm * (1 - request.speed_tolerance)
        high = request.speed_rpm * (1 + request.speed_tolerance)
    if not 0 < low < high:
        raise InvalidInput(f"Speeds from {low:g} to {high:g} rpm cannot be searched.")
    return low / 60, high / 60


def _speeds(request: SolverRequest, families: tuple[_Family, ...]) -> list[float]:
    """Speeds at which some peak is a shaft order or, without slip, a line of a family."""
    low, high = _range(request)
    made = [float(order) for order in range(1, _SHAFT_ORDERS + 1)]
    made += [
        harmonic * family.order + side
        for family in families
        for _name, harmonic, side in family.lines
        if family.slip <= SLIP
    ]
    hertz = np.array([peak.hertz for peak in request.peaks])
    speeds = np.sort(np.outer(hertz, 1 / np.array(made)).ravel())
    speeds = speeds[(speeds >= low) & (speeds <= high)]
    if request.speed_rpm is not None:
        speeds = np.append(speeds, request.speed_rpm / 60)
    # speeds nearer to each other than the resolution at the tenth order are one
    step = request.resolution_hz / _SHAFT_ORDERS
    return [float(speed) for speed in {round(value / step): value for value in speeds}.values()]


def _hypothesis(
    request: SolverRequest,
    name: str,
    bearing: Bearing | None,
    families: tuple[_Family, ...],
    shaft_hz: float,
) -> Hypothesis:
    """Everything that the candidate explains at one speed."""
    low, high = _range(request)
    shaft = _Family("shaft", 1.0, 0.0, tuple((f"{k}X", 0, float(k)) for k in range(1, 11)))
    free = list(range(len(request.peaks)))
    first = _take(request, shaft, shaft_hz, 0.0, free)
    shaft_hz = _fitted(first, shaft_hz)
    first = _take(request, shaft, shaft_hz, 0.0, free)
    met = list(first.met)
    # a speed could have been chosen as often as the tenth order moves by the resolution
    choices = max(1.0, (high - low) * _SHAFT_ORDERS / request.resolution_hz)
    decades = first.worth - log10(choices)
    free = _left(free, first)
    slips = []
    while families:
        takes = [(_best_slip(request, family, shaft_hz, free), family) for family in families]
        best, family = max(takes, key=lambda pair: pair[0].worth)
        if best.worth <= 0:
            break
        decades += best.worth
        met += best.met
        free = _left(free, best)
        slips.append(Slip(family.name, 100 * best.slip))
        families = tuple(other for other in families if other is not family)
    errors = np.array([one.error_hz for one in met]) if met else np.zeros(1)
    return Hypothesis(
        name=name,
        bearing=bearing,
        speed_rpm=60 * shaft_hz,
        slips=tuple(slips),
        explained=tuple(sorted(met, key=lambda one: one.peak)),
        unexplained=tuple(free),
        residual_hz=float(np.sqrt((errors**2).mean())),
        decades=decades,
    )


def _fitted(take: _Take, shaft_hz: float) -> float:
    """The speed that fits the shaft's peaks best: least squares, higher orders telling more."""
    if not take.met:
        return shaft_hz
    orders_met = np.array([one.expected_hz for one in take.met]) / shaft_hz
    hertz = np.array([one.expected_hz + one.error_hz for one in take.met])
    return float((orders_met * hertz).sum() / (orders_met**2).sum())


def _left(free: list[int], take: _Take) -> list[int]:
    taken = {one.peak for one in take.met}
    return [index for index in free if index not in taken]


def _best_slip(request: SolverRequest, family: _Family, shaft_hz: float, free: list[int]) -> _Take:
    """The slip at which the family meets most peaks: tried wherever it meets one exactly."""
    if not family.slip or not free:
        return _take(request, family, shaft_hz, 0.0, free)
    hertz = np.sort([request.peaks[index].hertz for index in free])
    harmonics = np.array([harmonic for _name, harmonic, _side in family.lines])
    sides = np.array([side for _name, _harmonic, side in family.lines])
    at_rest = harmonics * family.order * shaft_hz
    slips = ((hertz[:, None] - sides * shaft_hz) / at_rest - 1).ravel()
    slips = np.append(slips[np.abs(slips) <= family.slip], 0.0)
    lines = at_rest * (1 + slips[:, None]) + sides * shaft_hz
    after = np.clip(np.searchsorted(hertz, lines), 1, len(hertz) - 1) if len(hertz) > 1 else None
    nearest = hertz[0] if after is None else _nearer(hertz[after - 1], hertz[after], lines)
    met = np.abs(nearest - lines) <= request.resolution_hz
    enough = met[:, sides == 0].sum(axis=1) >= _fewest(family)
    score = np.where(enough, met.sum(axis=1), 0) - 1e-3 * np.abs(slips) / family.slip
    return _take(request, family, shaft_hz, float(slips[score.argmax()]), free)


def _nearer(below: Floats, above: Floats, lines: Floats) -> Floats:
    return np.where(lines - below < above - lines, below, above)


def _take(
    request: SolverRequest, family: _Family, shaft_hz: float, slip: float, free: list[int]
) -> _Take:
    """What the family explains at *slip*, and its worth in decades over chance.

    Worthless without its first line or two others: a lone high harmonic is a coincidence.
    """
    width = request.resolution_hz
    hertz = np.array([request.peaks[index].hertz for index in free])
    top = max(peak.hertz for peak in request.peaks) + width
    met, inside = [], 0
    for name, harmonic, side in family.lines:
        expected = (harmonic * family.order * (1 + slip) + side) * shaft_hz
        if not width < expected < top:
            continue
        inside += 1
        if not len(hertz):
            continue
        nearest = int(np.abs(hertz - expected).argmin())
        error = float(hertz[nearest]) - expected
        if abs(error) <= width:
            met.append(Explanation(free[nearest], name, family.name, expected, error))
    met = list({one.peak: one for one in reversed(met)}.values())
    share = min(0.5, inside * 2 * width / top)
    slips = max(1.0, 2 * family.slip * family.order * shaft_hz * _HARMONICS / width)
    # a strong peak left over is worse than a weak one: each counts by its level
    mean = float(np.mean([peak.level_db for peak in request.peaks])) or 1.0
    count = sum(request.peaks[one.peak].level_db for one in met) / mean
    worth = count * log10(1 / share) - log10(slips) if share > 0 else 0.0
    main = {name for name, _harmonic, side in family.lines if not side or not family.order}
    if family.name != "shaft" and sum(one.line in main for one in met) < _fewest(family):
        worth = -1.0
    return _Take(slip, tuple(met), worth)


def _fewest(family: _Family) -> int:
    """Main lines a family needs: two of a comb, one of whirl, which has few harmonics."""
    return 1 if family.name == "whirl" else 2


def peaks_of(power: Floats, step_hz: float, *, above_db: float = 10.0) -> tuple[Peak, ...]:
    """Local maxima of *power* that stand *above_db* over its local floor, strongest first."""
    from pfd_desktop.core.dsp.floor import local_floor

    floor = np.maximum(local_floor(power, max(31, len(power) // 50)), 1e-300)
    level = 10 * np.log10(np.maximum(power, 1e-300) / floor)
    middle = level[1:-1]
    crests = np.flatnonzero((middle >= level[:-2]) & (middle > level[2:]) & (middle > above_db)) + 1
    found = []
    for crest in crests:
        left, mid, right = level[crest - 1 : crest + 2]
        bend = left - 2 * mid + right
        shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
        found.append(Peak(float((crest + shift) * step_hz), float(mid)))
    return tuple(sorted(found, key=lambda peak: -peak.level_db)[:_MOST_PEAKS])
