"""A training that is killed a hundred times is the training that never was."""

import multiprocessing
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.training.checkpoints import newest_checkpoint
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.progress import Silent
from tests.core.training.bearings import bearing_trial

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")
pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(3000),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]

KILLS, EPOCHS = 100, 400  # of each of two folds: more than 100 short lives reach
LONGEST_S = 0.4  # of a life once its training goes


class _Telling(Silent):
    """Writes a byte for each epoch that was told: what a user has seen."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def tell(self, event: object) -> None:
        os.write(self._file, b".")


def _live(trial: NetworkTrial, seen: Path) -> None:
    train_network(trial, _Telling(seen))


def test_a_hundred_kills_lose_an_epoch_at_most_and_change_no_bit(tmp_path: Path) -> None:
    """What was told before a kill is on the disk after it, but for one epoch."""
    trial = replace(bearing_trial(tmp_path), network="resnet18", epochs=EPOCHS)
    killed = replace(trial, folder=tmp_path / "killed")
    seen, draw = tmp_path / "seen", np.random.default_rng(11)
    context = multiprocessing.get_context("spawn")
    lost, steps = [], [0]
    for _ in range(KILLS):
        seen.write_bytes(b"")
        child = context.Process(target=_live, args=(killed, seen))
        child.start()
        while child.is_alive() and seen.stat().st_size <= steps[-1]:
            time.sleep(0.002)
        time.sleep(float(draw.uniform(0, LONGEST_S)))
        assert child.is_alive(), "the training ended before it was killed"
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        child.close()
        kept = newest_checkpoint(killed.folder)
        assert kept is not None
        steps.append(kept.step)
        lost.append(seen.stat().st_size - kept.step)
    assert max(lost) <= 1
    assert steps == sorted(steps)
    train_network(killed, Silent())
    straight = replace(trial, folder=tmp_path / "straight")
    train_network(straight, Silent())
    print(f"GATE epochs_lost_by_100_kills_of_a_training {max(lost)} 1 pass")
    assert _weights(killed.folder) == _weights(straight.folder)


def _weights(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("fold-*"))}
