"""Weights that start at the physical rule and move as far as units of their own say."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from pfd_desktop.core.classical import physics
from pfd_desktop.core.classical.keeping import load_estimator, save_estimator
from pfd_desktop.core.classical.physics import Material, fit_physics
from pfd_desktop.core.features.catalogue import SETS
from pfd_desktop.errors import InvalidInput

NAMES = SETS["evidence"].names
COLUMN = [NAMES.index(f"{family} evidence") for family in ("BPFO", "BPFI", "2×BSF", "FTF")]
CLASSES = ("healthy", "inner race", "outer race", "rolling element")
SHOWS = {"inner race": 1, "outer race": 0, "rolling element": 2}


def bearings(of_each: int, *, seed: int = 0, ball_shows: int = 2, rows: int = 4) -> Material:
    """Bearings of every class, whose own family shows 6 decades where others show about 1."""
    draw = np.random.default_rng(seed)
    values, targets, units = [], [], []
    for target, name in enumerate(CLASSES):
        for number in range(of_each):
            for _ in range(rows):
                row = np.full(len(NAMES), np.nan)
                row[COLUMN] = draw.exponential(1.0, 4)
                shown = ball_shows if name == "rolling element" else SHOWS.get(name)
                if shown is not None:
                    row[COLUMN[shown]] += 6
                values.append(row)
                targets.append(target)
                units.append(f"{name} {number}")
    return Material(np.array(values), NAMES, np.array(targets), CLASSES, units)


def right(estimator: Any, material: Material) -> float:
    found = estimator.predict_proba(material.values).argmax(axis=1)
    return float(np.mean(found == material.targets))


def test_with_one_unit_of_a_class_the_rule_stands_almost_as_it_is() -> None:
    made = fit_physics(bearings(1))
    weights = made[-1].coef_[:, COLUMN]
    rule = np.zeros((4, 4))
    rule[1, 1] = rule[2, 0] = rule[3, 2] = 1
    rule[3, 3] = 0.3
    np.testing.assert_allclose(weights, rule, atol=0.02)
    np.testing.assert_allclose(made[-1].intercept_, [3, 0, 0, 0], atol=0.02)
    assert right(made, bearings(20, seed=1)) > 0.9


def test_units_may_say_against_the_rule_where_there_are_enough() -> None:
    learned = bearings(15, ball_shows=3)  # here balls show by the cage's line alone
    new = bearings(20, seed=1, ball_shows=3)
    few = fit_physics(bearings(1, ball_shows=3))
    many = fit_physics(learned)
    balls = new.only(np.flatnonzero(new.targets == 3))
    assert right(few, balls) < 0.5
    assert right(many, balls) > 0.9
    assert right(many, new) > 0.9


def test_a_class_that_was_never_met_is_named_by_the_rule() -> None:
    material = bearings(6)
    made = fit_physics(material.only(np.flatnonzero(material.targets != 2)))
    new = bearings(20, seed=1)
    outer = new.only(np.flatnonzero(new.targets == 2))
    assert right(made, outer) > 0.9


def test_a_unit_counts_once_however_many_recordings_it_has() -> None:
    material = bearings(5)
    again = np.concatenate([np.arange(80), *[np.flatnonzero(material.targets == 1)[:4]] * 50])
    weights = fit_physics(material)[-1].coef_
    repeated = fit_physics(material.only(again))[-1].coef_
    np.testing.assert_allclose(repeated, weights, atol=1e-3)


def test_without_a_rule_it_is_ridge_regression_as_scikit_learn_computes_it() -> None:
    draw = np.random.default_rng(3)
    values, targets = draw.normal(size=(60, 3)), np.arange(60) % 3
    values[np.arange(60), targets] += 1
    units = [str(row) for row in range(60)]
    told = Material(values, "abc", targets, "xyz", units)
    trust = 2.0
    ours = physics._posterior(told, np.zeros((3, 4)), trust)
    theirs = LogisticRegression(C=1 / (2 * trust), fit_intercept=False, tol=1e-8, max_iter=1000)
    theirs.fit(np.hstack((values, np.ones((60, 1)))), targets)
    np.testing.assert_allclose(ours, theirs.coef_, atol=2e-4)


def test_two_classes_have_the_chances_of_the_two_sums_of_evidence() -> None:
    material = bearings(6)
    two = material.only(np.flatnonzero(np.isin(material.targets, (1, 2))))
    two = Material(two.values, NAMES, two.targets - 1, CLASSES[1:3], two.units)
    made = fit_physics(two)
    evidence = two.values[:, COLUMN]
    weights = physics._posterior(
        Material(evidence, physics._COLUMNS, two.targets, two.classes, two.units),
        physics._rule(two),
        physics._trust(
            Material(evidence, physics._COLUMNS, two.targets, two.classes, two.units),
            physics._rule(two),
        ),
    )
    sums = np.hstack((evidence, np.ones((len(evidence), 1)))) @ weights.T
    np.testing.assert_allclose(made.predict_proba(two.values), softmax(sums, axis=1), atol=1e-9)


def test_what_is_not_known_of_a_recording_is_no_evidence() -> None:
    made = fit_physics(bearings(6))
    unknown = np.full((1, len(NAMES)), np.nan)
    nothing = np.where(np.isin(np.arange(len(NAMES)), COLUMN), 0.0, np.nan)[None]
    np.testing.assert_array_equal(made.predict_proba(unknown), made.predict_proba(nothing))
    assert CLASSES[int(made.predict_proba(unknown).argmax())] == "healthy"


def test_it_is_kept_without_any_type_of_ours(tmp_path: Path) -> None:
    material = bearings(3)
    made = fit_physics(material)
    save_estimator(tmp_path / "a.skops", made)
    again = load_estimator(tmp_path / "a.skops")
    np.testing.assert_array_equal(
        again.predict_proba(material.values), made.predict_proba(material.values)
    )


def test_other_features_and_other_faults_are_refused_in_words() -> None:
    material = bearings(2)
    others = Material(material.values[:, :3], "abc", material.targets, CLASSES, material.units)
    with pytest.raises(InvalidInput, match="features 'evidence'"):
        fit_physics(others)
    shaft = ("healthy", "imbalance", "rub", "wear")
    with pytest.raises(InvalidInput, match="has nothing to say"):
        fit_physics(Material(material.values, NAMES, material.targets, shaft, material.units))


def test_it_says_what_it_cannot_tell_apart() -> None:
    assert physics.alike(CLASSES) == ""
    said = physics.alike(("healthy", "imbalance", "outer race"))
    assert "healthy, imbalance apart" in said
