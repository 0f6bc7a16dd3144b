"""Calibration, conformal sets and curves, where the answer is known."""

from math import isnan, log, nan

import numpy as np
import pytest

from pfd_desktop.core.evaluation.calibration import (
    TRIED,
    fit_temperature,
    reliability,
    tempered,
)
from pfd_desktop.core.evaluation.conformal import calibrate_sets, units_needed
from pfd_desktop.core.evaluation.curves import (
    area_under_roc,
    class_curves,
    risk_coverage,
    unknown_faults,
)
from pfd_desktop.errors import InvalidInput


def sure(confidence: float, right: int, wrong: int) -> tuple[list[list[float]], list[int]]:
    """Cases of two classes, all answered alike."""
    return [[confidence, 1 - confidence]] * (right + wrong), [0] * right + [1] * wrong


def test_the_reliability_table_by_hand() -> None:
    """Ten cases sure at 0.9, of which 6 are right, and ten at 0.7, of which 7 are."""
    high, low = sure(0.9, 6, 4), sure(0.7, 7, 3)
    found = reliability(high[0] + low[0], high[1] + low[1], bins=10)
    told = [(one.low, one.high, one.cases, one.accuracy) for one in found.bins if one.cases]
    assert told == [
        (pytest.approx(0.6), pytest.approx(0.7), 10, 0.7),
        (pytest.approx(0.8), pytest.approx(0.9), 10, 0.6),
    ]
    assert all(isnan(one.confidence) for one in found.bins if not one.cases)
    assert found.expected_error == pytest.approx((10 * 0.3 + 10 * 0.0) / 20)
    assert found.largest_error == pytest.approx(0.3)
    brier = (6 * 0.02 + 4 * 1.62 + 7 * 0.18 + 3 * 0.98) / 20
    assert found.brier == pytest.approx(brier)
    loss = 6 * log(0.9) + 4 * log(0.1) + 7 * log(0.7) + 3 * log(0.3)
    assert found.log_loss == pytest.approx(-loss / 20)


def test_bins_of_as_many_cases_part_what_equal_widths_do_not() -> None:
    scores = [[one, 1 - one] for one in (0.91, 0.92, 0.93, 0.94)]
    equal = reliability(scores, [0, 0, 1, 1], bins=2)
    parted = reliability(scores, [0, 0, 1, 1], bins=2, adaptive=True)
    assert [one.cases for one in equal.bins] == [0, 4]
    assert equal.expected_error == pytest.approx(0.925 - 0.5)
    assert [one.cases for one in parted.bins] == [2, 2]
    assert parted.expected_error == pytest.approx((2 * (1 - 0.915) + 2 * 0.935) / 4)


@pytest.mark.parametrize("planted", [0.5, 1.0, 2.5])
def test_a_planted_temperature_is_found(planted: float) -> None:
    """The truth is drawn of scores that are then made too sure, or not sure enough."""
    draw = np.random.default_rng(0)
    honest = draw.dirichlet((0.6, 0.6, 0.6), 4000)
    truth = (draw.random((4000, 1)) > honest.cumsum(axis=1)).sum(axis=1)
    found = fit_temperature(tempered(honest, 1 / planted), truth, np.arange(4000) % 8)
    assert found.value == pytest.approx(planted, rel=0.08)
    assert found.after.expected_error < 0.03
    assert found.after.log_loss <= found.before.log_loss + 1e-3
    assert (tempered(honest, 3.0).argmax(axis=1) == honest.argmax(axis=1)).all()


def test_each_bin_says_how_sure_its_share_is() -> None:
    """Wilson's interval of 6 of 10, of 1 of 1; published values (Brown, Cai & DasGupta 2001)."""
    scores, truth = sure(0.9, 6, 4)
    alone, right = sure(0.6, 1, 0)
    bins = {one.cases: one.interval for one in reliability(scores + alone, truth + right).bins}
    assert bins[0] is None
    assert bins[10] is not None
    assert (bins[10].low, bins[10].high) == (
        pytest.approx(0.3127, abs=1e-4),
        pytest.approx(0.8318, abs=1e-4),
    )
    assert bins[1] is not None
    assert (bins[1].low, bins[1].high) == (pytest.approx(0.2065, abs=1e-4), 1.0)


def test_a_temperature_at_the_end_of_the_search_is_known_to_be_there() -> None:
    units = [name for name in "abcd" for _ in range(10)]
    right = fit_temperature([[0.7, 0.3]] * 40, [0] * 40, units)  # sharper is better without end
    assert right.ends
    assert right.value == pytest.approx(TRIED[0], rel=1e-3)
    assert right.at_end == 4
    guessed = fit_temperature([[0.99, 0.01]] * 40, [0, 1] * 20, units)  # best: nothing but 1/2
    assert guessed.ends
    assert guessed.value == pytest.approx(TRIED[1], rel=1e-3)
    # one wrong answer, in unit a: without a nothing is wrong
    one = fit_temperature([[0.7, 0.3]] * 40, [1] + [0] * 39, units)
    assert not one.ends
    assert one.value == pytest.approx(log(7 / 3) / log(39), rel=1e-3)
    assert one.at_end == 1


def test_scores_that_cannot_be_calibrated_are_refused() -> None:
    for scores, truth, words in (
        ([[0.5, 0.6]], [0], "sum 1"),
        ([[1.5, -0.5]], [0], "not negative"),
        ([[nan, nan]], [0], "sum 1"),
        ([[0.5, 0.5]], [2], "has no score"),
        ([[0.5, 0.5]], [-1], "has no score"),
        ([], [], "Every case"),
    ):
        with pytest.raises(InvalidInput, match=words):
            reliability(scores, truth)
    with pytest.raises(InvalidInput, match="at least two"):
        fit_temperature([[0.5, 0.5]] * 2, [0, 1], ["a", "a"])


def cases_of_units(draw: np.random.Generator, units: int) -> tuple[np.ndarray, ...]:
    """Scores, truths and units; the four recordings of a unit err together."""
    place = np.arange(units).repeat(4)
    truth = place % 3
    logits = draw.normal(0, 1.2, (units, 3))[place] + 0.2 * draw.normal(size=(4 * units, 3))
    logits[np.arange(4 * units), truth] += 1.0
    raised = np.exp(logits)
    return raised / raised.sum(axis=1, keepdims=True), truth, place


@pytest.mark.parametrize("level", [0.8, 0.9])
def test_sets_cover_units_never_met(level: float) -> None:
    """300 calibrations on 19 units, each held to 40 new ones: a unit counts if wholly covered."""
    draw = np.random.default_rng(1)
    covered = []
    for _ in range(300):
        limit = calibrate_sets(*cases_of_units(draw, 19), level)
        scores, truth, place = cases_of_units(draw, 40)
        held = limit.sets(scores)[np.arange(len(truth)), truth]
        covered.append(np.logical_and.reduceat(held, np.arange(0, len(place), 4)).mean())
    assert level - 0.02 < float(np.mean(covered)) < level + 0.05


def test_too_few_units_or_strange_classes_have_no_sets() -> None:
    assert [units_needed(one) for one in (0.8, 0.9, 0.95)] == [4, 9, 19]
    scores, truth, units = cases_of_units(np.random.default_rng(2), 9)
    assert calibrate_sets(scores, truth, units, 0.9).units == 9
    with pytest.raises(InvalidInput, match="at least 9 units"):
        calibrate_sets(scores[:32], truth[:32], units[:32], 0.9)
    for strange in (-1, 3):
        with pytest.raises(InvalidInput, match="has no score"):
            calibrate_sets(scores, np.append(truth[:-1], strange), units, 0.9)
    scores[0, 0] = nan
    with pytest.raises(InvalidInput, match="finite"):
        calibrate_sets(scores, truth, units, 0.9)


def test_the_limit_is_the_order_statistic_of_each_units_worst() -> None:
    """Nine units at 0.9: ⌈10 · 0.9⌉ = 9, the worst of all; at 0.5 the fifth."""
    right = np.arange(1, 10) / 10  # 0.1 to 0.9; each unit's other recording is as sure as can be
    scores = np.column_stack((np.append(right, np.ones(9)), np.append(1 - right, np.zeros(9))))
    units = np.tile(np.arange(9), 2)
    assert calibrate_sets(scores, np.zeros(18, int), units, 0.9).limit == pytest.approx(0.9)
    assert calibrate_sets(scores, np.zeros(18, int), units, 0.5).limit == pytest.approx(0.5)


def test_curves_are_scikit_learns() -> None:
    from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score
    from sklearn.metrics import roc_curve as roc

    draw = np.random.default_rng(3)
    scores, truth = np.round(draw.random((80, 3)), 1), draw.integers(0, 3, 80)  # with ties
    found = class_curves(scores, truth, ("a", "b", "c"))
    for place, one in enumerate(found.curves):
        positive, own = truth == place, scores[:, place]
        assert one.area == pytest.approx(roc_auc_score(positive, own))
        assert one.average_precision == pytest.approx(average_precision_score(positive, own))
        alarms, hits, _ = roc(positive, own, drop_intermediate=False)
        assert one.false_positive == pytest.approx(alarms)
        assert one.true_positive == pytest.approx(hits)
        precision, recall, _ = precision_recall_curve(positive, own)
        assert one.recall == pytest.approx(recall[::-1])
        assert one.precision[1:] == pytest.approx(precision[::-1][1:])
    assert found.macro_area == pytest.approx(np.mean([one.area for one in found.curves]))


def test_absent_classes_are_named_and_count_for_nothing() -> None:
    scores = [[0.7, 0.2, 0.1], [0.4, 0.5, 0.1]]
    found = class_curves(scores, [0, 1], ("a", "b", "c"))
    assert [one.name for one in found.curves] == ["a", "b"]
    assert found.absent == (("c", "no case of it was tested"),)
    assert found.macro_area == 1.0
    single = class_curves(scores, [0, 0], ("a", "b", "c"))
    assert single.curves == ()
    assert [name for name, _ in single.absent] == ["a", "b", "c"]
    assert "nothing to tell it from" in single.absent[0][1]
    assert isnan(single.macro_area)


def test_what_is_no_score_is_refused_by_every_curve() -> None:
    for scores, truth in (([[nan, 1.0]], [0]), ([[0.5, np.inf]], [0])):
        with pytest.raises(InvalidInput, match="finite"):
            class_curves(scores, truth, ("a", "b"))
    for truth in ([2], [-1]):
        with pytest.raises(InvalidInput, match="has no score"):
            class_curves([[0.5, 0.5]], truth, ("a", "b"))
    with pytest.raises(InvalidInput, match="finite"):
        risk_coverage([nan, 0.5], [True, False])
    with pytest.raises(InvalidInput, match="finite"):
        area_under_roc([True, False], [nan, 0.5])
    with pytest.raises(InvalidInput, match="one sort"):
        area_under_roc([True, True], [0.1, 0.5])


def test_risk_and_unknown_faults_by_hand() -> None:
    """The surest is right, two as sure as one another are right and wrong, the last is wrong."""
    found = risk_coverage([0.9, 0.8, 0.8, 0.1], [True, True, False, False])
    assert found.coverage == pytest.approx([0.25, 0.75, 1.0])
    assert found.risk == pytest.approx([0, 1 / 3, 1 / 2])
    assert found.area == pytest.approx((1 * 0 + 2 / 3 + 1 / 2) / 4)
    strange = unknown_faults(known=[0.1, 0.2, 0.3, 0.6], unknown=[0.5, 0.7, 0.8, 0.9])
    assert (strange.area, strange.false_alarms) == (15 / 16, 1 / 4)
