"""What a network's training will take, from one batch of it; runs in a child."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from pfd_desktop.core.networks.table import network
from pfd_desktop.core.records.learning import Estimate
from pfd_desktop.core.training.checkpoints import Checkpoint, save_checkpoint
from pfd_desktop.core.training.network import NetworkTrial, Prepared, own_threads, prepared
from pfd_desktop.progress import Progress

_LOOK_S = 0.002  # how often the memory is looked at while the batch is computed


def estimate_training(trial: NetworkTrial, progress: Progress) -> Estimate:
    """Time and memory of *trial*, from the first batch of its first fold; nothing is kept.

    The batch is learned twice, since the first step makes room, and judged once; then where it
    stands is written as after an epoch, into the trial's folder, which is there. Raises what
    training would raise.
    """
    with prepared(trial) as ready, own_threads():
        progress.report(0.3, "Choosing how to compute")
        return _measured(trial, ready, progress)


def _measured(trial: NetworkTrial, ready: Prepared, progress: Progress) -> Estimate:
    import torch

    from pfd_desktop.core.training.loop import FoldTraining

    pace = ready.pace(trial, 0)
    torch.set_num_threads(pace.threads)
    progress.report(0.6, "Learning one batch")
    rows = ready.batches(trial, 0).first()
    training = FoldTraining(
        ready.source,
        ready.source.windows.targets(),
        rows,
        network=network(trial.network),
        seed=trial.seed,
        options=trial.options,
        pace=pace,
        attends=trial.attends,
    )
    peak = _Peak()
    peak.during(training.epoch)
    step_s = peak.during(training.epoch)
    judging_s = peak.during(lambda: training.judge(rows)) / len(rows)
    with TemporaryDirectory(dir=trial.folder) as aside:
        saving_s = peak.during(
            lambda: save_checkpoint(Path(aside), Checkpoint(1, training.state(), {}))
        )
    of_folds = [
        ready.batches(trial, number).steps * step_s + len(part.watched) * judging_s + saving_s
        for number, part in enumerate(ready.parts)
    ]
    tested_s = judging_s * sum(len(fold.test) for fold in ready.split.folds)
    return Estimate(
        batch=len(rows),
        step_s=step_s,
        epoch_s=max(of_folds),
        whole_s=trial.epochs * sum(of_folds) + tested_s,
        memory_mib=peak.held / 2**20,
        computed=pace.words,
    )


class _Peak:
    """The most memory this process held while something ran, in bytes."""

    def __init__(self) -> None:
        self.held = 0
        self._over = threading.Event()

    def during(self, call: Callable[[], object]) -> float:
        """Run *call* and watch; the seconds it took."""
        self._over.clear()
        watching = threading.Thread(target=self._watch, daemon=True)
        watching.start()
        try:
            began = time.perf_counter()
            call()
            return time.perf_counter() - began
        finally:
            self._over.set()
            watching.join()

    def _watch(self) -> None:
        import psutil

        process = psutil.Process()
        while True:
            memory = process.memory_info()
            self.held = max(self.held, memory.rss - getattr(memory, "shared", 0))
            if self._over.wait(_LOOK_S):
                return
