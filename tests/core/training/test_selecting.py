"""Features are chosen inside the folds: among probes alone nothing can be learned."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.features.matrix import FeatureMatrix, save_matrix
from pfd_desktop.core.features.selection import Choosing, choose
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.evaluation import Trial, evaluate
from pfd_desktop.progress import SILENT

UNITS, PROBES, CHOSEN = 96, 300, 20


def judged(
    folder: Path, values: np.ndarray, by: Choosing, select: int, classifier: str = "logistic"
) -> float:
    members = tuple(
        Member(f"r{u}", f"r{u}", "ab"[u % 2], f"u{u}", f"u{u}", "", f"b{u}") for u in range(UNITS)
    )
    rows = np.arange(UNITS)
    ids = tuple(member.recording_id for member in members)
    names = tuple(f"probe {k}" for k in range(values.shape[1]))
    path = folder / "set.npz"
    save_matrix(
        path, FeatureMatrix(names, ids, values, rows, 0 * rows, 0 * rows + 100, rows.astype("u8"))
    )
    trial = Trial(classifier, SplitKind.UNIT, members, 0, 4, None, path)
    asked = replace(trial, select=select, select_by=by)
    return evaluate(asked, SILENT).result.accuracy.value


@pytest.mark.parametrize("by", list(Choosing))
def test_probes_chosen_inside_the_folds_are_worth_nothing(tmp_path: Path, by: Choosing) -> None:
    probes = np.random.default_rng(5).normal(size=(UNITS, PROBES))
    honest = judged(tmp_path, probes, by, CHOSEN)
    assert honest < 0.65
    if by is not Choosing.VARIANCE:  # which never looks at the classes
        # the same rule on all recordings at once, as it must never be done
        before = choose(by, probes, np.arange(UNITS) % 2, CHOSEN)
        assert judged(tmp_path, probes[:, before], by, 0) > honest + 0.1


@pytest.mark.parametrize(
    ("by", "tells"),
    [(Choosing.MID, True), (Choosing.INFORMATION, True), (Choosing.VARIANCE, False)],
)
def test_the_rule_that_is_asked_for_chooses(tmp_path: Path, by: Choosing, tells: bool) -> None:
    draw = np.random.default_rng(6)
    told = np.arange(UNITS) % 2 + 0.01 * draw.normal(size=UNITS)
    told[:6] += 40.0  # a few far away: little variance for its range
    table = np.column_stack((draw.integers(0, 2, UNITS) * 1.0, told))
    assert (judged(tmp_path, table, by, 1, "forest") > 0.9) == tells
