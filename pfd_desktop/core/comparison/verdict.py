"""One plain sentence on two classifiers."""

from dataclasses import dataclass

from pfd_desktop.core.comparison.significance import ALPHA, Significance
from pfd_desktop.core.records.learning import Interval


@dataclass(frozen=True)
class Question:
    """All that the sentence is made of."""

    first: str
    second: str
    difference: Interval  # share of recordings named rightly, first − second
    test: Significance  # the test that decides
    adjusted_p: float  # for all pairs that were compared
    least_p: float  # adjusted too: the least that these cases could have given beside those pairs
    noun: str  # what the test counts: "units", "seeds"
    have: int  # how many there are
    needed: int | None  # how many in all would settle it
    detectable: float  # the least difference that would have been shown
    more_seeds: int | None = None  # that would settle it over seeds; None: they cannot, or need not


def verdict(asked: Question, alpha: float = ALPHA) -> str:
    """The sentence; where no outcome could have reached *alpha* it says so, and nothing else."""
    if asked.least_p > alpha:
        return _cannot(asked, alpha)
    if asked.adjusted_p <= alpha:
        return _differs(asked)
    return _open(asked)


def more_words(asked: Question) -> str:
    """How many more would settle it."""
    seeds = "" if asked.more_seeds is None else f"about {counted(asked.more_seeds, 'seeds')}"
    if asked.needed is None:
        also = f" Over seeds, {seeds} would tell these units' figures apart." if seeds else ""
        return f"No number of {asked.noun} in reach would settle it.{also}"
    units = f"about {counted(max(asked.needed - asked.have, 1), asked.noun)}"
    also = f" (or {seeds}, for these units only)" if seeds else ""
    return f"To settle this you need {units}{also}, if the difference is as large as it looks."


def counted(more: int, noun: str) -> str:
    """ "1 more unit", "8 more units"."""
    return f"{more} more {noun[:-1] if more == 1 else noun}"


def _cannot(asked: Question, alpha: float) -> str:
    count = asked.test.cases
    noun = asked.noun[:-1] if count == 1 else asked.noun
    p = "p, adjusted for all pairs," if asked.least_p > asked.test.least_p else "p"
    return (
        f"Nothing can be said of {asked.first} and {asked.second}: they differ on {count} {noun}"
        f" of {asked.have}, and even if all spoke for one of them {p} could not be below"
        f" {asked.least_p:.2g}, which is above {alpha:g}."
    )


def _differs(asked: Question) -> str:
    gap, low, high = asked.difference.value, asked.difference.low, asked.difference.high
    better, worse = (asked.first, asked.second) if gap > 0 else (asked.second, asked.first)
    if gap < 0:
        gap, low, high = -gap, -high, -low
    return (
        f"{better} names more recordings rightly than {worse}: {_points(gap)} more (95 % interval"
        f" {100 * low:.1f} to {100 * high:.1f}; p = {asked.adjusted_p:.2g}, {asked.test.test})."
    )


def _open(asked: Question) -> str:
    unseen = f"one below about {_points(asked.detectable)}"
    if asked.detectable >= 1:
        unseen = "even the largest"
    return (
        f"No difference between {asked.first} and {asked.second} was shown"
        f" (p = {asked.adjusted_p:.2g}, {asked.test.test}); that is not to say that there is none:"
        f" {unseen} would mostly not have been seen with {asked.have} {asked.noun}."
    )


def _points(share: float) -> str:
    return f"{100 * share:.1f} points"
