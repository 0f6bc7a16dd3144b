"""All tests that may be asked of joined answers; what does not apply is named with its reason."""

from dataclasses import dataclass, field

import numpy as np

from pfd_desktop.core.comparison.answers import Answers
from pfd_desktop.core.comparison.bayesian import Posterior, correlated_t, signed_ranks
from pfd_desktop.core.comparison.clusters import difference_interval, sign_flip
from pfd_desktop.core.comparison.delong import delong
from pfd_desktop.core.comparison.effects import cohens_g, odds_ratio
from pfd_desktop.core.comparison.outcome import Chance, Effect, NotApplied, TestLine
from pfd_desktop.core.comparison.proportions import (
    cochran_q,
    disagreement,
    mcnemar_exact,
    mcnemar_mid_p,
)
from pfd_desktop.core.comparison.ranks import RankTest, friedman, wilcoxon
from pfd_desktop.core.comparison.resampled import corrected_resampled_t, five_by_two_f
from pfd_desktop.core.comparison.significance import Floats, Significance, holm, pairs
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.errors import InvalidInput

_SEVERAL_ANSWERS = (
    "A recording has one answer for each seed, and this test knows right and wrong only; see the"
    " tests by unit."
)
_SPLITS_DIFFER = "The runs were judged under different splits: their folds are not the same."
# Counted by recording these tests find differences between equals in every third comparison.
_VOTED = (
    "Recordings of a unit are alike, so units are counted: one is right where more than half of"
    " its recordings are named rightly."
)
_OF_SEEDS = (
    "Holds for these units only: other seeds would find it again, other units perhaps not. The test"
    " by unit decides."
)
_WEAK = (
    "A side is right less often than halfway from guessing to always. Of weak learners both halves"
    " of a halving say the same, and the test finds up to 19 of 100 equals unlike; the corrected"
    " resampled t of the same folds does not."
)
_SHARED = (
    "Folds share what they learn from, and ranks take them for independent; see the corrected"
    " resampled t. There are not the same seeds on each side."
)


@dataclass
class Battery:
    """What was found so far."""

    answers: Answers
    tests: list[TestLine] = field(default_factory=list)
    chances: list[Chance] = field(default_factory=list)
    not_applied: list[NotApplied] = field(default_factory=list)
    ranks: RankTest | None = None
    ranked_over: str = ""

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """All pairs of sides."""
        return pairs(len(self.answers.members))

    def between(self, pair: tuple[int, int]) -> str:
        """The two in words."""
        names = self.answers.side_names
        return f"{names[pair[0]]} and {names[pair[1]]}"

    def leave(self, test: str, reason: str) -> None:
        """This one has nothing to say."""
        self.not_applied.append(NotApplied(test, reason))

    def add_pairs(self, counts: str, found: list[tuple[Significance, Effect]], note: str) -> None:
        """One test of every pair, in their order, with Holm's adjustment."""
        several = len(found) > 1
        adjusted = holm([one.p for one, _ in found])
        for pair, (one, effect), p in zip(self.pairs, found, adjusted, strict=True):
            self.tests.append(
                _line(
                    one,
                    counts,
                    self.between(pair),
                    adjusted=p if several else None,
                    effect=effect,
                    note=note,
                )
            )


def run_battery(answers: Answers, rope: float) -> Battery:
    """Everything; *rope* is the difference in accuracy that makes none in practice."""
    battery = Battery(answers)
    _by_unit(battery, rope)
    _right_or_wrong(battery)
    _areas(battery)
    _by_seed_or_fold(battery, rope)
    _ranked(battery)
    return battery


def _line(
    found: Significance,
    counts: str,
    between: str,
    *,
    adjusted: float | None = None,
    effect: Effect | None = None,
    note: str = "",
) -> TestLine:
    return TestLine(
        found.test, counts, between, found.statistic, found.p, adjusted, found.least_p,
        found.cases, effect, note,
    )  # fmt: skip


def _by_unit(battery: Battery, rope: float) -> None:
    shares, units = battery.answers.shares(), battery.answers.units
    found = []
    for i, j in battery.pairs:
        gap = difference_interval(shares[:, i], shares[:, j], units)
        effect = Effect("difference in accuracy", gap.value, gap)
        found.append((sign_flip(shares[:, i], shares[:, j], units), effect))
    battery.add_pairs("units", found, "This test decides: recordings of a unit are alike.")
    if len(set(units)) < 2:
        battery.leave("Bayesian signed ranks", "There is one unit only.")
        return
    of_units = battery.answers.by_unit()
    for i, j in battery.pairs:
        posterior = signed_ranks(of_units[:, i], of_units[:, j], rope)
        battery.chances.append(_chance(battery, "signed ranks over units", (i, j), posterior))


def _chance(battery: Battery, test: str, pair: tuple[int, int], posterior: Posterior) -> Chance:
    names = battery.answers.side_names
    return Chance(test, battery.between(pair), names[pair[0]], names[pair[1]], posterior)


def _right_or_wrong(battery: Battery) -> None:
    answers = battery.answers
    if not answers.single:
        for test in ("McNemar", "Cochran's Q"):
            battery.leave(test, _SEVERAL_ANSWERS)
        return
    right, counts, note = answers.right[:, [own[0] for own in answers.members]], "recordings", ""
    if len(set(answers.units)) < len(answers.units):
        right, counts, note = answers.by_unit() > 0.5, "units", _VOTED
    if right.shape[1] > 2:
        battery.tests.append(_line(cochran_q(right), counts, "all", note=note))
    else:
        battery.leave("Cochran's Q", "There are two only; McNemar's test is the same for two.")
    tables = [disagreement(right[:, i], right[:, j]) for i, j in battery.pairs]
    exact = [(mcnemar_exact(one), Effect("Cohen's g", cohens_g(one))) for one in tables]
    mid = []
    for one in tables:
        odds = odds_ratio(one)
        mid.append((mcnemar_mid_p(one), Effect("odds ratio", odds.value, odds)))
    battery.add_pairs(counts, exact, note)
    battery.add_pairs(counts, mid, note)


def _areas(battery: Battery) -> None:
    from scipy.stats import t

    answers = battery.answers
    classes = {result.classes for result in answers.results}
    if len(classes) > 1 or len(next(iter(classes))) != 2:
        battery.leave("DeLong", "ROC areas are compared of two classes only.")
        return
    positive = np.array([truth == answers.results[0].classes[1] for truth in answers.truths])
    try:
        areas = [
            delong(positive, answers.scores(i), answers.scores(j), answers.units)
            for i, j in battery.pairs
        ]
    except InvalidInput as error:  # too few of a class
        battery.leave("DeLong", str(error))
        return
    reach = float(t.ppf(0.975, len(set(answers.units)) - 2))
    found = []
    for area in areas:
        gap, half = area.first - area.second, reach * area.scale
        effect = Effect("difference in ROC area", gap, _about(gap, half))
        found.append((area.significance, effect))
    battery.add_pairs("units", found, "")


def _by_seed_or_fold(battery: Battery, rope: float) -> None:
    answers = battery.answers
    folds = _folds(answers)
    seeds = answers.paired_seeds()
    if seeds:
        _over_seeds(battery, answers.by_seed())
    else:
        reason = "There are not the same seeds on each side." if folds is None else _SHARED
        battery.leave("Wilcoxon's signed ranks", reason)
    if folds is None:
        whole = answers.equal_terms()
        reason = "No recording was tested whole in one fold." if whole else _SPLITS_DIFFER
        for test in ("Corrected resampled t (Nadeau–Bengio)", "Bayesian correlated t", "5×2 cv F"):
            battery.leave(test, reason)
        return
    _resampled(battery, *folds, rope=rope)
    _five_by_two(battery, folds[0], seeds)


def _over_seeds(battery: Battery, table: Floats) -> None:
    found = []
    for i, j in battery.pairs:
        gaps = table[:, i] - table[:, j]
        effect = Effect("median difference", float(np.median(gaps)))
        found.append((wilcoxon(table[:, i], table[:, j]).significance, effect))
    battery.add_pairs("seeds", found, _OF_SEEDS)


def _folds(answers: Answers) -> tuple[Floats, float] | None:
    """Accuracy, (seeds ×) folds × sides, and test over training; None where folds do not pair."""
    rounds = [
        [answers.run_of(side, seed) for side in range(len(answers.members))]
        for seed in answers.paired_seeds()
    ]
    if not rounds and answers.single:
        rounds = [[own[0] for own in answers.members]]
    rows, tested = [], []
    for runs in rounds:
        of_runs = answers.folds[:, runs]
        if (of_runs < 0).any() or (of_runs != of_runs[:, :1]).any():
            return None
        for fold in np.unique(of_runs):
            here = of_runs[:, 0] == fold
            rows.append(answers.right[here][:, runs].mean(axis=0))
            tested.append(np.count_nonzero(here))
    if len(rows) < 2:
        return None
    test = float(np.mean(tested))
    return np.array(rows, dtype=np.float64), test / (len(answers.truths) - test)


def _resampled(battery: Battery, table: Floats, test_to_train: float, *, rope: float) -> None:
    from scipy.stats import t

    cases = len(battery.answers.truths)
    test = max(round(cases * test_to_train / (1 + test_to_train)), 1)
    found = []
    for i, j in battery.pairs:
        one = corrected_resampled_t(table[:, i], table[:, j], max(cases - test, 1), test)
        half = float(t.ppf(0.975, one.freedom)) * one.scale
        effect = Effect("difference in accuracy", one.difference, _about(one.difference, half))
        found.append((one.significance, effect))
        posterior = correlated_t(table[:, i], table[:, j], rope, test_to_train=test_to_train)
        battery.chances.append(_chance(battery, "correlated t over folds", (i, j), posterior))
    battery.add_pairs("folds", found, "Nadeau and Bengio: folds share what they learn from.")


def _about(value: float, half: float) -> Interval:
    """*value* ± *half*, of a difference of shares: not beyond −1 and 1."""
    return Interval(value, max(value - half, -1.0), min(value + half, 1.0))


def _five_by_two(battery: Battery, table: Floats, seeds: tuple[int, ...]) -> None:
    if len(seeds) != 5 or len(table) != 10:
        battery.leave("5×2 cv F", "It needs five seeds, each with two folds, on every side.")
        return
    chance = battery.answers.results[0].chance
    if table.mean(axis=0).min() < (chance + 1) / 2:
        battery.leave("5×2 cv F", _WEAK)
        return
    found = []
    for i, j in battery.pairs:
        gaps = (table[:, i] - table[:, j]).reshape(5, 2)
        effect = Effect("difference in accuracy", float(gaps.mean()))
        found.append((five_by_two_f(gaps), effect))
    battery.add_pairs("folds", found, "")


def _ranked(battery: Battery) -> None:
    """Units are ranked where there are several: seeds know nothing of other units."""
    table, counts = battery.answers.by_unit(), "units"
    if table.shape[1] < 3:
        battery.leave("Friedman and Nemenyi", "There are two only; ranks need three or more.")
        return
    if len(table) < 2:
        table, counts = battery.answers.by_seed(), "seeds"
    if len(table) < 2:
        battery.leave("Friedman and Nemenyi", "There is one unit only.")
        return
    battery.ranks, battery.ranked_over = friedman(table), counts
    ranks = battery.ranks
    spread = float(np.ptp(ranks.mean_ranks))
    effect = Effect("range of mean ranks", spread)
    for one in (ranks.tie_corrected, ranks.iman_davenport):
        battery.tests.append(_line(one, counts, "all", effect=effect, note=_apart(ranks, counts)))


def _apart(ranks: RankTest, counts: str) -> str:
    limit = ranks.critical_difference
    of_seeds = f" {_OF_SEEDS}" if counts == "seeds" else ""
    return f"Nemenyi: mean ranks more than {limit:.2f} apart differ.{of_seeds}"
