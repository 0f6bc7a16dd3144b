"""Networks that are told speed and bearing, and that attend to windows, asked as a user asks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.learning import SplitKind, TrainRequest
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT
from pfd_desktop.services.trials import make_trial
from tests.services.learning_project import Told, put
from tests.services.test_learning import Rig, wave

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[tuple[Rig, tuple[str, ...]]]:
    """Two races, two bearings each; of one no speed is told, of another no bearing."""
    made, ids = Rig(tmp_path / "project"), []
    for number, label in enumerate(("inner race", "outer race") * 2):
        name = f"{label} {number // 2}"
        told = Told(name, name, label, speed_rpm=None if number == 3 else 1800.0 + number)
        told = replace(told, bearing=None if number == 2 else told.bearing)
        ids.append(put(made.project, wave(label, number // 2, number), told))
    yield made, tuple(ids)
    made.project.close()


def test_each_recording_tells_its_own_speed_and_bearing(rig: tuple[Rig, tuple[str, ...]]) -> None:
    made, ids = rig
    asked = TrainRequest("physics-cnn", recording_ids=ids, epochs=1, pool="attention")
    trial = make_trial(made.project, ids, asked, SplitKind.UNIT, made.project.cache)
    assert isinstance(trial, NetworkTrial)
    own = orders(find("6205-2RS"))
    assert [one.shaft_hz for one in trial.known] == [30.0, 1801 / 60, 1802 / 60, None]
    assert [one.orders for one in trial.known] == [own, own, None, own]
    result = made.training.train(asked, SILENT).result
    assert result is not None
    (note,) = [one for one in result.warnings if "told" in one]
    assert "speed of 1 of 4" in note
    assert "told of 1 whose speed is" in note
    assert all(len(one.weights) > 1 for one in result.predictions)
    assert made.training.estimate(asked, SILENT).batch > 0


def test_attention_is_for_networks(rig: tuple[Rig, tuple[str, ...]]) -> None:
    made, _ = rig
    for classifier in ("minirocket", "forest"):
        with pytest.raises(InvalidInput, match="learned with a network"):
            made.training.train(TrainRequest(classifier, pool="attention"), SILENT)
