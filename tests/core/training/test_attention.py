"""Attention over a recording's windows lands where the fault shows, and is taken up bit for bit."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.evaluation.pooling import Pooling, pooled, shares
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.records.learning import RunResult
from pfd_desktop.core.training.asking import Stretch, trained
from pfd_desktop.core.training.batches import Batches
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.core.training.robustness import Asking, ask_fold, judge
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Cancelled
from tests.core.training.test_network import Listener, weights
from tests.core.training.witnesses import LENGTH, WINDOWS, witness_trial

torch = pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[NetworkTrial, dict[str, int]]:
    """The trial with attention, and which window shows the fault."""
    trial, shows = witness_trial(tmp_path_factory.mktemp("witnesses"))
    return replace(trial, pool=Pooling.ATTENTION), shows


@pytest.fixture(scope="module")
def attending(made: tuple[NetworkTrial, dict[str, int]]) -> RunResult:
    """What it finds."""
    return train_network(made[0], SILENT).result


def test_it_finds_the_one_window_in_sixteen_and_the_mean_does_not(
    made: tuple[NetworkTrial, dict[str, int]], attending: RunResult, tmp_path: Path
) -> None:
    trial, shows = made
    mean = train_network(replace(trial, pool=Pooling.MEAN, folder=tmp_path), SILENT).result
    assert attending.accuracy.value == 1.0
    assert mean.accuracy.value < 0.7
    faulty = [one for one in attending.predictions if one.truth != "healthy"]
    assert len(faulty) == len(shows) == 20
    for one in attending.predictions:
        assert len(one.weights) == WINDOWS
        assert sum(one.weights) == pytest.approx(1, abs=1e-3)
    assert all(np.argmax(one.weights) == shows[one.recording_name] for one in faulty)
    assert all(one.weights == () for one in mean.predictions)


def test_stopped_and_resumed_it_is_the_same_bit_for_bit(
    made: tuple[NetworkTrial, dict[str, int]], tmp_path: Path
) -> None:
    whole = replace(made[0], folder=tmp_path / "whole", epochs=2, network="cnn-lstm")
    outcome = train_network(whole, SILENT)
    mine = replace(whole, folder=tmp_path / "mine")
    with pytest.raises(Cancelled):
        train_network(mine, Listener(1))
    with pytest.raises(InvalidInput, match="have changed since"):
        train_network(replace(mine, pool=Pooling.MEAN), SILENT)
    assert train_network(mine, SILENT) == outcome
    assert weights(mine.folder) == weights(whole.folder)
    assert train_network(mine, SILENT) == outcome  # from what is kept


def test_asked_again_it_says_the_same(
    made: tuple[NetworkTrial, dict[str, int]], attending: RunResult
) -> None:
    trial = made[0]
    for one in (attending.predictions[0], attending.predictions[15]):
        place = [member.name for member in trial.members].index(one.recording_name)
        blob = open_blob(trial.waveforms[place])
        stretch = Stretch(blob.samples, 12000.0, Known(), np.arange(WINDOWS) * LENGTH)
        (said,) = trained(trial, one.fold, 3).scores([stretch])
        blob.close()
        found = pooled(Pooling.ATTENTION, said[:, :3], attending.classes, said[:, 3])
        np.testing.assert_allclose(found, one.scores, atol=1e-5)
        np.testing.assert_allclose(shares(said[:, 3]), one.weights, atol=1e-4)


def test_what_it_withstands_is_judged_by_its_attention(
    made: tuple[NetworkTrial, dict[str, int]], attending: RunResult
) -> None:
    trial = made[0]
    certificate = train_network(trial, SILENT).certificate  # all of it is kept
    known = tuple(Known() for _ in trial.members)
    asking = Asking(trial, certificate, trial.waveforms, known, (), LENGTH)
    folds = [ask_fold(replace(asking, fold=number), SILENT) for number in range(2)]
    found = judge(asking, folds, SILENT).undisturbed
    assert found.right is not None
    assert found.right.value == attending.accuracy.value
    assert found.windows == attending.window_accuracy


def test_recordings_are_answered_alike_in_torch_and_in_numpy() -> None:
    from pfd_desktop.core.networks.weighing import of_recordings

    draw = np.random.default_rng(1)
    answers = draw.normal(size=(9, 4)) * [1, 1, 1, 200]  # shares that one window takes whole
    owner = np.array([0, 1, 1, 0, 2, 2, 2, 1, 2])
    logits = of_recordings(torch.from_numpy(answers), torch.from_numpy(owner))
    found = logits.softmax(dim=1).numpy()
    scores = np.exp(answers[:, :3]) / np.exp(answers[:, :3]).sum(axis=1, keepdims=True)
    for one in range(3):
        mine = owner == one
        said = pooled(Pooling.ATTENTION, scores[mine], ("a", "b", "c"), answers[mine, 3])
        np.testing.assert_allclose(said, found[one], atol=1e-12)


def test_a_step_takes_whole_recordings_and_four_at_least() -> None:
    record = np.repeat(np.arange(10), [30] * 9 + [5])
    rows = np.flatnonzero(record != 3)
    whole = Batches(rows, record, 64, whole=True)
    assert (whole.each, whole.steps, len(whole.examples)) == (4, 3, 9)
    taken = list(whole.drawn(np.arange(9)[::-1]))
    assert [set(record[one]) for one in taken] == [{9, 8, 7, 6}, {5, 4, 2, 1}, {0}]
    np.testing.assert_array_equal(np.sort(np.concatenate(taken)), rows)
    assert Batches(rows, record, 300, whole=True).each == 10
    plain = Batches(rows, record, 64, whole=False)
    assert (plain.each, plain.steps) == (64, 4)
    np.testing.assert_array_equal(plain.first(), rows[:64])
