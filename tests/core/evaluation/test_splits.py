"""Splits keep apart what their name says, and say why when they cannot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfd_desktop.core.evaluation.splits import LEAKY, make_split
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.errors import InvalidInput
from tests.core.evaluation.designs import member, plant, windows


@pytest.mark.parametrize("kind", list(SplitKind))
def test_every_window_is_tested_once_and_every_class_on_both_sides(kind: SplitKind) -> None:
    design = windows(plant())
    split = make_split(design, kind, folds=3)
    tested = np.concatenate([fold.test for fold in split.folds])
    assert sorted(tested.tolist()) == list(range(len(design)))
    for fold in split.folds:
        assert not set(fold.train) & set(fold.test)
        assert set(design.targets()[fold.train]) == set(design.targets()[fold.test]) == {0, 1}


@settings(max_examples=30, deadline=None)
@given(units=st.integers(2, 7), seed=st.integers(0, 1000), folds=st.integers(2, 6))
def test_no_unit_is_ever_on_both_sides(units: int, seed: int, folds: int) -> None:
    design = windows(plant(units))
    split = make_split(design, SplitKind.UNIT, folds, seed)
    assert len(split.folds) == min(units, folds)
    names = np.array([m.unit_id for m in design.members])[design.record]
    for fold in split.folds:
        assert not set(names[fold.train]) & set(names[fold.test])


def test_a_class_with_a_single_unit_is_refused_by_name() -> None:
    design = windows([*plant(), member("normal", "healthy", "bearing 9")])
    with pytest.raises(InvalidInput, match=r"'healthy' has a single unit \(bearing 9\)"):
        make_split(design, SplitKind.UNIT)


def test_a_unit_that_grew_faulty_stays_whole() -> None:
    members = [
        member(f"{unit} {label}", label, unit)
        for unit in ("a", "b", "c", "d")
        for label in ("healthy", "outer")
    ]
    design = windows(members)
    split = make_split(design, SplitKind.UNIT, folds=4)
    assert len(split.folds) == 4
    for fold in split.folds:
        assert {design.members[i].unit_id for i in np.unique(design.record[fold.test])} in (
            {"a"},
            {"b"},
            {"c"},
            {"d"},
        )


def test_one_label_cannot_be_split() -> None:
    with pytest.raises(InvalidInput, match="nothing to tell apart"):
        make_split(windows([member("a", "inner", "1"), member("b", "inner", "2")]), SplitKind.UNIT)


def test_a_missing_condition_is_named() -> None:
    with pytest.raises(InvalidInput, match=r"1 state none \(silent\)"):
        make_split(windows([*plant(), member("silent", "inner", "inner0")]), SplitKind.CONDITION)


def test_only_the_split_by_unit_makes_no_reservation() -> None:
    design = windows(plant())
    assert make_split(design, SplitKind.UNIT).warnings == ()
    assert make_split(design, SplitKind.RANDOM).warnings == (LEAKY,)
    assert "same bearings" in make_split(design, SplitKind.CONDITION).warnings[0]
    assert "same bearings" in make_split(design, SplitKind.RECORD).warnings[0]


def test_the_certificate_names_the_split() -> None:
    design = windows(plant())
    first = make_split(design, SplitKind.UNIT, seed=1)
    assert len(first.certificate) == 64
    assert make_split(design, SplitKind.UNIT, seed=1).certificate == first.certificate
    relabelled = windows([member(m.name, m.label, m.unit_id + "x") for m in plant()])
    others = {make_split(design, SplitKind.UNIT, seed=s).certificate for s in range(2, 30)} | {
        make_split(relabelled, SplitKind.UNIT, seed=1).certificate
    }
    assert len(others) > 2
    assert make_split(relabelled, SplitKind.UNIT, seed=1).certificate != first.certificate
