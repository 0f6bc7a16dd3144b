"""Tests between classifiers against published and independent numbers."""

import re
from pathlib import Path

import numpy as np
import pytest

from bench.null_comparisons import BESIDE, DESIGNS, null_rates
from pfd_desktop.core.comparison.bayesian import correlated_t
from pfd_desktop.core.comparison.delong import delong
from pfd_desktop.core.comparison.proportions import (
    Disagreement,
    cochran_q,
    disagreement,
    mcnemar_asymptotic,
    mcnemar_exact,
    mcnemar_mid_p,
)
from pfd_desktop.core.comparison.ranks import (
    critical_difference,
    friedman,
    friedman_chi_square,
    iman_davenport,
    joined,
    wilcoxon,
)
from pfd_desktop.core.comparison.resampled import corrected_resampled_t

DATA = Path(__file__).parent / "data"
# Demšar 2006, table 6: AUC of C4.5 and of C4.5 with m tuned, on 14 data sets.
C45 = (
    0.763,
    0.599,
    0.954,
    0.628,
    0.882,
    0.936,
    0.661,
    0.583,
    0.775,
    1.0,
    0.940,
    0.619,
    0.972,
    0.957,
)
C45_M = (
    0.768,
    0.591,
    0.971,
    0.661,
    0.888,
    0.931,
    0.668,
    0.583,
    0.838,
    1.0,
    0.962,
    0.666,
    0.981,
    0.978,
)
RANKS = (3.143, 2.0, 2.893, 1.964)  # as the paper prints them, over 14 data sets


def test_mcnemar_of_fagerland_2013() -> None:
    found = Disagreement(0, 1, 7, 0)
    assert round(mcnemar_asymptotic(found).p, 4) == 0.0339
    assert round(mcnemar_asymptotic(found, corrected=True).p, 4) == 0.0771
    assert round(mcnemar_exact(found).p, 4) == 0.0703
    assert round(mcnemar_mid_p(found).p, 4) == 0.0391


def test_mcnemar_of_mlxtends_documentation() -> None:
    from scipy.stats import binomtest

    found = mcnemar_asymptotic(Disagreement(9945, 25, 15, 15), corrected=True)
    assert (round(found.statistic, 3), round(found.p, 4)) == (2.025, 0.1547)
    # The documentation prints 0.005859 = 2 · 12 / 2¹²: it leaves out the outcome 12 of 12. The
    # exact p is 2 (1 + 12) / 2¹², as scipy has it.
    exact = mcnemar_exact(Disagreement(9959, 11, 1, 29)).p
    assert exact == pytest.approx(binomtest(1, 12).pvalue)
    assert round(exact, 6) == 0.006348
    assert round(mcnemar_mid_p(Disagreement(9959, 11, 1, 29)).p, 6) == 0.003418


def wrong(*where: range | list[int]) -> np.ndarray:
    """Right answers but for these of 100."""
    right = np.ones(100, dtype=int)
    for part in where:
        right[list(part)] = 0
    return right


def test_cochrans_q_of_mlxtends_documentation_and_its_kin() -> None:
    from scipy.stats import friedmanchisquare

    models = (wrong(range(16)), wrong(range(6), [20, 21]), wrong(range(3), [6, 20, 21, 98, 99]))
    found = cochran_q(np.stack(models, axis=1))
    assert (round(found.statistic, 3), round(found.p, 3)) == (7.529, 0.023)
    two = cochran_q(np.stack(models[:2], axis=1))
    assert (round(two.statistic, 3), round(two.p, 3)) == (5.333, 0.021)
    assert two.statistic == pytest.approx(
        mcnemar_asymptotic(disagreement(models[0], models[1])).statistic
    )
    same = friedmanchisquare(*models)
    assert found.statistic == pytest.approx(same.statistic)


def test_friedman_and_nemenyi_of_demsar_2006() -> None:
    assert round(friedman_chi_square(RANKS, 14), 2) == 9.28
    assert round(iman_davenport(friedman_chi_square(RANKS, 14), 14, 4), 2) == 3.69
    assert round(critical_difference(4, 14), 4) == 1.2536
    assert round(critical_difference(4, 14, 0.10), 4) == 1.1181
    assert round(critical_difference(4, 30), 6) == 0.856344  # Orange's own test
    assert joined(RANKS, 1.2536) == ((3, 1, 2, 0),)
    assert joined(RANKS, 1.1181) == ((3, 1, 2), (2, 0))


def test_friedman_from_scores_is_scipys_when_corrected_for_ties() -> None:
    from scipy.stats import friedmanchisquare

    scores = np.random.default_rng(0).integers(0, 4, (14, 4)) / 4
    found = friedman(scores).tie_corrected
    known = friedmanchisquare(*scores.T)
    assert (found.statistic, found.p) == pytest.approx((known.statistic, known.pvalue))


def test_wilcoxon_of_demsar_2006_and_of_three_seeds() -> None:
    found = wilcoxon(C45_M, C45)
    assert (found.plus, found.minus, round(found.z, 2)) == (93.0, 12.0, -2.54)
    three = wilcoxon([0.9, 0.8, 0.9], [0.1, 0.2, 0.3]).significance
    assert three.p == three.least_p == 0.25
    assert not three.decidable()


def test_delong_of_the_asah_data() -> None:
    columns = np.genfromtxt(
        DATA / "asah.csv", delimiter=",", names=True, dtype=None, encoding="utf-8"
    )
    poor = columns["outcome"] == "Poor"
    found = delong(poor, columns["wfns"], columns["s100b"])
    assert (round(found.first, 6), round(found.second, 6)) == (0.823679, 0.731369)
    assert found.significance.statistic == pytest.approx(2.20898359144091, abs=1e-12)
    assert found.significance.p == pytest.approx(0.0271757822291882, abs=1e-12)
    other = delong(poor, columns["wfns"], columns["ndka"]).significance
    assert other.statistic == pytest.approx(2.79777591868904, abs=1e-12)
    assert other.p == pytest.approx(0.00514557970690, abs=1e-12)


def test_bayes_of_baycomps_documentation() -> None:
    """Its posterior is that of ten folds; it is made of nothing but their mean and deviation."""
    folds = np.array([-1.0, 1.0] * 5)
    difference = 0.3049 + folds / folds.std(ddof=1) * 1.3714145905 / np.sqrt(1 / 10 + 1 / 9)
    plain = correlated_t(difference, np.zeros(10), test_to_train=1 / 9)
    assert round(plain.second_better, 5) == 0.41451
    assert round(plain.first_better, 5) == 0.58549
    rope = correlated_t(difference, np.zeros(10), 0.5, test_to_train=1 / 9)
    found = (rope.second_better, rope.equal, rope.first_better)
    assert [round(one, 5) for one in found] == [0.28584, 0.26915, 0.445]


def test_nadeau_and_bengio_on_scikit_learns_example() -> None:
    from sklearn.datasets import make_moons
    from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
    from sklearn.svm import SVC

    x, y = make_moons(noise=0.352, random_state=1, n_samples=100)
    folds = RepeatedStratifiedKFold(n_splits=10, n_repeats=10, random_state=0)
    rbf, linear = (
        cross_val_score(SVC(kernel=k, random_state=0), x, y, scoring="roc_auc", cv=folds)
        for k in ("rbf", "linear")
    )
    found = corrected_resampled_t(rbf, linear, 90, 10)
    assert (round(found.significance.statistic, 3), round(found.one_sided_p, 3)) == (0.75, 0.227)
    plain = corrected_resampled_t(rbf, linear, 90, 10, corrected=False)
    assert (round(plain.significance.statistic, 3), round(plain.one_sided_p, 3)) == (2.611, 0.005)
    assert round(correlated_t(rbf, linear, test_to_train=1 / 9).first_better, 3) == 0.773


# Which err less often than 3.5 % by their nature: a bound from above is all that can be asked.
# The exact McNemar of few cases, tests that are right at most at 5 % (Holm, Nemenyi), DeLong's t
# of few units, one cross-validation, and posteriors, which promise no rate.
MAY_ERR_LESS = re.compile("exact|Holm|Nemenyi|DeLong|10 folds|Bayesian|5×2")
SHARE = 5  # of the trials of the bench, so that a minute is enough


@pytest.mark.long
@pytest.mark.parametrize("title", [one for one in DESIGNS if "posterior" not in one])
def test_equals_are_told_apart_as_seldom_as_promised(title: str) -> None:
    """3.5 to 6.5 % within three standard errors of so few trials; bench/null_comparisons.py."""
    trial, trials = DESIGNS[title]
    rates = null_rates(trial, trials // SHARE)
    slack = 3 * (0.05 * 0.95 / (trials // SHARE)) ** 0.5
    beside = {name: rates.pop(name) for name in BESIDE & rates.keys()}
    assert {name: rate for name, rate in rates.items() if rate > 0.065 + slack} == {}
    assert {
        name: rate
        for name, rate in rates.items()
        if rate < 0.035 - slack and not MAY_ERR_LESS.search(name)
    } == {}
    # What is not offered in the design would err far more often.
    assert all(rate > 0.15 for name, rate in beside.items() if "windows" in name)
    beside.pop("Wilcoxon, 10 folds", None)  # of weak learners only
    assert all(rate > 0.065 + slack for rate in beside.values()), beside
