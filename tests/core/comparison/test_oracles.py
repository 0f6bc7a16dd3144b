"""Tests between classifiers against other libraries' numbers, and formulas derived anew.

The numbers are of statsmodels 0.15.0, scikit-posthocs 0.17.1, mlxtend 0.25.0 and MLstatkit 0.1.91
on the tables below.
"""

from math import comb

import numpy as np
import pytest
from scipy.stats import bootstrap

from pfd_desktop.core.comparison.clusters import difference_interval, sign_flip
from pfd_desktop.core.comparison.delong import delong
from pfd_desktop.core.comparison.proportions import (
    Disagreement,
    cochran_q,
    disagreement,
    mcnemar_exact,
    mcnemar_mid_p,
)
from pfd_desktop.core.comparison.ranks import friedman, nemenyi_q
from pfd_desktop.core.comparison.resampled import five_by_two_f, five_by_two_t

ROWS, COLUMNS = np.arange(40)[:, None], np.arange(4)[None, :]
MIXED = ROWS * 7 + COLUMNS * 5 + ROWS * COLUMNS
RIGHT = np.array([5, 6, 7, 8]) > MIXED % 10
SCORES = (MIXED[:14] % 8) / 8 + np.array([0, 0, 0, 0.25])


def test_mcnemar_of_statsmodels_and_of_mlxtend() -> None:
    """mlxtend's page prints 0.005859 for 11 to 1: an old version; its code gives 0.006348 today."""
    assert mcnemar_exact(Disagreement(9959, 11, 1, 29)).p == pytest.approx(0.00634765625, abs=1e-15)
    assert mcnemar_exact(Disagreement(0, 1, 7, 0)).p == pytest.approx(0.0703125, abs=1e-15)
    assert mcnemar_exact(Disagreement(5, 9, 2, 0)).p == pytest.approx(0.0654296875, abs=1e-15)
    of_table = mcnemar_exact(disagreement(RIGHT[:, 0], RIGHT[:, 3])).p
    assert of_table == pytest.approx(1.9073486328125e-06, rel=1e-12)
    # 0.005859 is 2 · 12 / 2¹²: the outcomes of 11, without the one of 12.
    assert 2 * comb(12, 11) / 2**12 == pytest.approx(0.005859, abs=1e-6)


@pytest.mark.parametrize("n", [6, 13, 40])
def test_the_exact_mcnemar_errs_less_than_it_says_and_mid_p_about_as_often(n: int) -> None:
    """Summed over all outcomes of n fair coins, which is what equals give."""
    tables = [Disagreement(0, b, n - b, 0) for b in range(n + 1)]
    weights = np.array([comb(n, b) for b in range(n + 1)]) / 2**n
    for level in (0.05, 0.2):
        exact = float(weights[[mcnemar_exact(one).p <= level for one in tables]].sum())
        middle = float(weights[[mcnemar_mid_p(one).p <= level for one in tables]].sum())
        assert exact <= level
        assert exact <= middle <= 1.35 * level


@pytest.mark.parametrize(("units", "rate"), [(4, 0), (5, 2 / 32), (6, 4 / 64), (7, 6 / 128)])
def test_sign_flips_of_few_units_err_by_no_more_than_their_grid(units: int, rate: float) -> None:
    """All signs of units that differ by 1, 2, 4 …, no two of which sum alike: 0 to 6.25 %."""
    names = [str(i) for i in range(units)]
    gaps = 2.0 ** np.arange(units)
    turns = [1 - 2 * (k >> np.arange(units) & 1) for k in range(2**units)]
    found = [sign_flip(turn * gaps, np.zeros(units), names).p for turn in turns]
    assert np.mean(np.array(found) <= 0.05) == pytest.approx(rate)


def test_cochrans_q_of_statsmodels() -> None:
    found = cochran_q(RIGHT)
    assert found.statistic == pytest.approx(24.0)
    assert found.p == pytest.approx(2.4979977724652003e-05, rel=1e-9)


def test_critical_values_of_demsars_table_5() -> None:
    """Printed with three decimals, of which the last is rough."""
    printed = {
        0.05: (1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164),
        0.10: (1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920),
    }
    for alpha, row in printed.items():
        assert [nemenyi_q(k, alpha) for k in range(2, 11)] == pytest.approx(row, abs=0.0011)


def test_nemenyis_pairs_of_scikit_posthocs() -> None:
    """Its p of two is the range's beyond |Rᵢ − Rⱼ| / √(k(k+1)/6n) · √2; ties are not corrected."""
    from scipy.stats import studentized_range

    found = friedman(SCORES)
    apart = abs(found.mean_ranks[0] - found.mean_ranks[3]) / np.sqrt(4 * 5 / (6 * 14))
    assert studentized_range.sf(apart * np.sqrt(2), 4, np.inf) == pytest.approx(0.2945095, abs=1e-6)
    assert found.tie_corrected.statistic == pytest.approx(5.467741935483886)  # scipy 1.17


def test_friedmans_f_is_that_of_a_table_of_ranks() -> None:
    """Conover 1999, eq. 5.8.5: F of a two-way layout of the ranks, ties and all."""
    from scipy.stats import f, rankdata

    table = np.round(SCORES * 4) / 4
    ranks = rankdata(-table, axis=1)
    n, k = ranks.shape
    between = n * ((ranks.mean(axis=0) - (k + 1) / 2) ** 2).sum()
    left = ((ranks - (k + 1) / 2) ** 2).sum() - between  # rows' means are all (k + 1) / 2
    value = (between / (k - 1)) / (left / ((n - 1) * (k - 1)))
    found = friedman(table).iman_davenport
    assert found.statistic == pytest.approx(value)
    assert found.p == pytest.approx(float(f.sf(value, k - 1, (k - 1) * (n - 1))))


def test_nemenyis_difference_has_the_variance_of_tied_ranks() -> None:
    """q times the standard deviation of Rᵢ − Rⱼ when every row is shuffled, found by shuffling."""
    table = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1, 0], [2, 1, 0]]).repeat(4, axis=0)
    draw = np.random.default_rng(0)
    gaps = []
    for _ in range(400):
        ranks = friedman(draw.permuted(table, axis=1)).mean_ranks
        gaps += [ranks[0] - ranks[1], ranks[1] - ranks[2], ranks[0] - ranks[2]]
    limit = friedman(table).critical_difference
    assert limit == pytest.approx(nemenyi_q(3) * np.std(gaps), rel=0.05)


def test_five_by_two_of_mlxtends_code() -> None:
    """Its logistic regression against a stump on two features of iris, random_seed=1."""
    gaps = np.array([[14, 18], [17, 14], [12, 13], [13, 15], [20, 21]]) / 75
    combined = five_by_two_f(gaps)
    assert combined.statistic == pytest.approx(82.35483870967741)
    assert combined.p == pytest.approx(6.52342685796974e-05, rel=1e-8)
    single = five_by_two_t(gaps).significance
    assert single.statistic == pytest.approx(7.951465679458907)
    assert single.p == pytest.approx(0.0005071673504002651, rel=1e-8)


def test_delong_of_mlstatkit_with_ties() -> None:
    case = np.arange(40)
    truth = case * 7 % 5 < 2
    first, second = (case * 13 % 17) / 17 + 0.4 * truth, (case * 11 % 19) / 19 + 0.2 * truth
    found = delong(truth, first, second)
    assert (found.first, found.second) == pytest.approx((0.7942708333333333, 0.6302083333333333))
    assert found.scale**2 == pytest.approx(0.011040699539553141)
    assert found.significance.p == pytest.approx(0.1184320685547102)


def clustered(draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """40 units of 2 to 4 cases of either sort, whose scores share much."""
    sizes = draw.integers(2, 5, 40)
    unit = np.arange(40).repeat(sizes)
    truth = draw.random(len(unit)) < 0.5
    shared = draw.normal(0, 1, (2, 40))[:, unit]
    first, second = truth + shared + draw.normal(0, 0.7, (2, len(unit)))
    return truth, first, second, [str(one) for one in unit]


def test_delong_by_unit_is_obuchowskis_sum_over_pairs() -> None:
    """Obuchowski 1997, eq. 2, of the kernel itself: no mid-ranks, one unit after another."""
    truth, first, second, units = clustered(np.random.default_rng(6))

    def parts(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        gaps = scores[truth][:, None] - scores[~truth][None, :]
        won = (gaps > 0) + 0.5 * (gaps == 0)
        return won.mean(axis=1) - won.mean(), won.mean(axis=0) - won.mean()

    up, down = (a - b for a, b in zip(parts(first), parts(second), strict=True))
    named = np.array(units)
    of_up, of_down = named[truth], named[~truth]
    x = {u: up[of_up == u].sum() / len(up) for u in set(units)}
    y = {u: down[of_down == u].sum() / len(down) for u in set(units)}
    m, n, whole = len(set(of_up)), len(set(of_down)), len(set(units))
    variance = (
        m / (m - 1) * sum(v**2 for v in x.values())
        + n / (n - 1) * sum(v**2 for v in y.values())
        + 2 * whole / (whole - 1) * sum(x[u] * y[u] for u in x)
    )
    assert delong(truth, first, second, units).scale ** 2 == pytest.approx(variance)


def test_delong_by_unit_tells_how_far_areas_vary() -> None:
    draw = np.random.default_rng(7)
    found = [delong(*clustered(draw)) for _ in range(400)]
    spread = np.std([one.first - one.second for one in found])
    told = np.sqrt(np.mean([one.scale**2 for one in found]))
    assert told == pytest.approx(spread, rel=0.12)


def test_the_interval_by_unit_is_scipys_bca_at_the_wider_level() -> None:
    """Units of one recording: scipy's own, at the level of Student's t of 24 degrees."""
    from scipy.stats import norm, t

    gaps = np.random.default_rng(3).exponential(size=25) - 0.5
    level = 1 - 2 * norm.sf(t.ppf(0.975, 24) * np.sqrt(25 / 24))
    known = bootstrap(
        (gaps,), np.mean, n_resamples=20_000, confidence_level=level, rng=np.random.default_rng(0)
    ).confidence_interval
    found = difference_interval(gaps, np.zeros(25), [str(i) for i in range(25)])
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=0.04)
