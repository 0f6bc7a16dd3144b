"""Every kind of planted leak is found; clean designs pass."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.evaluation.audit import audit, refuse_leaks
from pfd_desktop.core.evaluation.design import FittedStep, Fold, Split
from pfd_desktop.core.evaluation.splits import make_split
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.errors import LeakFound
from tests.core.evaluation.designs import member, plant, windows

ROWS = np.arange(1000)


def by_members(test: set[int], record: np.ndarray) -> Fold:
    held = np.isin(record, list(test))
    return Fold(np.flatnonzero(~held), np.flatnonzero(held))


def kinds(findings: object) -> set[str]:
    assert isinstance(findings, tuple)
    return {finding.kind for finding in findings}


@pytest.mark.parametrize("kind", list(SplitKind))
def test_our_own_splits_keep_their_promises(kind: SplitKind) -> None:
    design = windows(plant())
    split = make_split(design, kind, folds=3)
    steps = [[FittedStep("scaler", fold.train)] for fold in split.folds]
    allowed = refuse_leaks(design, split, steps)
    assert (
        kinds(allowed)
        == {
            SplitKind.UNIT: {"condition"},
            SplitKind.MACHINE: {"condition"},
            SplitKind.CONDITION: {"unit", "machine"},
            SplitKind.RECORD: {"unit", "machine", "condition"},
            SplitKind.RANDOM: {"unit", "machine", "record", "condition"},
        }[kind]
    )


def test_a_shared_unit_is_found() -> None:
    design = windows([member("a", "x", "1"), member("b", "y", "2"), member("c", "x", "1")])
    fold = by_members({2}, design.record)
    assert kinds(audit(design, [fold])) == {"unit"}
    with pytest.raises(LeakFound, match="unit 1 on both sides"):
        refuse_leaks(design, Split(SplitKind.UNIT, (fold,), ""))


def test_a_shared_recording_is_found() -> None:
    design = windows([member("a", "x", "1"), member("b", "y", "2")])
    fold = Fold(np.arange(0, 7), np.array([7]))
    assert kinds(audit(design, [fold])) == {"unit", "record"}
    with pytest.raises(LeakFound, match="recording b on both sides"):
        refuse_leaks(design, Split(SplitKind.RECORD, (fold,), ""))


def test_windows_that_overlap_are_found_even_in_a_random_split() -> None:
    design = windows(plant(), hop=50)
    split = make_split(design, SplitKind.RANDOM, folds=2)
    with pytest.raises(LeakFound, match="share samples"):
        refuse_leaks(design, split)


def test_windows_that_only_touch_are_clean() -> None:
    design = windows(plant(), hop=100)
    assert "samples" not in kinds(audit(design, make_split(design, SplitKind.RANDOM).folds))


def test_a_recording_imported_twice_is_found() -> None:
    members = [
        member("a", "x", "1", blob="same"),
        member("b", "y", "2"),
        member("copy of a", "x", "3", blob="same"),
        member("d", "y", "4"),
    ]
    design = windows(members)
    fold = by_members({2, 3}, design.record)
    findings = audit(design, [fold])
    assert kinds(findings) == {"samples"}
    assert any("a and copy of a hold the same samples" in f.text for f in findings)


def test_a_window_that_occurs_twice_is_found() -> None:
    design = windows([member("a", "x", "1"), member("b", "y", "2")])
    digest = design.digest.copy()
    digest[7] = digest[0]
    design = replace(design, digest=digest)
    findings = audit(design, [by_members({1}, design.record)])
    assert kinds(findings) == {"samples"}
    assert "the same samples (first in b)" in findings[0].text


def test_a_step_fitted_on_everything_is_found() -> None:
    design = windows(plant())
    split = make_split(design, SplitKind.UNIT)
    steps = [[FittedStep("standard scaler", np.arange(len(design)))] for _ in split.folds]
    with pytest.raises(LeakFound, match="standard scaler was fitted on 16 windows"):
        refuse_leaks(design, split, steps)


def test_one_stray_row_is_enough() -> None:
    design = windows(plant())
    split = make_split(design, SplitKind.UNIT)
    steps = [[FittedStep("forest", np.append(f.train, f.test[0]))] for f in split.folds]
    assert kinds(audit(design, split.folds, steps)) >= {"preprocessing"}
