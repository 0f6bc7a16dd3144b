"""What is estimated from one batch is about what the training then takes."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from pfd_desktop.core.training.network import train_network
from pfd_desktop.core.training.options import Options
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT
from tests.core.training.bearings import bearing_trial

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")


def test_the_estimate_holds_within_a_factor_of_two_and_a_half(tmp_path: Path) -> None:
    from pfd_desktop.core.training.estimating import estimate_training

    trial = replace(
        bearing_trial(tmp_path),
        epochs=3,
        network="resnet18",
        folder=tmp_path / "run",
        options=Options(batch=10, deterministic=True),
    )
    trial.folder.mkdir()
    found = estimate_training(trial, SILENT)
    assert not list(trial.folder.iterdir())
    began = time.perf_counter()
    train_network(trial, SILENT)
    took_s = time.perf_counter() - began
    assert 0.4 < found.whole_s / took_s < 2.5
    # Two folds learn from 40 windows in four steps and watch 40; each is tested once.
    assert found.batch == 10
    assert found.epoch_s > 4 * found.step_s
    assert 2 * 3 * found.epoch_s < found.whole_s < 2 * 4 * found.epoch_s
    # Weights, their gradients and both of Adam's means: four times 15.4 MB, and torch itself.
    assert 60 < found.memory_mib < 8192
    assert "a step (contiguous, float32" in found.words


def test_what_cannot_be_trained_is_not_estimated(tmp_path: Path) -> None:
    from pfd_desktop.core.training.estimating import estimate_training

    with pytest.raises(InvalidInput, match="at least 512 samples"):
        estimate_training(replace(bearing_trial(tmp_path), window_samples=128), SILENT)
    assert not (tmp_path / "nowhere").exists()
