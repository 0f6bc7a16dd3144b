"""Opinions of several classifiers brought together, with answers worked out by hand."""

import numpy as np
import pytest

from pfd_desktop.core.classical.classifiers import fit
from pfd_desktop.core.classical.pools import DOUBT, log_pool, probabilities, soft_vote
from pfd_desktop.core.classical.table import CLASSICAL, POOLED, TABLE, classifier
from pfd_desktop.errors import InvalidInput

SURE = np.array([[0.98, 0.02]])
WAVERING = np.array([[0.40, 0.60]])


def test_a_vote_is_the_mean() -> None:
    np.testing.assert_allclose(soft_vote(np.stack([SURE, WAVERING])), [[0.69, 0.31]])


def test_a_log_pool_multiplies_the_odds() -> None:
    """Odds of 49 and 2/3, less their doubt, under a square root: the surer one weighs more."""
    less = (1 - DOUBT) * np.array([0.98, 0.40]) + DOUBT / 2
    odds = np.sqrt(np.prod(less / (1 - less)))
    pooled = log_pool(np.stack([SURE, WAVERING]))
    assert pooled[0, 0] == pytest.approx(odds / (1 + odds), rel=1e-12)
    assert pooled[0, 0] > 0.69
    assert pooled.sum() == pytest.approx(1.0)


def test_one_zero_does_not_rule_a_class_out() -> None:
    never, likely = np.array([[0.0, 1.0]]), np.array([[0.95, 0.05]])
    pooled = log_pool(np.stack([never, likely, likely, likely]))
    assert pooled[0, 0] > 0.5


def test_equal_opinions_are_kept() -> None:
    same = np.stack([WAVERING] * 3)
    np.testing.assert_allclose(soft_vote(same), WAVERING)
    np.testing.assert_allclose(log_pool(same), (1 - DOUBT) * WAVERING + DOUBT / 2)


@pytest.mark.parametrize("classes", [2, 3])
def test_margins_become_shares_in_their_order(classes: int) -> None:
    draw = np.random.default_rng(0)
    targets = np.arange(90) % classes
    values = draw.normal(size=(90, 3)) + 2 * targets[:, None]
    machine = fit("svm", values, targets, np.arange(90), classes=classes, seed=0).estimator
    assert not hasattr(machine, "predict_proba")  # it would look into inner folds of windows
    shares = probabilities(machine, values)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    np.testing.assert_array_equal(shares.argmax(axis=1), machine.predict(values))
    if classes == 2:
        odds = np.log(shares[:, 1] / shares[:, 0])
        np.testing.assert_allclose(odds, 2 * machine.decision_function(values), atol=1e-9)


def test_a_pool_is_its_members_opinions_pooled() -> None:
    draw = np.random.default_rng(3)
    targets = np.arange(60) % 3
    values = draw.normal(size=(60, 4)) + targets[:, None]
    rows = np.arange(40)
    alone = [fit(key, values, targets, rows, classes=3, seed=5).scores(values) for key in POOLED]
    for name, rule in (("vote", soft_vote), ("log-pool", log_pool)):
        together = fit(name, values, targets, rows, classes=3, seed=5)
        np.testing.assert_allclose(together.scores(values), rule(np.stack(alone)), atol=1e-12)
        names = {step.name for step in together.steps}
        assert {"random forest", "standard scaler", "support vector machine"} <= names


def test_the_table_is_whole_and_each_key_its_own() -> None:
    assert len(CLASSICAL) == len(TABLE)
    assert set(POOLED) <= set(CLASSICAL)
    assert all(row.title and row.source and row.cost_s > 0 for row in TABLE)
    with pytest.raises(InvalidInput, match="There is no classifier 'magic'"):
        classifier("magic")
