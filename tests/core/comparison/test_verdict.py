"""The sentence on two runs, in each of its forms."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.comparison.clusters import difference_interval, sign_flip
from pfd_desktop.core.comparison.proportions import compare_right
from pfd_desktop.core.comparison.significance import Significance, adjusted_with_least
from pfd_desktop.core.comparison.verdict import Question, more_words, verdict
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.errors import InvalidInput


def asked(p: float = 0.2, **changes: object) -> Question:
    """Ten units, two of them in favour of the first."""
    question = Question(
        first="one", second="other", difference=Interval(0.12, 0.01, 0.2),
        test=Significance("sign flips by unit", 3.0, p, 2**-8, 8), adjusted_p=p, least_p=2**-8,
        noun="units", have=10, needed=18, detectable=0.25,
    )  # fmt: skip
    return replace(question, **changes)  # type: ignore[arg-type]


def test_a_difference_is_told_from_the_better_one() -> None:
    words = "names more recordings rightly than {}: 12.0 points more (95 % interval 1.0 to 20.0;"
    end = " p = 0.01, sign flips by unit)."
    assert verdict(asked(0.01)) == f"one {words.format('other')}{end}"
    turned = asked(0.01, difference=Interval(-0.12, -0.2, -0.01))
    assert verdict(turned) == f"other {words.format('one')}{end}"
    assert verdict(asked(0.05)).startswith("one names more")
    assert verdict(asked(0.0501)).startswith("No difference")


def test_what_was_not_shown_is_not_called_equal() -> None:
    assert verdict(asked()) == (
        "No difference between one and other was shown (p = 0.2, sign flips by unit); that is not"
        " to say that there is none: one below about 25.0 points would mostly not have been seen"
        " with 10 units."
    )
    assert "none: even the largest would mostly not" in verdict(asked(detectable=1.3))


def test_too_few_to_decide_say_nothing_else() -> None:
    few = Significance("sign flips by unit", 2.0, 0.5, 0.25, 2)
    assert verdict(asked(0.5, test=few, least_p=0.25)) == (
        "Nothing can be said of one and other: they differ on 2 units of 10, and even if all spoke"
        " for one of them p could not be below 0.25, which is above 0.05."
    )
    single = Significance("sign flips by unit", 1.0, 0.5, 0.5, 1)
    assert "differ on 1 unit of 10" in verdict(asked(0.5, test=single, least_p=0.5))


def test_what_only_the_other_pairs_make_undecidable_says_so() -> None:
    """Five units decide alone, 2^-5, and beside two pairs of p = 0.5 never: 3 · 2^-5 = 0.094."""
    five = sign_flip([1] * 5 + [0] * 5, [0] * 10, [str(i) for i in range(10)])
    assert five.decidable()
    idle = Significance("sign flips by unit", 0.0, 0.5, 0.5, 1)
    adjusted, least = adjusted_with_least([idle, five, idle], 1)
    assert adjusted == least == pytest.approx(3 / 32)
    words = verdict(asked(adjusted, test=five, least_p=least))
    assert words.startswith("Nothing can be said of one and other: they differ on 5 units of 10")
    assert "p, adjusted for all pairs, could not be below 0.094" in words
    # Beside two that are surer Holm multiplies by one only: then five units may still decide.
    sure = Significance("sign flips by unit", 9.0, 0.001, 0.001, 10)
    assert adjusted_with_least([sure, five, sure], 1)[1] == 2**-5


def test_how_many_more_would_settle_it() -> None:
    end = ", if the difference is as large as it looks."
    assert more_words(asked()) == f"To settle this you need about 8 more units{end}"
    assert more_words(asked(needed=4)) == f"To settle this you need about 1 more unit{end}"
    assert more_words(asked(more_seeds=1)) == (
        "To settle this you need about 8 more units (or about 1 more seed, for these units only)"
        + end
    )
    assert more_words(asked(needed=None)) == "No number of units in reach would settle it."
    assert more_words(asked(needed=None, more_seeds=3)) == (
        "No number of units in reach would settle it. Over seeds, about 3 more seeds would tell"
        " these units' figures apart."
    )


def test_an_interval_by_unit_does_not_know_how_often_a_unit_was_measured() -> None:
    draw = np.random.default_rng(2)
    first, second = draw.random((2, 12)) < 0.6
    once = difference_interval(first, second, [str(i) for i in range(12)])
    often = difference_interval(
        first.repeat(5), second.repeat(5), [str(i) for i in range(12) for _ in range(5)]
    )
    assert often.value == once.value == pytest.approx(first.mean() - second.mean())
    assert (often.low, often.high) == pytest.approx((once.low, once.high))


def test_an_interval_of_many_units_is_students() -> None:
    """Of 400 normal units BCa, widened, and t agree to the noise of 4,000 replicates."""
    from scipy.stats import t

    gaps = np.random.default_rng(4).normal(0.1, 1, 400)
    found = difference_interval(gaps, np.zeros(400), [str(i) for i in range(400)])
    half = t.ppf(0.975, 399) * gaps.std(ddof=1) / 20
    assert found.low == pytest.approx(gaps.mean() - half, abs=0.01)
    assert found.high == pytest.approx(gaps.mean() + half, abs=0.01)


@pytest.mark.parametrize("units", [2, 3, 5])
def test_an_interval_of_few_units_reaches_to_its_ends(units: int) -> None:
    """One unit all in favour, the others not at all: nothing in between is ruled out."""
    first = np.zeros(units)
    first[0] = 1
    found = difference_interval(first, np.zeros(units), [str(i) for i in range(units)])
    assert found.value == 1 / units
    assert found.low == 0
    assert found.high >= 2 / units


def test_an_interval_of_nothing_or_of_one_unit_knows_nothing() -> None:
    for first, units in (([1, 1], ["a", "b"]), ([1, 0], ["a", "a"])):
        found = difference_interval(first, [1, 1], units)
        assert (found.low, found.high) == (-1.0, 1.0)
    with pytest.raises(InvalidInput, match="needs the unit"):
        difference_interval([1, 0], [0, 1], ["a"])


def test_pairs_of_right_and_wrong_are_mcnemars_times_holms_factors() -> None:
    """Three on 20 cases: 10, 10 and 0 cases tell the pairs apart, all to one side."""
    right = np.ones((20, 3), dtype=int)
    right[:10, 2] = 0
    found = compare_right(right)
    assert [(one.first, one.second) for one in found.pairs] == [(0, 1), (0, 2), (1, 2)]
    assert [one.found.p for one in found.pairs] == [1.0, 2**-10, 2**-10]
    assert [one.holm_p for one in found.pairs] == [1.0, 3 * 2**-10, 3 * 2**-10]
    # G = 20, 20, 10; of ten cases two of three are right: Q = 2 (3 · 900 − 50²) / (3 · 50 − 130)
    assert found.whole.statistic == pytest.approx(20.0)
    assert found.whole.p == pytest.approx(np.exp(-10))
