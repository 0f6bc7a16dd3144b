"""Train and judge a network on waveforms; runs in a child, and goes on where a killed one stood."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pfd_desktop.core.evaluation.audit import refuse_leaks
from pfd_desktop.core.evaluation.design import FittedStep, Member, Split
from pfd_desktop.core.evaluation.intervals import f1
from pfd_desktop.core.evaluation.pooling import Pooling
from pfd_desktop.core.evaluation.results import FoldScores, summarise
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.networks.extra import require_networks
from pfd_desktop.core.networks.knowing import untold
from pfd_desktop.core.networks.table import network
from pfd_desktop.core.records.learning import EpochEvent, SplitKind
from pfd_desktop.core.training.batches import Batches
from pfd_desktop.core.training.checkpoints import (
    Checkpoint,
    load_arrays,
    newest_checkpoint,
    save_arrays,
    save_checkpoint,
)
from pfd_desktop.core.training.evaluation import Design, Outcome, split_for
from pfd_desktop.core.training.options import USUAL, Options
from pfd_desktop.core.training.pace import (
    BFLOAT16,
    PLAIN,
    SINGLE,
    Pace,
    keep_pace,
    kept_pace,
)
from pfd_desktop.core.training.stopping import best_epoch
from pfd_desktop.core.training.validating import Watched, refuse_moving, watched
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
    options: Options = USUAL
    pool: Pooling = Pooling.MEAN  # of a recording's windows
    known: tuple[Known, ...] = ()  # in the order of members, for networks that know them

    @property
    def attends(self) -> bool:
        """Whether it learns from whole recordings which of their windows count."""
        return self.pool is Pooling.ATTENTION

    @property
    def told(self) -> tuple[Known, ...]:
        """What the network is told of the recordings; () for one that asks for nothing."""
        return self.known if network(self.network).knows else ()


@dataclass(frozen=True, eq=False)
class Prepared:
    """The windows of a trial, how they are parted, and what each fold learns from and watches."""

    source: WaveformWindows
    split: Split
    parts: tuple[Watched, ...]

    def batches(self, trial: NetworkTrial, number: int) -> Batches:
        """What the steps of a fold go through."""
        rows, record = self.parts[number].learned, self.source.windows.record
        return Batches(rows, record, trial.options.batch, whole=trial.attends)

    def pace(self, trial: NetworkTrial, number: int) -> Pace:
        """How the steps of the trial are best computed here, measured on the fold's first batch."""
        import torch

        from pfd_desktop.core.training.probe import Asked, choose_pace

        options, row = trial.options, network(trial.network)
        batch = self.batches(trial, number).first()
        return choose_pace(
            Asked(
                row,
                len(self.source.windows.classes),
                torch.from_numpy(self.source.samples(batch)),
                trial.epochs * sum(self.batches(trial, k).steps for k in range(len(self.parts))),
                options.precision,
                options.deterministic,
                torch.from_numpy(self.source.told(batch)) if row.knows else None,
            )
        )


def train_network(trial: NetworkTrial, progress: Progress) -> Outcome:
    """Split, audit, train every fold from its last checkpoint, vote."""
    with prepared(trial) as ready:
        course = _Course(trial, ready, progress)
        with own_threads():
            scores = tuple(course.fold(number) for number in range(len(ready.parts)))
        result = summarise(ready.source.windows, ready.split, scores, trial.seed, trial.pool)
    warnings = (*result.warnings, *_silent(trial.told))
    result = replace(result, computed=course.computed, warnings=warnings)
    return Outcome(result, ready.split.certificate, tuple(course.history))


@contextmanager
def prepared(trial: NetworkTrial) -> Iterator[Prepared]:
    """Open, split and audit; raises InvalidInput, LeakFound and ExtraMissing."""
    require_networks()
    if trial.epochs < 1:
        raise InvalidInput(f"Training needs at least 1 epoch, not {trial.epochs}.")
    row = network(trial.network)
    if trial.window_samples < row.least_window:
        raise InvalidInput(
            f"{row.title} needs windows of at least {row.least_window} samples,"
            f" not {trial.window_samples}."
        )
    _refuse_untold(trial)
    with open_windows(trial.members, trial.waveforms, trial.window_samples, trial.told) as source:
        split = split_for(source.windows, trial.split, trial.folds, trial.seed, trial.design)
        refuse_moving(trial.options, split.kind)
        parts = tuple(
            watched(source.windows, fold, split.kind, trial.seed, trial.options)
            for fold in split.folds
        )
        refuse_leaks(source.windows, split, [_steps(part) for part in parts])
        yield Prepared(source, split, parts)


class _Course:
    """The way through all folds and epochs, which a checkpoint can take up anywhere."""

    def __init__(self, trial: NetworkTrial, ready: Prepared, progress: Progress) -> None:
        self._trial, self._ready, self._progress = trial, ready, progress
        self._source, self._split, self._parts = ready.source, ready.split, ready.parts
        self._targets = self._source.windows.targets()
        self._identity = _identity(trial, self._split)
        self._last = newest_checkpoint(trial.folder)
        self.history: list[EpochEvent] = []
        self._pace = kept_pace(trial.folder)
        if self._last is not None:
            self._take_up(self._last)

    @property
    def computed(self) -> str:
        """How the steps were computed, in words; "" where nothing is known of it."""
        return "" if self._pace is None else self._pace.words

    def fold(self, number: int) -> FoldScores:
        """Scores of the fold's test windows: as kept, or after training what is left of it."""
        rows = self._split.folds[number].test
        start = number * self._trial.epochs
        done = self._last.step - start if self._last is not None else 0
        if done > self._trial.epochs or (self._over(number, done) and self._kept(number)):
            kept = load_arrays(self._scores(number))
            return FoldScores(rows, kept["scores"], kept.get("say"))
        from pfd_desktop.core.training.loop import FoldTraining

        training = FoldTraining(
            self._source,
            self._targets,
            self._parts[number].learned,
            network=network(self._trial.network),
            seed=_fold_seed(self._trial.seed, number),
            epochs=self._trial.epochs,
            options=self._trial.options,
            pace=self._steady(number),
            attends=self._trial.attends,
        )
        if self._last is not None and done > 0:
            training.restore(self._last.arrays)
        epoch = max(0, done)
        while not self._over(number, epoch):
            self._epoch(training, number, epoch)
            epoch += 1
        if self._trial.options.patience is not None:
            training.use(load_arrays(self._best(number)))
        judged = training.judge(rows)
        save_arrays(self._trial.folder / f"fold-{number}.safetensors", training.weights())
        said = {} if judged.say is None else {"say": judged.say}
        save_arrays(self._scores(number), {"scores": judged.scores, **said})
        return FoldScores(rows, judged.scores, judged.say)

    def _epoch(self, training: "FoldTraining", number: int, epoch: int) -> None:
        train_loss = training.epoch()
        judged = training.judge(self._parts[number].watched)
        folds, epochs = len(self._split.folds), self._trial.epochs
        event = EpochEvent(
            fold=number,
            folds=folds,
            epoch=epoch + 1,
            epochs=epochs,
            train_loss=train_loss,
            validation_loss=judged.loss,
            validation_accuracy=judged.right,
            gradient_norm=training.gradient_norm,
            f1=f1(judged.truth, judged.said, range(judged.scores.shape[1])),
        )
        self.history.append(event)
        if self._trial.options.patience is not None and self._since_best(number) == 0:
            save_arrays(self._best(number), training.weights())
        step, pace = number * epochs + epoch + 1, self._steady(number)
        facts = {
            "identity": self._identity,
            "threads": pace.threads,
            "history": [asdict(told) for told in self.history],
        }
        save_checkpoint(self._trial.folder, Checkpoint(step, training.state(), facts))
        self._progress.tell(event)
        text = f"Fold {number + 1} of {folds}, epoch {epoch + 1} of {epochs}; {pace.short}"
        self._progress.report(step / (folds * epochs), text)

    def _take_up(self, checkpoint: Checkpoint) -> None:
        if checkpoint.facts["identity"] != self._identity:
            raise InvalidInput(
                "This run cannot go on: its recordings, labels or settings have changed since it"
                " stopped. Start a new run."
            )
        if self._pace is None:  # begun when nothing was chosen
            numbers = BFLOAT16 if self._trial.options.precision == "mixed" else SINGLE
            self._pace = Pace(PLAIN, numbers, int(checkpoint.facts["threads"]), "as it was begun")
        self.history = [_event(told) for told in checkpoint.facts["history"]]
        for event in self.history:
            self._progress.tell(event)

    def _steady(self, number: int) -> Pace:
        """The pace of the whole run: chosen at its first fold, written down before any step."""
        import torch

        if self._pace is None:
            self._pace = self._ready.pace(self._trial, number)
            keep_pace(self._trial.folder, self._pace)
        torch.set_num_threads(self._pace.threads)  # another number sums in another order
        return self._pace

    def _over(self, number: int, done: int) -> bool:
        """Whether the fold has ended after *done* epochs."""
        patience = self._trial.options.patience
        waited = patience is not None and done > 0 and self._since_best(number) >= patience
        return done >= self._trial.epochs or waited

    def _since_best(self, number: int) -> int:
        """How many epochs of the fold have passed since its lowest validation loss."""
        told = {e.epoch: e.validation_loss for e in self.history if e.fold == number}
        gains = [-inf if loss is None else -loss for _, loss in sorted(told.items())]
        return len(gains) - 1 - best_epoch(gains)

    def _best(self, number: int) -> Path:
        return self._trial.folder / f"fold-{number}.best.safetensors"

    def _scores(self, number: int) -> Path:
        return self._trial.folder / f"fold-{number}.scores.safetensors"

    def _kept(self, number: int) -> bool:
        return self._scores(number).is_file()


def _steps(part: Watched) -> list[FittedStep]:
    """What learns from which rows; stopping learns from those it watches."""
    stopping = [FittedStep("stopping", part.watched)] if part.held_back else []
    return [FittedStep("network", part.learned), *stopping]


def _event(told: dict[str, Any]) -> EpochEvent:
    return EpochEvent(**{**told, "f1": tuple(told.get("f1", ()))})


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
    if trial.options != USUAL:
        facts.append(asdict(trial.options))
    if trial.attends:
        facts.append("attention")
    if trial.told:  # what is told now is what it has learned by
        facts.append(
            sorted((m.blob, asdict(k)) for m, k in zip(trial.members, trial.told, strict=True))
        )
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _refuse_untold(trial: NetworkTrial) -> None:
    if network(trial.network).knows and not any(one.shaft_hz for one in trial.told):
        raise InvalidInput(
            f"{network(trial.network).title} goes by the shaft's speed, which is told of none of"
            " these recordings. Tell it in the Inspector, or choose another network."
        )


def _silent(told: tuple[Known, ...]) -> tuple[str, ...]:
    """Of how many recordings the network was not told what it asks for."""
    speeds, bearings = untold(told)
    lacking = []
    if speeds:
        lacking.append(f"the speed of {speeds} of {len(told)} recordings is not told")
    if bearings:
        lacking.append(f"no bearing's geometry is told of {bearings} whose speed is")
    if not lacking:
        return ()
    return (
        f"{' and '.join(lacking).capitalize()}: of these the network reads the waveform alone, or"
        " what the shaft shows.",
    )


def _fold_seed(seed: int, number: int) -> int:
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])


@contextmanager
def own_threads() -> Iterator[None]:
    """The number of threads is what it was once this is over."""
    import torch

    before = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(before)
