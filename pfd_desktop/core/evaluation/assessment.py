"""All that a run's held-out answers say of it: levels, curves, calibration, sets, slices."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.answering import Answers, answer_by_sets
from pfd_desktop.core.evaluation.calibration import (
    Reliability,
    Temperature,
    fit_temperature,
    reliability,
)
from pfd_desktop.core.evaluation.ceiling import Blind
from pfd_desktop.core.evaluation.curves import (
    ClassCurves,
    RiskCoverage,
    class_curves,
    risk_coverage,
)
from pfd_desktop.core.evaluation.intervals import accuracy, cluster_interval
from pfd_desktop.core.records.learning import Interval, RecordPrediction, RunResult
from pfd_desktop.core.records.recording import NOT_EXAMINED
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Progress

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """The share named rightly of windows, of recordings, of units."""

    of: str
    cases: int | None  # None where it was not counted
    right: float
    interval: Interval | None  # none for windows: those of one recording are no cases of their own


@dataclass(frozen=True)
class Slice:
    """The recordings that share a fact."""

    by: str
    value: str
    recordings: int
    units: int
    right: Interval


@dataclass(frozen=True)
class Assessment:
    """What is known of a run beyond its one number; reasons stand where something is not."""

    levels: tuple[Level, ...]
    curves: ClassCurves
    reliability: Reliability | None
    temperature: Temperature | None
    not_calibrated: str
    risk: RiskCoverage
    answers: Answers
    slices: tuple[Slice, ...]
    blind: tuple[Blind, ...] = ()  # () where labels say of no window that its fault is not seen


def assess(
    result: RunResult,
    facts: Mapping[str, Mapping[str, str]],
    progress: Progress = SILENT,
    level: float = 0.9,
) -> Assessment:
    """Judge the held-out answers of a run; a second or more of bootstrap, so in a child.

    *facts* gives what else is known of a recording by its id: "severity", "speed" and the like,
    each of which parts the recordings into slices. *level* is that of the sets of classes.
    """
    cases = _Cases.of(result)
    progress.report(0.1, "levels, calibration, answers")
    calibrated, temperature, refusal = _calibration(cases)
    return Assessment(
        _levels(result, cases),
        class_curves(cases.scores, cases.truth, result.classes),
        calibrated,
        temperature,
        refusal,
        risk_coverage(cases.scores.max(axis=1), cases.right),
        answer_by_sets(result, level),
        _slices(result.predictions, cases, facts),
    )


@dataclass(frozen=True, eq=False)
class _Cases:
    """The predictions as arrays, one row per recording."""

    scores: Floats
    truth: Integers
    said: Integers
    units: tuple[str, ...]

    @classmethod
    def of(cls, result: RunResult) -> "_Cases":
        place = {name: number for number, name in enumerate(result.classes)}
        return cls(
            np.array([one.scores for one in result.predictions], dtype=np.float64),
            np.array([place[one.truth] for one in result.predictions], dtype=np.int64),
            np.array([place[one.predicted] for one in result.predictions], dtype=np.int64),
            tuple(one.unit_name for one in result.predictions),
        )

    @property
    def right(self) -> NDArray[np.bool_]:
        return np.asarray(self.truth == self.said)

    def interval(self, rows: Integers) -> Interval:
        units = [self.units[row] for row in rows]
        return cluster_interval(accuracy, self.truth[rows], self.said[rows], units)


def _levels(result: RunResult, cases: _Cases) -> tuple[Level, ...]:
    truth, said, units = _by_unit(cases)
    return (
        Level("windows", None, result.window_accuracy, None),
        Level("recordings", len(cases.truth), result.accuracy.value, result.accuracy),
        Level(
            "units",
            len(truth),
            accuracy(truth, said),
            cluster_interval(accuracy, truth, said, units),
        ),
    )


def _by_unit(cases: _Cases) -> tuple[Integers, Integers, list[str]]:
    """Truth and vote of every unit; one that bore two labels in its life counts once for each."""
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, key in enumerate(zip(cases.units, cases.truth.tolist(), strict=True)):
        rows[key].append(row)
    said = [int(cases.scores[own].mean(axis=0).argmax()) for own in rows.values()]
    truth = [target for _unit, target in rows]
    return np.array(truth), np.array(said), [unit for unit, _target in rows]


def _calibration(cases: _Cases) -> tuple[Reliability | None, Temperature | None, str]:
    try:
        found = reliability(cases.scores, cases.truth)
    except InvalidInput as error:
        return None, None, str(error)
    try:
        return found, fit_temperature(cases.scores, cases.truth, cases.units), ""
    except InvalidInput as error:
        return found, None, str(error)


def _slices(
    predictions: Sequence[RecordPrediction],
    cases: _Cases,
    facts: Mapping[str, Mapping[str, str]],
) -> tuple[Slice, ...]:
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    graded = any(one.grade for one in predictions)
    for row, one in enumerate(predictions):
        grade = one.grade or (NOT_EXAMINED if graded else "")
        own = {"label": one.truth, "grade": grade, "condition": one.condition}
        for by, value in (own | dict(facts.get(one.recording_id, {}))).items():
            if value:
                rows[by, value].append(row)
    made = []
    for by, value in sorted(rows):
        chosen = np.array(rows[by, value])
        units = len({cases.units[row] for row in chosen})
        made.append(Slice(by, value, len(chosen), units, cases.interval(chosen)))
    return tuple(made)
