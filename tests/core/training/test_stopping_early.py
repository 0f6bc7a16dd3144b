"""Networks that stop when validation units gain nothing more, and learn from varied windows."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.records.learning import EpochEvent, SplitKind
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.core.training.options import options
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Cancelled, Silent

pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")

LENGTH, EPOCHS = 512, 12
ASKED = options(
    {
        "patience": 2,
        "snr_db": 0,
        "speed_percent": 3,
        "shift": True,
        "batch": 16,
        "deterministic": True,
    }
)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> NetworkTrial:
    """Two classes of nothing but noise, four bearings each: no epoch gains for long."""
    folder = tmp_path_factory.mktemp("waveforms")
    draw = np.random.default_rng(0)
    members, paths = [], []
    for name in ("a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"):
        path = folder / f"{name}.h5"
        wave = draw.normal(size=LENGTH * 8).astype(np.float32)
        info = write_blob(path, wave, 12000.0, "g", "acceleration")
        members.append(Member(name, name, name[0], name, name, "", info.sha256))
        paths.append(path)
    return NetworkTrial(
        split=SplitKind.UNIT,
        members=tuple(members),
        waveforms=tuple(paths),
        seed=0,
        folds=2,
        epochs=EPOCHS,
        window_samples=LENGTH,
        folder=folder / "nowhere",
        options=ASKED,
    )


@pytest.fixture(scope="module")
def straight(trial: NetworkTrial, tmp_path_factory: pytest.TempPathFactory) -> NetworkTrial:
    """The run that was never stopped from outside."""
    whole = replace(trial, folder=tmp_path_factory.mktemp("straight"))
    train_network(whole, Silent())
    return whole


class Impatient:
    """Cancels after so many epochs."""

    def __init__(self, epochs: int) -> None:
        self.events: list[EpochEvent] = []
        self._epochs = epochs

    def report(self, fraction: float, text: str = "") -> None:
        if len(self.events) >= self._epochs:
            raise Cancelled

    def tell(self, event: object) -> None:
        assert isinstance(event, EpochEvent)
        self.events.append(event)


def weights(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("fold-*"))}


def test_a_fold_ends_two_epochs_after_its_best_and_judges_with_that(
    straight: NetworkTrial,
) -> None:
    history = train_network(straight, Silent()).history
    kept = weights(straight.folder)
    for fold in range(2):
        losses = [e.validation_loss for e in history if e.fold == fold]
        assert 2 < len(losses) < EPOCHS
        assert len(losses) - 1 - int(np.argmin(losses)) == 2
        assert kept[f"fold-{fold}.safetensors"] == kept[f"fold-{fold}.best.safetensors"]
    assert all(e.gradient_norm and len(e.f1) == 2 for e in history)


def test_stopped_from_outside_it_goes_on_bit_for_bit(
    straight: NetworkTrial, tmp_path: Path
) -> None:
    whole = train_network(straight, Silent())
    first = len([e for e in whole.history if e.fold == 0])
    for stop in (first, first + 1):
        mine = replace(straight, folder=tmp_path / str(stop))
        with pytest.raises(Cancelled):
            train_network(mine, Impatient(stop))
        assert train_network(mine, Silent()) == whole
        assert weights(mine.folder) == weights(straight.folder)


def test_other_options_are_another_run(straight: NetworkTrial, tmp_path: Path) -> None:
    mine = replace(straight, folder=tmp_path)
    with pytest.raises(Cancelled):
        train_network(mine, Impatient(1))
    with pytest.raises(InvalidInput, match="have changed since"):
        train_network(replace(mine, options=options({"patience": 3})), Silent())


def test_too_few_units_to_hold_some_back_is_said(trial: NetworkTrial, tmp_path: Path) -> None:
    few = [0, 1, 4, 5]
    small = replace(
        trial,
        members=tuple(trial.members[i] for i in few),
        waveforms=tuple(trial.waveforms[i] for i in few),
        folder=tmp_path,
    )
    with pytest.raises(InvalidInput, match="Stopping early needs validation units"):
        train_network(small, Silent())
