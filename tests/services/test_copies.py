"""Noisy copies through the services: made once, kept, learned from, and only where asked for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.features.matrix import load_matrix
from pfd_desktop.core.records.learning import RunState, TrainRequest
from pfd_desktop.core.records.requests import recipe_of
from pfd_desktop.core.training.options import as_asked
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from pfd_desktop.services.copies import copies_file
from pfd_desktop.services.data import DataService
from pfd_desktop.services.features import feature_file
from tests.services.learning_project import Told, put
from tests.services.test_learning import Rig, wave


@pytest.fixture
def learned(tmp_path: Path) -> Iterator[tuple[Rig, str]]:
    """A project and the features of two races, two bearings each."""
    made, ids = Rig(tmp_path / "project"), []
    for label in ("inner race", "outer race"):
        for unit in range(2):
            told = Told(f"{label} {unit}", f"{label} {unit}", label)
            ids.append(put(made.project, wave(label, unit, len(ids)), told))
    yield made, made.extracted(ids)
    made.project.close()


def test_copies_are_made_once_and_change_what_is_learned(learned: tuple[Rig, str]) -> None:
    rig, features = learned
    quiet = TrainRequest("forest", feature_set_id=features)
    noisy = TrainRequest("forest", feature_set_id=features, options=as_asked("forest", {}))
    assert copies_file(rig.project.runs, quiet) is None
    path = copies_file(rig.project.runs, noisy)
    assert path is not None
    rig.training.train(quiet, Silent())
    assert not path.exists()
    run = rig.training.train(noisy, Silent())
    assert run.state is RunState.DONE
    own, copies = load_matrix(feature_file(rig.project.runs, features)), load_matrix(path)
    assert copies.names == own.names
    assert np.array_equal(copies.start, own.start)
    rms = own.names.index("rms")
    assert (copies.values[:, rms] > own.values[:, rms]).all()  # white noise adds its own
    written = path.stat().st_mtime_ns
    assert rig.training.train(noisy, Silent()).result == run.result
    assert path.stat().st_mtime_ns == written


def test_copies_do_not_fit_features_whose_speed_is_told_otherwise_since(
    learned: tuple[Rig, str],
) -> None:
    rig, features = learned
    noisy = TrainRequest("forest", feature_set_id=features, options=as_asked("forest", {}))
    path = copies_file(rig.project.runs, noisy)
    assert path is not None
    data, (first, *_) = DataService(rig.project), rig.features.list_all()[0].recording_ids
    data.edit_recording(first, speed_rpm=1200.0)
    with pytest.raises(InvalidInput, match=r"1 recordings \(first: inner race 0\).*anew"):
        rig.training.train(noisy, Silent())
    assert not path.exists()
    assert rig.training.runs()[0].state is RunState.FAILED
    anew = replace(noisy, feature_set_id=rig.extracted(list(rig.training.runs()[0].recording_ids)))
    assert rig.training.train(anew, Silent()).state is RunState.DONE
    data.edit_recording(first, speed_rpm=1797.0)  # as it was when the first set was made
    assert rig.training.train(noisy, Silent()).state is RunState.DONE
    data.edit_recording(first, speed_rpm=900.0)  # both were made of one speed, and fit
    assert rig.training.train(noisy, Silent()).state is RunState.DONE


def test_what_has_no_copies_refuses_them(learned: tuple[Rig, str]) -> None:
    rig, features = learned
    asked = TrainRequest("physics", feature_set_id=features, options=(("snr_db", 0.0),))
    with pytest.raises(InvalidInput, match="snr_db"):
        rig.training.train(asked, Silent())
    assert as_asked("physics", {}) == as_asked("forest", {"snr_db": None}) == ()


def test_the_rule_for_windows_is_followed_and_an_unknown_one_refused(
    learned: tuple[Rig, str],
) -> None:
    rig, features = learned
    asked = TrainRequest("forest", feature_set_id=features)
    scores = {}
    for pool in ("mean", "max"):
        result = rig.training.train(replace(asked, pool=pool), Silent()).result
        assert result is not None
        scores[pool] = np.array([one.scores for one in result.predictions])
        assert scores[pool].sum(axis=1) == pytest.approx(1.0)
    assert (np.abs(scores["mean"] - scores["max"]) > 1e-6).any()
    with pytest.raises(InvalidInput, match="mean, max, noisy-or"):
        rig.training.train(replace(asked, pool="loudest"), Silent())
    assert recipe_of(asked) == recipe_of(replace(asked, pool="mean"))
    assert recipe_of(asked) != recipe_of(replace(asked, pool="max"))
