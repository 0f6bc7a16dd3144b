"""What matters is found, what does not is told apart from it by probes."""

import numpy as np
import pytest

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.features.matrix import FeatureMatrix, save_matrix
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.importance import alike, importance, stability, words_of
from pfd_desktop.progress import Silent

UNITS, WINDOWS = 8, 3


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """Two classes told by one feature, which a second repeats; three more mean nothing."""
    draw = np.random.default_rng(1)
    members = [
        Member(f"{c}{u}", f"{c}{u}", c, f"{c}{u}", f"{c}{u}", "", f"{c}{u}")
        for c in ("a", "b")
        for u in range(UNITS)
    ]
    record = np.repeat(np.arange(len(members)), WINDOWS)
    tells = (record >= UNITS) * 3.0 + draw.normal(size=len(record))
    rest = draw.normal(size=(len(record), 3)) + draw.normal(size=(len(members), 3))[record]
    values = np.column_stack((rest[:, 0], tells, np.exp(-tells), rest[:, 1:]))
    start = np.tile(np.arange(WINDOWS) * 100, len(members))
    path = tmp_path_factory.mktemp("features") / "set.npz"
    digest = np.arange(len(record), dtype=np.uint64)
    names = ("first", "tells", "again", "second", "third")
    ids = tuple(member.recording_id for member in members)
    save_matrix(path, FeatureMatrix(names, ids, values, record, start, start + 100, digest))
    return Trial("forest", SplitKind.UNIT, tuple(members), 0, 4, None, path)


def test_what_tells_the_classes_is_above_the_probes_and_the_rest_is_not(trial: Trial) -> None:
    found = importance(trial, Silent())
    by_name = {weight.name: weight for weight in found.weights}
    assert found.accuracy > 0.9
    assert (found.folds, found.units) == (4, 2 * UNITS)
    assert {w.name for w in found.weights if w.above(found.probes)} == {"tells", "again"}
    assert by_name["tells"].lost.low > 0.2
    assert by_name["tells"].group == by_name["again"].group
    assert by_name["tells"].lost == by_name["again"].lost  # exchanged together
    assert by_name["tells"].information_bits > 2 * found.probes.information_bits
    assert by_name["tells"].forest + by_name["again"].forest > 0.5
    assert "2 of 5 features lose more than shuffled copies" in words_of(found)
    assert sum(weight.forest for weight in found.weights) < 1  # the probes took their share
    assert set(found.groups.values()) >= {("first",), ("second",), ("third",)}


def test_groups_are_tied_by_rank_at_either_sign_and_through_others() -> None:
    draw = np.random.default_rng(0)
    one = draw.normal(size=400)
    chain = [one, one + 0.35 * draw.normal(size=400)]
    chain.append(chain[1] + 0.35 * draw.normal(size=400))
    values = np.column_stack((one, draw.normal(size=400), -np.exp(one), *chain[1:]))
    values[5, 1] = np.nan
    assert abs(np.corrcoef(one, chain[2])[0, 1]) < 0.92
    groups = alike(values, 0.92)
    assert groups[0] == groups[2] == groups[3] == groups[4] != groups[1]


def test_stability_is_one_for_equal_choices_and_about_nothing_by_chance() -> None:
    same = np.tile([True, False, False, True], (5, 1))
    assert stability(same) == 1.0
    draw = np.random.default_rng(0)
    chance = np.array([draw.permutation(np.arange(60) < 10) for _ in range(200)])
    assert abs(stability(chance)) < 0.02
    # two folds that share one of two among four
    assert stability(np.array([[1, 1, 0, 0], [1, 0, 1, 0]], dtype=bool)) == pytest.approx(0.0)
    assert stability(np.ones((3, 4), dtype=bool)) == 1.0
