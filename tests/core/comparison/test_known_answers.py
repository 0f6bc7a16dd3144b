"""Tests between classifiers on cases whose answer is known in closed form or in print."""

from math import inf, isnan

import numpy as np
import pytest
from scipy.special import betainc
from scipy.stats import bootstrap

from pfd_desktop.core.comparison.bayesian import signed_ranks, signs
from pfd_desktop.core.comparison.clusters import bca_limits, sign_flip
from pfd_desktop.core.comparison.delong import delong
from pfd_desktop.core.comparison.effects import cliffs_delta, cohens_g, odds_ratio
from pfd_desktop.core.comparison.power import cases_needed, detectable, least_cases, power_of
from pfd_desktop.core.comparison.proportions import Disagreement, mcnemar_mid_p
from pfd_desktop.core.comparison.ranks import friedman, wilcoxon
from pfd_desktop.core.comparison.resampled import (
    corrected_resampled_t,
    five_by_two_f,
    five_by_two_t,
)
from pfd_desktop.core.comparison.significance import holm
from pfd_desktop.errors import InvalidInput


def spread_about(mean: float) -> np.ndarray:
    """Differences with this mean and a standard deviation of 1."""
    away = np.array([-1.0, 1.0] * 10)
    return np.asarray(mean + away / away.std(ddof=1))


def test_power_is_that_of_gpower() -> None:
    # G*Power 3.1, paired t, two-sided 5 %, power 0.8: d = 0.2, 0.5 and 0.8.
    assert [cases_needed(spread_about(d)) for d in (0.2, 0.5, 0.8)] == [199, 34, 15]
    assert power_of(0.5, 34) == pytest.approx(0.8077775, abs=1e-6)
    assert power_of(detectable(spread_about(0.3)), 20) == pytest.approx(0.8, abs=1e-6)


def test_no_number_of_units_is_promised_that_could_not_decide() -> None:
    assert (least_cases(0.05), least_cases(0.01)) == (6, 8)
    for alike in ([0.3, 0.3, 0.3], [0.3, 0.1 + 0.2, 0.3], [0.30, 0.31, 0.29]):
        assert cases_needed(alike) == 6
    assert cases_needed([0.1, -0.1]) is None


def test_five_by_two_of_mlxtends_documentation() -> None:
    """Its logistic regression, one class against the rest, on iris: against a tree and a stump."""
    tree = np.array([[-3, -2], [1, -3], [-2, 0], [-1, -2], [2, -2]]) / 75
    stump = np.array([[21, 24], [24, 19], [22, 31], [22, 21], [25, 19]]) / 75
    found = [five_by_two_t(one).significance for one in (tree, stump)]
    assert [round(one.statistic, 3) for one in found] == [-1.539, 5.386]
    assert [round(one.p, 3) for one in found] == [0.184, 0.003]
    combined = five_by_two_f(tree)
    assert (round(combined.statistic, 3), round(combined.p, 3)) == (1.053, 0.509)


def test_resamples_that_agree_to_the_digit_prove_nothing() -> None:
    for found in (
        corrected_resampled_t([0.9, 0.9], [0.8, 0.8], 9, 1).significance,
        five_by_two_t(np.full((5, 2), 0.1)).significance,
        five_by_two_f(np.full((5, 2), 0.1)),
        delong([1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]).significance,
    ):
        assert isnan(found.statistic)
        assert found.p == found.least_p == 1.0


def test_an_odds_ratio_lies_in_its_interval() -> None:
    assert odds_ratio(Disagreement(0, 5, 0, 0)).high == inf
    assert odds_ratio(Disagreement(0, 0, 5, 0)).low == 0.0
    plain = odds_ratio(Disagreement(0, 20, 10, 0))
    assert plain.value == 2.0
    assert (plain.low, plain.high) == pytest.approx((0.9362, 4.2725), abs=1e-3)
    assert cohens_g(Disagreement(0, 3, 1, 0)) == 0.25
    assert cliffs_delta([1, 2, 3], [0, 2, 2]) == pytest.approx(1 / 3)


def test_rounding_is_no_difference_between_seeds() -> None:
    found = wilcoxon([0.1 + 0.2, 0.9, 0.9], [0.3, 0.1, 0.2]).significance
    assert (found.cases, found.least_p) == (2, 0.5)


def test_friedman_is_never_surer_than_its_data_sets_allow() -> None:
    found = friedman([[3, 2, 1], [3, 2, 1]]).iman_davenport
    assert found.statistic == inf
    assert found.p == found.least_p == pytest.approx(1 / 6)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


def test_signs_turned_by_unit_are_mcnemars_where_each_unit_is_one_recording() -> None:
    first, second = [1] * 9 + [0] * 2 + [1] * 5, [0] * 9 + [1] * 2 + [1] * 5
    found = sign_flip(first, second, [str(i) for i in range(16)])
    assert found.p == pytest.approx(mcnemar_mid_p(Disagreement(5, 9, 2, 0)).p)
    assert sign_flip([1] * 5, [0] * 5, list("abcde")).p == 2**-5


def test_bca_limits_are_scipys() -> None:
    values = np.random.default_rng(3).exponential(size=25)
    known = bootstrap((values,), np.mean, n_resamples=3000, rng=np.random.default_rng(0))
    left_out = (values.sum() - values) / 24
    found = bca_limits(known.bootstrap_distribution, float(values.mean()), left_out)
    limits = known.confidence_interval
    assert found == pytest.approx((limits.low, limits.high), rel=1e-9)


def test_posteriors_where_every_unit_speaks_for_the_first() -> None:
    """Beta distributions in closed form: 1 − 2⁻ⁿ, and P(w₀² < ½) of w₀ ~ Beta(½, n)."""
    ones, zeros = np.ones(4), np.zeros(4)
    assert signs(ones, zeros).first_better == pytest.approx(1 - 2**-4, abs=0.005)
    known = float(betainc(0.5, 4, np.sqrt(0.5)))
    assert signed_ranks(ones, zeros).first_better == pytest.approx(known, abs=0.005)
    assert signs(ones, zeros, 2.0).equal == 1.0


def test_delong_by_unit_of_single_cases_and_of_cases_copied() -> None:
    draw = np.random.default_rng(1)
    truth = draw.random(60) < 0.5
    first, second = truth + draw.normal(0, 1, (2, 60))
    plain = delong(truth, first, second)
    single = delong(truth, first, second, [str(i) for i in range(60)])
    assert single.scale == pytest.approx(plain.scale)
    truths, one, other = (np.repeat(each, 4) for each in (truth, first, second))
    units = [str(i) for i in np.repeat(np.arange(60), 4)]
    assert delong(truths, one, other, units).scale == pytest.approx(plain.scale)
    assert delong(truths, one, other).scale == pytest.approx(plain.scale / 2, rel=0.05)


def test_areas_of_two_units_have_no_freedom_left() -> None:
    truth, units = [1, 0, 1, 0, 1, 0], ["a", "a", "a", "b", "b", "b"]
    with pytest.raises(InvalidInput, match="at least 3 units"):
        delong(truth, [3, 1, 2, 2, 3, 1], [2, 1, 1, 3, 2, 0], units)
