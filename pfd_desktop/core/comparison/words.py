"""What a comparison found, as rows of words: the same in the command, the panel and the report."""

from itertools import permutations
from math import isinf, isnan
from string import ascii_uppercase

from pfd_desktop.core.comparison.outcome import Chance, Comparison, Effect, Pair, Side, TestLine
from pfd_desktop.core.records.learning import Interval

SIDES = ("Run", "Right (%)", "95 % interval", "Runs")
PAIRS = ("Between", "In words", "What would settle it", "p, all pairs", "Effect size")
CHANCES = ("Bayesian test", "One", "is better", "as good", "Other", "is better")
_TESTS = ("Test", "Between", "p", "p, all pairs", "Effect size", "Statistic", "Least p", "Cases")
_OF_SEVERAL = frozenset({"p, all pairs", "Between"})
_NOTHING = "–"
_IN_POINTS = frozenset({"difference in accuracy", "median difference"})


def number(value: float, digits: int = 3) -> str:
    """*value* with so many significant digits; a dash where there is none."""
    if isnan(value):
        return _NOTHING
    shown = "∞" if isinf(value) else f"{abs(value):.{digits}g}"
    return f"−{shown}" if value < 0 else shown


def side_row(side: Side) -> tuple[str, ...]:
    """One of those compared, under SIDES."""
    found, runs = side.accuracy, len(side.run_ids)
    low, high = 100 * found.low, 100 * found.high
    told = f"{runs}, one for each seed" if runs > 1 else f"seed {side.seeds[0]}"
    return side.name, f"{100 * found.value:.1f}", f"{low:.1f} to {high:.1f}", told


def headings_of_tests(found: Comparison) -> tuple[str, ...]:
    """Of the table of tests; of a single pair it is not told again between which two."""
    several = len(found.pairs) > 1
    return tuple(name for name in _TESTS if several or name not in _OF_SEVERAL)


def rows_of_tests(found: Comparison) -> list[tuple[str, ...]]:
    """All tests, under their headings."""
    places = [_TESTS.index(name) for name in headings_of_tests(found)]
    rows = map(_test_row, found.tests)
    return [tuple(row[place] for place in places) for row in rows]


def _test_row(line: TestLine) -> tuple[str, ...]:
    return (
        line.test,
        line.between,
        number(line.p, 2),
        _NOTHING if line.adjusted_p is None else number(line.adjusted_p, 2),
        effect_words(line.effect),
        number(line.statistic, 4),
        number(line.least_p, 2) if line.least_p else _NOTHING,
        f"{line.cases} {line.counts[:-1] if line.cases == 1 else line.counts}",
    )


def effect_words(effect: Effect | None) -> str:
    """How large the difference is, with its measure and interval; accuracies in points."""
    if effect is None or isnan(effect.value):
        return _NOTHING
    if effect.name in _IN_POINTS:
        value, unit, scale = f"{100 * effect.value:+.1f}".replace("-", "−"), " points", 100.0
    else:
        value, unit, scale = number(effect.value), "", 1.0
    return f"{effect.name} {value}{unit}{_range(effect.interval, scale)}"


def _range(interval: Interval | None, scale: float) -> str:
    if interval is None:
        return ""
    return f" ({number(scale * interval.low)} to {number(scale * interval.high)})"


def chance_row(chance: Chance) -> tuple[str, ...]:
    """How probable it is that either is better, under CHANCES."""
    found = chance.posterior
    first, equal, second = (
        f"{100 * one:.1f} %" for one in (found.first_better, found.equal, found.second_better)
    )
    return chance.test, chance.first, first, equal, chance.second, second


def pair_row(found: Comparison, pair: Pair) -> tuple[str, ...]:
    """Two of them, under PAIRS."""
    between = _both(found.sides[pair.first].name, found.sides[pair.second].name)
    gap = effect_words(Effect("difference in accuracy", pair.difference.value, pair.difference))
    return between, pair.verdict, pair.more, number(pair.adjusted_p, 2), gap


def lettered(found: Comparison) -> dict[str, str]:
    """A letter for each of those compared and for each two of them, by what rows call them."""
    letters = {
        side.name: letter for side, letter in zip(found.sides, ascii_uppercase, strict=False)
    }
    pairs = permutations(letters.items(), 2)
    return letters | {_both(one, other): _both(a, b) for (one, a), (other, b) in pairs}


def key_words(found: Comparison) -> str:
    """What each letter stands for."""
    letters = lettered(found)
    return " · ".join(f"{letters[side.name]}: {side.name}" for side in found.sides)


def _both(one: str, other: str) -> str:
    return f"{one} and {other}"


def pair_words(pair: Pair) -> str:
    """The sentence on two, and what would settle it where it is open."""
    return f"{pair.verdict} {pair.more}".rstrip()


def open_words(found: Comparison) -> str:
    """What would settle it; of several pairs how many are open. "" where all is settled."""
    still = [one.more for one in found.pairs if one.more]
    if len(found.pairs) == 1 or not still:
        return "".join(still)
    return (
        f"{len(still)} of {len(found.pairs)} pairs {'is' if len(still) == 1 else 'are'} open; what"
        " would settle each is told with it."
    )


def facts_words(found: Comparison) -> str:
    """On what they were compared."""
    units = "unit" if found.units == 1 else "units"
    return f"{found.recordings} recordings of {found.units} {units}, {len(found.run_names)} runs"
