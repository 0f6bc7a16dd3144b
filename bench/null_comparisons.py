"""How often tests find a difference between classifiers that are equally good.

Each design plays a null that a comparison may meet, and asks the tests as a comparison asks them.
From the root of the project: python -m bench.null_comparisons [trials of each, first letter of one]
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.comparison.bayesian import Posterior, correlated_t, signed_ranks
from pfd_desktop.core.comparison.clusters import difference_interval, sign_flip
from pfd_desktop.core.comparison.delong import delong
from pfd_desktop.core.comparison.proportions import (
    cochran_q,
    compare_right,
    disagreement,
    mcnemar_exact,
    mcnemar_mid_p,
)
from pfd_desktop.core.comparison.ranks import RankTest, friedman, wilcoxon
from pfd_desktop.core.comparison.resampled import corrected_resampled_t, five_by_two_f
from pfd_desktop.core.comparison.significance import ALPHA, holm, pairs
from pfd_desktop.core.evaluation.intervals import wilson

TRIALS, FEWER, WINDOWS, CASES, ROPE, SURE = 2000, 400, 20, 120, 0.01, 0.975

Draw = np.random.Generator
Floats = NDArray[np.float64]
Right = NDArray[np.bool_]
Trial = Callable[[Draw], dict[str, float]]  # the p of every test


def names_of(count: int, each: int = 1) -> list[str]:
    """The unit of each of *count* × *each* recordings."""
    return [str(unit) for unit in range(count) for _ in range(each)]


def of_sides(right: Right, which: str) -> dict[str, float]:
    """The tests of right and wrong of three, cases × sides, of which two are looked at first."""
    pair = disagreement(right[:, 0], right[:, 1])
    return {
        f"McNemar exact, {which}": mcnemar_exact(pair).p,
        f"McNemar mid-p, {which}": mcnemar_mid_p(pair).p,
        f"Cochran's Q of 3, {which}": cochran_q(right).p,
        f"McNemar mid-p, Holm, 3 pairs, {which}": min(p.holm_p for p in compare_right(right).pairs),
    }


def one_recording(recordings: int) -> Trial:
    """A: a recording a unit. Right windows are more likely on some recordings than on others."""
    names = names_of(recordings)

    def trial(draw: Draw) -> dict[str, float]:
        chance = draw.beta(1.2, 0.8, (3, recordings, 1))
        windows = draw.random((3, recordings, WINDOWS)) < chance
        right = (windows.mean(axis=2) > 0.5).T
        return {
            "McNemar mid-p, windows": mcnemar_mid_p(
                disagreement(windows[0].ravel(), windows[1].ravel())
            ).p,
            **of_sides(right, "recordings"),
            **decided(right, names),
        }

    return trial


def several_recordings(units: int, each: int, *, bayes: bool = False) -> Trial:
    """B: recordings of a unit are alike, and either classifier has units that suit it."""
    names = names_of(units, each)
    positive = np.arange(units).repeat(each) % 2 == 0

    def trial(draw: Draw) -> dict[str, float]:
        unit = draw.normal(0, 1, (units, 1, 1)) + draw.normal(0, 1, (units, 1, 3))
        depth = 1.0 + unit + draw.normal(0, 1, (units, each, 3))
        if bayes:
            shares = (depth > 0).mean(axis=1)
            return {"Bayesian signed ranks": doubt(signed_ranks(shares[:, 0], shares[:, 1], ROPE))}
        return of_units(depth, names, positive)

    return trial


def of_units(depth: Floats, names: Sequence[str], positive: Right) -> dict[str, float]:
    """*depth*, units × recordings × 3, is how far on the right side each score lies."""
    flat = depth.reshape(-1, 3)
    right = flat > 0
    scores = np.where(positive[:, None], flat, -flat)
    voted = (depth > 0).mean(axis=1) > 0.5
    return {
        **of_sides(right, "alike recordings"),
        **of_sides(voted, "units"),
        **decided(right, names),
        "DeLong": delong(positive, *scores.T[:2]).significance.p,
        "DeLong by unit": delong(positive, *scores.T[:2], names).significance.p,
        **of_ranks(friedman((depth > 0).mean(axis=1)), "units"),
    }


def decided(right: Right, names: Sequence[str]) -> dict[str, float]:
    """The tests by unit that every comparison has."""
    gap = difference_interval(right[:, 0], right[:, 1], names)
    three = [sign_flip(right[:, i], right[:, j], names).p for i, j in pairs(3)]
    return {
        "sign flips by unit": three[0],
        "sign flips by unit, Holm, 3 pairs": min(holm(three)),
        "BCa interval by unit without 0": float(gap.low <= 0 <= gap.high),
    }


def of_ranks(found: RankTest, which: str) -> dict[str, float]:
    """Friedman in both forms, and whether Nemenyi tells any two apart."""
    apart = any(found.differ(i, j) for i, j in pairs(3))
    return {
        f"Friedman χ², {which}": found.tie_corrected.p,
        f"Friedman F, {which}": found.iman_davenport.p,
        f"Nemenyi of 3, {which}": float(not apart),
    }


def over_seeds(draw: Draw) -> dict[str, float]:
    """D: twelve seeds of three learners that are as good as one another on these recordings."""
    right = draw.binomial(120, np.clip(draw.normal(0.8, 0.04, (12, 3)), 0, 1)) / 120
    three = [wilcoxon(right[:, i], right[:, j]).significance.p for i, j in pairs(3)]
    return {
        "Wilcoxon, 12 seeds": three[0],
        "Wilcoxon, 12 seeds, Holm, 3 pairs": min(holm(three)),
        **of_ranks(friedman(right), "12 seeds"),
    }


def learners(strength: float) -> Trial:
    """C: nearest mean on either half of ten features that are as good as one another.

    *strength* is how far apart the classes' means are in each, in standard deviations.
    """
    halved = "5×2 cv F" if strength >= 1 else "5×2 cv F, weak learners"

    def trial(draw: Draw) -> dict[str, float]:
        truth = draw.permutation(np.arange(CASES) % 2 == 0)
        told = strength * (truth[:, None] - 0.5) + draw.normal(size=(CASES, 10))
        halves = [_round(draw, told, truth, 2) for _ in range(5)]
        rounds = [_round(draw, told, truth, 5) for _ in range(10)]
        return {
            halved: five_by_two_f([one[:, 0] - one[:, 1] for one in halves]).p,
            **_resampled(rounds, _round(draw, told, truth, 10)),
        }

    return trial


def _resampled(rounds: Sequence[Floats], ten: Floats) -> dict[str, float]:
    """Tests of ten rounds of five folds, and of one of ten."""
    many, seeds = np.concatenate(rounds), np.array([one.mean(axis=0) for one in rounds])
    posterior = correlated_t(many[:, 0], many[:, 1], ROPE, test_to_train=1 / 4)
    return {
        "Nadeau–Bengio, 10 × 5 folds": _corrected(many, 5),
        "Nadeau–Bengio, 10 folds": _corrected(ten, 10),
        "Bayesian correlated t, 10 × 5 folds": doubt(posterior),
        "Wilcoxon, 10 folds": wilcoxon(ten[:, 0], ten[:, 1]).significance.p,
        "Wilcoxon, 10 seeds, one set of recordings": wilcoxon(*seeds.T).significance.p,
    }


def _corrected(table: Floats, folds: int) -> float:
    test = CASES // folds
    found = corrected_resampled_t(table[:, 0], table[:, 1], CASES - test, test)
    return found.significance.p


def _round(draw: Draw, told: Floats, truth: Right, folds: int) -> Floats:
    """Accuracy, folds × 2, of the two learners in one cross-validation."""
    fold = draw.permutation(len(truth)) % folds
    rows = []
    for own in range(folds):
        learn, test = fold != own, fold == own
        up, down = told[learn & truth].mean(axis=0), told[learn & ~truth].mean(axis=0)
        terms = (told[test] - (up + down) / 2) * (up - down)
        said = np.stack((terms[:, :5].sum(axis=1), terms[:, 5:].sum(axis=1)), axis=1) > 0
        rows.append((said == truth[test][:, None]).mean(axis=0))
    return np.array(rows, dtype=np.float64)


def doubt(found: Posterior) -> float:
    """0 where the posterior is sure of one of the two being better, else 1: a p for counting."""
    return float(max(found.first_better, found.second_better) < SURE)


# What a comparison does not offer in that design, or offers with the note that it is of these
# recordings only: shown for what it would do.
BESIDE = frozenset(
    {
        "McNemar mid-p, windows",
        "McNemar exact, alike recordings",
        "McNemar mid-p, alike recordings",
        "Cochran's Q of 3, alike recordings",
        "McNemar mid-p, Holm, 3 pairs, alike recordings",
        "DeLong",
        "Wilcoxon, 10 folds",
        "Wilcoxon, 10 seeds, one set of recordings",
        "5×2 cv F, weak learners",
    }
)
DESIGNS: dict[str, tuple[Trial, int]] = {
    "A: 40 units of one recording": (one_recording(40), TRIALS),
    "A: 200 units of one recording": (one_recording(200), TRIALS),
    "B: 24 units of four recordings": (several_recordings(24, 4), TRIALS),
    "B: 120 units of four recordings": (several_recordings(120, 4), TRIALS),
    "B: 24 units, posterior": (several_recordings(24, 4, bayes=True), FEWER),
    "C: two weak learners resampled": (learners(0.2), TRIALS),
    "C: two learners resampled": (learners(1.0), TRIALS),
    "D: twelve seeds": (over_seeds, TRIALS),
}


def null_rates(trial: Trial, trials: int, seed: int = 0) -> dict[str, float]:
    """Share of *trials* in which each test reports p ≤ 0.05."""
    draw = np.random.default_rng(seed)
    found: Counter[str] = Counter()
    for _ in range(trials):
        p = trial(draw)
        found.update({name: int(value <= ALPHA) for name, value in p.items()})
    return {name: found[name] / trials for name in p}


def line(name: str, rate: float, trials: int) -> str:
    """One row of the table: the rate with its 95 % interval by Wilson."""
    low, high = wilson(rate, trials)
    beside = "   (shown beside)" if name in BESIDE else ""
    return f"  {name:44} {100 * rate:5.1f} %  ({100 * low:.1f} to {100 * high:.1f}){beside}"


if __name__ == "__main__":
    share = int(sys.argv[1]) / TRIALS if len(sys.argv) > 1 else 1.0
    for title, (played, count) in DESIGNS.items():
        if len(sys.argv) > 2 and not title.startswith(sys.argv[2]):
            continue
        wanted = max(round(count * share), 1)
        print(f"{title}, {wanted} comparisons")
        for test, rate in null_rates(played, wanted).items():
            print(line(test, rate, wanted), flush=True)
