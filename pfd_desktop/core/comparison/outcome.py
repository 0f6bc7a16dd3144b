"""What comparing runs gives: sides, tests, pairs, verdict; numbers and words, ready to show."""

from dataclasses import dataclass

from pfd_desktop.core.comparison.bayesian import Posterior
from pfd_desktop.core.comparison.effects import EffectSizes
from pfd_desktop.core.comparison.ranks import RankTest
from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.records.learning import Interval

FEWEST, MOST = 2, 10  # runs


@dataclass(frozen=True)
class Side:
    """One of those compared: a run, or several that differ in nothing but their seed."""

    name: str
    run_ids: tuple[str, ...]
    seeds: tuple[int, ...]
    accuracy: Interval  # share of recordings named rightly, mean over seeds; units are drawn


@dataclass(frozen=True)
class Effect:
    """How large a difference is, in the measure that belongs to a test."""

    name: str  # "difference in accuracy", "odds ratio"
    value: float
    interval: Interval | None = None


@dataclass(frozen=True)
class TestLine:
    """One test of "there is no difference"."""

    test: str
    counts: str  # what it counts: "recordings", "units", "seeds", "folds"
    between: str  # "A and B", "all"
    statistic: float  # nan where nothing varies; then p is 1
    p: float
    adjusted_p: float | None  # by Holm for all pairs; None where there is one pair, or it is of all
    least_p: float  # the least p that so few cases could have given; 0 where nothing limits it
    cases: int  # those that tell: of seeds or units only the ones that differ
    effect: Effect | None = None
    note: str = ""


@dataclass(frozen=True)
class NotApplied:
    """A test that has nothing to say here, and why."""

    test: str
    reason: str


@dataclass(frozen=True)
class Chance:
    """How probable it is that one is better, by a Bayesian test."""

    test: str
    between: str
    first: str
    second: str
    posterior: Posterior


@dataclass(frozen=True)
class Pair:
    """Two sides, and one sentence on them."""

    first: int  # places among the sides
    second: int
    difference: Interval  # accuracy of the first less that of the second; units are drawn
    effects: EffectSizes | None  # None where a recording has one answer for each of several seeds
    p: float  # sign flips by unit
    adjusted_p: float  # by Holm for all pairs
    have: int  # units
    needed: int | None  # units in all that would settle it; None where no number would
    verdict: str
    more: str  # "To settle this you need about 8 more units, …"


@dataclass(frozen=True)
class Overlaid:
    """Curves of all that was compared, in one plot."""

    title: str  # "ROC of inner race"
    figure: CurvesFigure


@dataclass(frozen=True)
class Setting:
    """What the runs were told differently, in the order of the runs."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """All that was found of 2 to 10 runs on the same recordings."""

    verdict: str
    equal_terms: bool  # judged by one split that is not leaky; else a difference may come of it
    warnings: tuple[str, ...]  # what makes the comparison unfair or weak, the worst first
    run_names: tuple[str, ...]
    sides: tuple[Side, ...]
    recordings: int
    units: int
    chance: float  # the share that guessing names rightly
    pairs: tuple[Pair, ...]
    tests: tuple[TestLine, ...]
    chances: tuple[Chance, ...]
    ranks: RankTest | None  # for the critical-difference diagram
    ranked_over: str  # "units" or "seeds"; "" where nothing was ranked
    not_applied: tuple[NotApplied, ...]
    settings: tuple[Setting, ...]
    curves: tuple[Overlaid, ...] = ()
