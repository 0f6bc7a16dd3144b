"""A network learns, and its state can be taken up to the last bit."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.networks.table import network
from pfd_desktop.core.training.checkpoints import load_arrays, save_arrays
from pfd_desktop.core.training.options import Options
from pfd_desktop.core.training.waveforms import WaveformWindows
from tests.core.evaluation.designs import member

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")


def source() -> WaveformWindows:
    """Two classes that differ in frequency, each on four bearings."""
    draw = np.random.default_rng(0)
    time = np.arange(512 * 12) / 512
    waveforms = []
    members = []
    for unit in range(4):
        for label, cycles in (("low", 12), ("high", 40)):
            wave = np.sin(2 * np.pi * cycles * time) + draw.normal(size=len(time)) * 0.5
            waveforms.append((wave * 10.0**unit).astype(np.float32))
            members.append(member(f"{label} {unit}", label, f"{label} {unit}"))
    return WaveformWindows(members, waveforms, 512)


@pytest.mark.parametrize("precision", ["single", "mixed"])
def test_it_learns_what_can_be_learned(precision: str) -> None:
    from pfd_desktop.core.training.loop import FoldTraining

    data = source()
    targets = data.windows.targets()
    train = np.flatnonzero(data.windows.record < 6)
    test = np.flatnonzero(data.windows.record >= 6)
    asked = Options(precision=precision)
    training = FoldTraining(data, targets, train, network=network("wdcnn"), seed=1, options=asked)
    losses = [training.epoch() for _ in range(15)]
    judged = training.judge(test)
    assert losses[-1] < 0.2 < losses[0]
    assert judged.right == 1.0
    assert judged.loss < 0.5
    np.testing.assert_allclose(judged.scores.sum(axis=1), 1.0)


def test_products_in_bfloat16_change_what_is_learned_but_not_how_it_is_kept() -> None:
    from pfd_desktop.core.training.loop import FoldTraining

    data = source()
    targets, train = data.windows.targets(), np.arange(72)
    made = [
        FoldTraining(data, targets, train, network=network("wdcnn"), seed=5, options=asked)
        for asked in (Options(), Options(precision="mixed"))
    ]
    whole, mixed = [[one.epoch() for _ in range(2)] for one in made]
    assert whole != mixed
    np.testing.assert_allclose(mixed, whole, rtol=0.1)
    kinds = {name: value.dtype for name, value in made[0].state().items()}
    assert {name: value.dtype for name, value in made[1].state().items()} == kinds
    assert made[1].judge(train).scores.dtype == np.float64


# With dropout, memory and attention: what one epoch draws must follow from the state alone.
@pytest.mark.parametrize("key", ["wdcnn", "cnn-lstm", "patchtst"])
def test_taking_up_the_state_changes_nothing(tmp_path: Path, key: str) -> None:
    from pfd_desktop.core.training.loop import FoldTraining

    data = source()
    targets, train = data.windows.targets(), np.arange(72)
    straight = FoldTraining(data, targets, train, network=network(key), seed=5)
    losses = [straight.epoch() for _ in range(5)]
    stopped = FoldTraining(data, targets, train, network=network(key), seed=5)
    for _ in range(2):
        stopped.epoch()
    path = tmp_path / "state.safetensors"
    save_arrays(path, stopped.state())
    resumed = FoldTraining(data, targets, train, network=network(key), seed=5)
    resumed.restore(load_arrays(path))
    assert [resumed.epoch() for _ in range(3)] == losses[2:]
    for name, value in straight.state().items():
        np.testing.assert_array_equal(resumed.state()[name], value, err_msg=name)
