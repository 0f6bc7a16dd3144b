"""What held-out answers say of a run, where the answer is known."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.evaluation.answering import answer_by_sets
from pfd_desktop.core.evaluation.assessment import assess
from pfd_desktop.core.records.learning import Interval, RecordPrediction, RunResult

CLASSES = ("healthy", "inner race", "outer race")


def result_of(scores: np.ndarray, truth: list[int], units: list[str], grade: str = "") -> RunResult:
    """A run with one recording per row."""
    predictions = tuple(
        RecordPrediction(
            f"id{row}",
            f"recording {row}",
            unit,
            "1 hp" if row % 2 else "",
            CLASSES[target],
            CLASSES[int(own.argmax())],
            tuple(own.tolist()),
            0,
            grade,
        )
        for row, (own, target, unit) in enumerate(zip(scores, truth, units, strict=True))
    )
    right = float(np.mean(scores.argmax(axis=1) == np.array(truth)))
    interval = Interval(right, 0.0, 1.0)
    return RunResult(CLASSES, predictions, interval, interval, 0.5, 1 / 3, len(set(units)), 2, ())


def drawn(units: int, seed: int, recordings: int = 3) -> RunResult:
    """Units whose recordings share most of their error: what windows and recordings do in life."""
    draw = np.random.default_rng(seed)
    scores, truth, names = [], [], []
    for unit in range(units):
        target = unit % 3
        own = draw.normal(size=3)
        for _ in range(recordings):
            logits = own + 0.3 * draw.normal(size=3)
            logits[target] += 1.5
            scores.append(np.exp(logits) / np.exp(logits).sum())
            truth.append(target)
            names.append(f"unit {unit}")
    return result_of(np.array(scores), truth, names)


def test_windows_recordings_and_units_stand_side_by_side() -> None:
    # unit a: two right, one wrong, the vote is right; unit b: its only recording is wrong
    scores = np.array([[0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0.3, 0.6, 0.1], [0.6, 0.3, 0.1]])
    found = assess(result_of(scores, [0, 0, 0, 1], ["a", "a", "a", "b"]), {})
    windows, recordings, units = found.levels
    assert (windows.right, windows.interval) == (0.5, None)
    assert (recordings.right, recordings.cases) == (0.5, 4)
    assert (units.right, units.cases) == (0.5, 2)
    named = [curve.name for curve in found.curves.curves]
    assert named == ["healthy", "inner race"]
    assert found.curves.absent == (("outer race", "no case of it was tested"),)


def test_slices_part_the_recordings_by_what_is_known_of_them() -> None:
    scores = np.array([[0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0.3, 0.6, 0.1], [0.6, 0.3, 0.1]])
    result = result_of(scores, [0, 0, 0, 1], ["a", "a", "a", "b"], grade="B")
    found = assess(result, {"id0": {"severity": "0.007 in"}, "id3": {"severity": ""}})
    slices = {(one.by, one.value): one for one in found.slices}
    assert slices["label", "healthy"].right.value == pytest.approx(2 / 3)
    assert slices["condition", "1 hp"].recordings == 2
    assert slices["grade", "B"].recordings == 4
    assert slices["severity", "0.007 in"].recordings == 1
    assert ("severity", "") not in slices
    assert {by for by, _value in slices} == {"label", "condition", "grade", "severity"}
    unseen = replace(result.predictions[1], grade="")
    first, *_ = result.predictions
    mixed = assess(replace(result, predictions=(first, unseen, *result.predictions[2:])), {})
    grades = {one.value: one.recordings for one in mixed.slices if one.by == "grade"}
    assert grades == {"B": 3, "not examined": 1}


def test_sets_hold_the_truth_on_units_left_out_as_often_as_they_promise() -> None:
    covered = [answer_by_sets(drawn(60, seed), 0.9).covered for seed in range(40)]
    assert np.mean(covered) > 0.85
    assert np.mean(covered) < 0.97  # and do not hold everything


def test_too_few_units_have_no_sets_and_the_number_needed_is_said() -> None:
    found = answer_by_sets(drawn(9, 0), 0.9)
    assert found.answers == ()
    assert "need 10 units; there are 9" in found.refusal
    assert answer_by_sets(drawn(10, 0), 0.9).refusal == ""


def test_what_is_not_sure_is_a_choice_and_not_a_name() -> None:
    result = drawn(60, 3)
    found = answer_by_sets(result, 0.9)
    named = [one for one in found.answers if one.said]
    unsure = [one for one in found.answers if len(one.candidates) > 1]
    assert named
    assert unsure
    assert all(one.candidates == (one.said,) for one in named)
    assert all(one.said == "" and one.reason.startswith("may be ") for one in unsure)
    assert found.answered == pytest.approx(len(named) / len(found.answers))
    right = np.mean([one.said == one.truth for one in named])
    assert found.right == pytest.approx(float(right))
    every = np.mean([one.truth == one.predicted for one in result.predictions])
    assert found.right > every  # abstaining pays


def test_scores_that_are_no_chances_are_not_calibrated_and_the_reason_is_said() -> None:
    scores = np.array([[2.0, 1.0, 0.0], [0.0, 2.0, 1.0]])
    found = assess(result_of(scores, [0, 1], ["a", "b"]), {})
    assert found.reliability is None
    assert "Scores are probabilities here" in found.not_calibrated
    assert found.risk.risk[-1] == 0
