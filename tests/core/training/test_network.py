"""A network's run is the same whether or not it was stopped on the way."""

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.learning import EpochEvent
from pfd_desktop.core.training.checkpoints import load_arrays, newest_checkpoint
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.core.training.options import USUAL
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import InvalidInput, InvalidRecording
from pfd_desktop.progress import Cancelled, Silent
from tests.core.training.bearings import bearing_trial

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")


class Listener:
    """Hears the epochs; gives up after *patience* of them."""

    def __init__(self, patience: int = 10**6) -> None:
        self.events: list[EpochEvent] = []
        self._patience = patience

    def report(self, fraction: float, text: str = "") -> None:
        assert 0 < fraction <= 1
        assert text.startswith("Fold")
        if len(self.events) >= self._patience:
            raise Cancelled

    def tell(self, event: object) -> None:
        assert isinstance(event, EpochEvent)
        self.events.append(event)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> NetworkTrial:
    """Two classes on two bearings each."""
    return bearing_trial(tmp_path_factory.mktemp("waveforms"))


def weights(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("fold-*"))}


@pytest.fixture(scope="module")
def straight(trial: NetworkTrial, tmp_path_factory: pytest.TempPathFactory) -> NetworkTrial:
    """The run that was never stopped."""
    whole = replace(trial, folder=tmp_path_factory.mktemp("straight"))
    train_network(whole, Silent())
    return whole


@pytest.mark.parametrize("stop", [1, 3, 4, 6, 7])
def test_a_run_stopped_and_resumed_equals_the_whole_bit_for_bit(
    straight: NetworkTrial, tmp_path: Path, stop: int
) -> None:
    """Stops in the first fold, between the folds and in the last."""
    mine = replace(straight, folder=tmp_path)
    with pytest.raises(Cancelled):
        train_network(mine, Listener(stop))
    heard = Listener()
    outcome = train_network(mine, heard)
    assert weights(tmp_path) == weights(straight.folder)
    assert len(weights(tmp_path)) == 4
    assert [(e.fold, e.epoch) for e in outcome.history] == [
        (fold, epoch) for fold in range(2) for epoch in range(1, 5)
    ]
    assert heard.events == list(outcome.history)
    assert outcome == train_network(straight, Silent())


def test_one_with_dropout_and_memory_goes_on_bit_for_bit_too(
    trial: NetworkTrial, tmp_path: Path
) -> None:
    whole = replace(trial, folder=tmp_path / "whole", network="cnn-lstm", epochs=2)
    outcome = train_network(whole, Silent())
    mine = replace(whole, folder=tmp_path / "mine")
    with pytest.raises(Cancelled):
        train_network(mine, Listener(3))
    with pytest.raises(InvalidInput, match="have changed since"):
        train_network(replace(mine, network="patchtst"), Silent())
    assert train_network(mine, Silent()) == outcome
    assert weights(mine.folder) == weights(whole.folder)


def _child(trial: NetworkTrial) -> None:
    train_network(trial, Silent())


def test_killed_at_any_moment_it_goes_on_bit_for_bit(
    straight: NetworkTrial, tmp_path: Path
) -> None:
    mine = replace(straight, folder=tmp_path)
    context = multiprocessing.get_context("spawn")
    draw = np.random.default_rng(7)
    for _ in range(3):
        child = context.Process(target=_child, args=(mine,))
        child.start()
        before = newest_checkpoint(tmp_path)
        start = before.step if before else 0
        deadline = time.monotonic() + 60
        while child.is_alive() and time.monotonic() < deadline:
            found = newest_checkpoint(tmp_path)
            if found is not None and found.step > start:
                break
            time.sleep(0.01)
        time.sleep(float(draw.random()) * 0.1)
        if child.is_alive() and child.pid is not None:
            os.kill(child.pid, signal.SIGKILL)
        child.join()
        child.close()
        assert newest_checkpoint(tmp_path) is not None
    train_network(mine, Silent())
    assert weights(tmp_path) == weights(straight.folder)


def test_a_damaged_checkpoint_is_passed_over(straight: NetworkTrial, tmp_path: Path) -> None:
    mine = replace(straight, folder=tmp_path)
    with pytest.raises(Cancelled):
        train_network(mine, Listener(3))
    newest = tmp_path / "checkpoint-000003.safetensors"
    newest.write_bytes(newest.read_bytes()[:-7])
    kept = newest_checkpoint(tmp_path)
    assert kept is not None
    assert kept.step == 2
    train_network(mine, Silent())
    assert weights(tmp_path) == weights(straight.folder)


def test_only_two_checkpoints_are_kept(straight: NetworkTrial) -> None:
    assert len(list(straight.folder.glob("checkpoint-*.json"))) == 2
    assert len(list(straight.folder.glob("checkpoint-*.safetensors"))) == 2


def test_it_tells_every_epoch_and_learns(trial: NetworkTrial, tmp_path: Path) -> None:
    heard = Listener()
    outcome = train_network(replace(trial, folder=tmp_path, epochs=10), heard)
    assert len(heard.events) == 20
    assert heard.events[9].train_loss < heard.events[0].train_loss
    assert outcome.result.accuracy.value == 1.0
    assert outcome.result.folds == 2
    scores = load_arrays(tmp_path / "fold-0.scores.safetensors")["scores"]
    np.testing.assert_allclose(scores.sum(axis=1), 1.0)


def test_another_seed_gives_other_weights(straight: NetworkTrial, tmp_path: Path) -> None:
    train_network(replace(straight, folder=tmp_path, seed=4), Silent())
    assert weights(tmp_path) != weights(straight.folder)


def test_changed_labels_are_not_taken_up(straight: NetworkTrial, tmp_path: Path) -> None:
    mine = replace(straight, folder=tmp_path)
    with pytest.raises(Cancelled):
        train_network(mine, Listener(2))
    with pytest.raises(InvalidInput, match="have changed since"):
        train_network(replace(mine, epochs=5), Silent())


def test_runs_begun_before_there_were_other_networks_keep_their_identity(
    trial: NetworkTrial, tmp_path: Path
) -> None:
    """What the first version of the program wrote into the checkpoints of this very run."""
    with pytest.raises(Cancelled):
        train_network(replace(trial, folder=tmp_path, options=USUAL), Listener(1))
    kept = newest_checkpoint(tmp_path)
    assert kept is not None
    assert kept.facts["identity"] == (
        "f2073df8418999827569fbae62e2a7d0b47b2ade5f109c884324e9684d54a394"
    )


def test_rates_that_differ_and_windows_too_long_are_refused(
    trial: NetworkTrial, tmp_path: Path
) -> None:
    with pytest.raises(InvalidRecording, match="fewer than one window"):
        train_network(replace(trial, folder=tmp_path, window_samples=10**6), Silent())
    with pytest.raises(InvalidInput, match="at least 512"):
        train_network(replace(trial, folder=tmp_path, window_samples=100), Silent())
    with pytest.raises(InvalidInput, match="There is no network 'magic'"):
        train_network(replace(trial, folder=tmp_path, network="magic"), Silent())
    other = tmp_path / "other.h5"
    write_blob(other, np.zeros(2048, dtype=np.float32), 48000.0, "g", "acceleration")
    mixed = replace(trial, waveforms=(other, *trial.waveforms[1:]), folder=tmp_path)
    with pytest.raises(InvalidInput, match="12000, 48000 Hz"):
        train_network(mixed, Silent())
