"""Faults that were never learned: noticed where they look like no other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.features.matrix import FeatureMatrix, save_matrix
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.strangers import DISTANCE, SCORE, strangers
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent

# "twin" cannot be told from "inner" by anything; "far" lies beside all others.
CENTRES = {"healthy": (0, 0, 0), "inner": (4, 0, 0), "far": (0, 0, 20), "twin": (4, 0, 0)}


def trial_of(folder: Path, labels: tuple[str, ...], conditions: bool = True) -> Trial:
    draw = np.random.default_rng(0)
    members, rows = [], []
    for label in labels:
        for unit in range(6):
            own = 0.3 * draw.normal(size=3)
            for load in range(2):
                name = f"{label} {unit} {load}"
                condition = f"load {load}" if conditions else ""
                members.append(Member(name, name, label, f"{label} {unit}", "", condition, name))
                rows.append(np.array(CENTRES[label]) + own + draw.normal(size=(10, 3)))
    record = np.repeat(np.arange(len(members)), 10)
    start = np.tile(np.arange(10) * 100, len(members))
    digest = np.arange(len(record), dtype=np.uint64)
    ids = tuple(one.recording_id for one in members)
    matrix = FeatureMatrix(
        tuple("abc"), ids, np.concatenate(rows), record, start, start + 100, digest
    )
    save_matrix(folder / "matrix.npz", matrix)
    return Trial("logistic", SplitKind.UNIT, tuple(members), 0, 3, None, folder / "matrix.npz")


def test_what_lies_beside_all_is_noticed_and_a_twin_is_not(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, ("healthy", "inner", "far", "twin"))
    found = {(one.left_out, one.split, one.by): one.found for one in strangers(trial, Silent())}
    assert len(found) == 4 * 2 * 2
    for kind in (SplitKind.UNIT, SplitKind.CONDITION):
        far, twin = found["far", kind, DISTANCE], found["twin", kind, DISTANCE]
        assert far is not None
        assert twin is not None
        assert far.area > 0.95
        assert far.false_alarms < 0.1
        assert twin.area == pytest.approx(0.5, abs=0.2)
        assert (twin.unknown, twin.known) == (12, 36)
        by_score = found["far", kind, SCORE]
        assert by_score is not None
        assert by_score.area < far.area - 0.3  # far out on its side, a wrong name is a sure one


def test_what_cannot_be_measured_says_why(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, ("healthy", "inner", "far"), conditions=False)
    found = strangers(trial, Silent())
    by_condition = [one for one in found if one.split is SplitKind.CONDITION]
    assert len(by_condition) == 6
    assert all(one.found is None and "condition" in one.reason for one in by_condition)
    assert all(one.found is not None for one in found if one.split is SplitKind.UNIT)


def test_two_classes_and_physics_have_no_strangers(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, ("healthy", "inner"))
    with pytest.raises(InvalidInput, match="three are needed, not 2"):
        strangers(trial, Silent())
    with pytest.raises(InvalidInput, match="no stranger to it"):
        strangers(replace(trial, classifier="physics"), Silent())
