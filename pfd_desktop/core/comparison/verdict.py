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
    noun: str  # what the test counts: "units", "seeds"
    have: int  # how many there are
    needed: int | None  # how many in all would settle it
    detectable: float  # the least difference that would have been shown


def verdict(asked: Question, alpha: float = ALPHA) -> str:
    """The sentence; where no outcome could have reached *alpha* it says so, and nothing else."""
    if not asked.test.decidable(alpha):
        return _cannot(asked, alpha)
    if asked.adjusted_p <= alpha:
        return _differs(asked)
    return _open(asked)


def more_words(asked: Question) -> str:
    """How many more would settle it."""
    if asked.needed is None:
        return f"No number of {asked.noun} in reach would settle it."
    more = max(asked.needed - asked.have, 1)
    return (
        f"To settle this you need about {more} more {asked.noun}, if the difference is as large as"
        " it looks."
    )


def _cannot(asked: Question, alpha: float) -> str:
    count = asked.test.cases
    noun = asked.noun[:-1] if count == 1 else asked.noun
    return (
        f"Nothing can be said of {asked.first} and {asked.second}: they differ on {count} {noun}"
        f" of {asked.have}, and even if all spoke for one of them p could not be below"
        f" {asked.test.least_p:.2g}, which is above {alpha:g}. {more_words(asked)}"
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
    return (
        f"No difference between {asked.first} and {asked.second} was shown"
        f" (p = {asked.adjusted_p:.2g}, {asked.test.test}); that is not to say that there is none:"
        f" one below about {_points(asked.detectable)} would mostly not have been seen with"
        f" {asked.have} {asked.noun}. {more_words(asked)}"
    )


def _points(share: float) -> str:
    return f"{100 * share:.1f} points"
