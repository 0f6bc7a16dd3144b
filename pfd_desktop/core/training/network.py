"""Train and judge a network on waveforms; runs in a child, and goes on where a killed one stood."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pfd_desktop.core.evaluation.audit import refuse_leaks
from pfd_desktop.core.evaluation.design import FittedStep, Fold, Member, Split
from pfd_desktop.core.evaluation.results import FoldScores, summarise
from pfd_desktop.core.networks.extra import require_networks
from pfd_desktop.core.networks.table import network
from pfd_desktop.core.records.learning import EpochEvent, SplitKind
from pfd_desktop.core.training.checkpoints import (
    Checkpoint,
    load_arrays,
    newest_checkpoint,
    save_arrays,
    save_checkpoint,
)
from pfd_desktop.core.training.evaluation import Design, Outcome, split_for
from pfd_desktop.core.training.waveforms import WaveformWindows, open_windows
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

if TYPE_CHECKING:
    from pfd_desktop.core.training.loop import FoldTraining


@dataclass(frozen=True)
class NetworkTrial:
    """One network under one split, all that a child needs to know of it."""

    split: SplitKind
    members: tuple[Member, ...]
    waveforms: tuple[Path, ...]  # in the order of members
    seed: int
    folds: int
    epochs: int
    window_samples: int
    folder: Path  # checkpoints, weights and scores
    design: Design | None = None  # the split that was designed beforehand
    network: str = "wdcnn"  # a key of core/networks/table


def train_network(trial: NetworkTrial, progress: Progress) -> Outcome:
    """Split, audit, train every fold from its last checkpoint, vote."""
    require_networks()
    if trial.epochs < 1:
        raise InvalidInput(f"Training needs at least 1 epoch, not {trial.epochs}.")
    row = network(trial.network)
    if trial.window_samples < row.least_window:
        raise InvalidInput(
            f"{row.title} needs windows of at least {row.least_window} samples,"
            f" not {trial.window_samples}."
        )
    with open_windows(trial.members, trial.waveforms, trial.window_samples) as source:
        split = split_for(source.windows, trial.split, trial.folds, trial.seed, trial.design)
        steps = [[FittedStep("network", fold.train)] for fold in split.folds]
        refuse_leaks(source.windows, split, steps)
        course = _Course(trial, source, split, progress)
        scores = tuple(course.fold(number) for number in range(len(split.folds)))
        result = summarise(source.windows, split, scores, trial.seed)
    return Outcome(result, split.certificate, tuple(course.history))


class _Course:
    """The way through all folds and epochs, which a checkpoint can take up anywhere."""

    def __init__(
        self, trial: NetworkTrial, source: WaveformWindows, split: Split, progress: Progress
    ) -> None:
        self._trial, self._source, self._split, self._progress = trial, source, split, progress
        self._targets = source.windows.targets()
        self._identity = _identity(trial, split)
        self._last = newest_checkpoint(trial.folder)
        self.history: list[EpochEvent] = []
        self._threads = _threads()
        if self._last is not None:
            self._take_up(self._last)

    def fold(self, number: int) -> FoldScores:
        """Scores of the fold's test windows: as kept, or after training what is left of it."""
        rows = self._split.folds[number].test
        start = number * self._trial.epochs
        done = self._last.step - start if self._last is not None else 0
        if done > self._trial.epochs or (done == self._trial.epochs and self._kept(number)):
            return FoldScores(rows, load_arrays(self._scores(number))["scores"])
        from pfd_desktop.core.training.loop import FoldTraining

        fold = self._split.folds[number]
        training = FoldTraining(
            self._source,
            self._targets,
            fold.train,
            network=network(self._trial.network),
            seed=_fold_seed(self._trial.seed, number),
        )
        if self._last is not None and done > 0:
            training.restore(self._last.arrays)
        for epoch in range(max(0, done), self._trial.epochs):
            self._epoch(training, fold, number, epoch)
        scores, _, _ = training.judge(rows)
        save_arrays(self._trial.folder / f"fold-{number}.safetensors", training.weights())
        save_arrays(self._scores(number), {"scores": scores})
        return FoldScores(rows, scores)

    def _epoch(self, training: "FoldTraining", fold: Fold, number: int, epoch: int) -> None:
        train_loss = training.epoch()
        # The held-out units are only looked at, never used: no stopping early, nothing chosen.
        _, loss, right = training.judge(fold.test)
        folds, epochs = len(self._split.folds), self._trial.epochs
        event = EpochEvent(number, folds, epoch + 1, epochs, train_loss, loss, right)
        self.history.append(event)
        step = number * epochs + epoch + 1
        facts = {
            "identity": self._identity,
            "threads": self._threads,
            "history": [asdict(told) for told in self.history],
        }
        save_checkpoint(self._trial.folder, Checkpoint(step, training.state(), facts))
        self._progress.tell(event)
        text = f"Fold {number + 1} of {folds}, epoch {epoch + 1} of {epochs}"
        self._progress.report(step / (folds * epochs), text)

    def _take_up(self, checkpoint: Checkpoint) -> None:
        if checkpoint.facts["identity"] != self._identity:
            raise InvalidInput(
                "This run cannot go on: its recordings, labels or settings have changed since it"
                " stopped. Start a new run."
            )
        _use_threads(int(checkpoint.facts["threads"]))  # another number sums in another order
        self._threads = int(checkpoint.facts["threads"])
        self.history = [EpochEvent(**told) for told in checkpoint.facts["history"]]
        for event in self.history:
            self._progress.tell(event)

    def _scores(self, number: int) -> Path:
        return self._trial.folder / f"fold-{number}.scores.safetensors"

    def _kept(self, number: int) -> bool:
        return self._scores(number).is_file()


def _identity(trial: NetworkTrial, split: Split) -> str:
    """SHA-256 over all that the weights depend on."""
    facts = [
        network(trial.network).version,
        split.certificate,
        sorted(member.blob for member in trial.members),
        trial.seed,
        trial.epochs,
        trial.window_samples,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _fold_seed(seed: int, number: int) -> int:
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])


def _threads() -> int:
    import torch

    return torch.get_num_threads()


def _use_threads(count: int) -> None:
    import torch

    torch.set_num_threads(count)
