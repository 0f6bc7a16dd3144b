"""resnet18 of the older benchmark, learned on its set made anew; goes on where it was stopped.

    python -m bench.reproduction_network FOLDER [--epochs N] [--threads N] [--noise DB]

As its protocol: Adam 1e-3, batches of 64, no schedule, no augmentation, at most 60 epochs, ended
by ten that are no better on the validation recordings, of which the best epoch's weights are kept.
Products of bfloat16, where the protocol had mixed precision on CUDA. With --noise, which the
protocol does not have, it goes on from where the training without stood when it began, in a folder
of its own. The test recordings are not touched; bench.reproduction asks of them.
"""

import argparse
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from bench.benchmark_set import WINDOW, BenchmarkSet, opened, record_right
from pfd_desktop.core.networks.table import network
from pfd_desktop.core.training.checkpoints import (
    Checkpoint,
    newest_checkpoint,
    save_arrays,
    save_checkpoint,
)
from pfd_desktop.core.training.loop import FoldTraining
from pfd_desktop.core.training.options import Options
from pfd_desktop.core.training.stopping import best_epoch, learned_out
from pfd_desktop.core.training.waveforms import WaveformWindows, open_windows

KEY, SEED, PATIENCE, EPOCHS = "resnet18", 0, 10, 60


@dataclass
class Course:
    """Where the training stands."""

    training: FoldTraining
    folder: Path
    losses: list[float]
    accuracies: list[float]  # of validation windows

    def keep(self) -> None:
        """A checkpoint, and the weights where they are the best so far."""
        step = len(self.accuracies)
        if best_epoch(self.accuracies) == step - 1:
            save_arrays(best_weights(self.folder), self.training.weights())
        facts = {"losses": self.losses, "accuracies": self.accuracies}
        save_checkpoint(self.folder, Checkpoint(step, self.training.state(), facts))


def best_weights(folder: Path) -> Path:
    """Where the best epoch's weights lie."""
    return folder / "best.safetensors"


def folder_of(folder: Path, noise_db: float | None = None) -> Path:
    """Where the network's files lie; with noise it begins with the state reached without."""
    made = folder / (KEY if noise_db is None else f"{KEY}-noise-{noise_db:g}")
    if not made.is_dir():
        made.mkdir()
        if noise_db is not None:
            for file in (folder / KEY).iterdir():
                shutil.copy(file, made)
    return made


def taken_up(training: FoldTraining, folder: Path) -> Course:
    """From the last checkpoint, or from the beginning."""
    last = newest_checkpoint(folder)
    if last is None:
        return Course(training, folder, [], [])
    training.restore(last.arrays)
    return Course(training, folder, list(last.facts["losses"]), list(last.facts["accuracies"]))


def learn(
    made: BenchmarkSet, source: WaveformWindows, folder: Path, told: argparse.Namespace
) -> None:
    """Train until all epochs are done or nothing more is learned; a line for each epoch."""
    rows = made.rows(source.windows)
    training = FoldTraining(
        source,
        source.windows.targets(),
        rows["train"],
        network=network(KEY),
        seed=SEED,
        options=Options(precision="mixed", snr_db=told.noise),
    )
    course = taken_up(training, folder)
    while len(course.accuracies) < told.epochs and not learned_out(course.accuracies, PATIENCE):
        begun, used = time.perf_counter(), time.process_time()
        course.losses.append(training.epoch())
        judged = training.judge(rows["validation"])
        scores, loss, right = judged.scores, judged.loss, judged.right
        course.accuracies.append(right)
        course.keep()
        record = record_right(source.windows, rows["validation"], scores)
        print(
            f"epoch {len(course.accuracies)}: training loss {course.losses[-1]:.4f}, validation"
            f" loss {loss:.4f}, windows {100 * right:.2f} %, records {100 * np.mean(record):.2f} %;"
            f" {time.perf_counter() - begun:.0f} s, {time.process_time() - used:.0f} s of CPU",
            flush=True,
        )


def main() -> None:
    """Take the training up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--noise", type=float)
    told = parser.parse_args()
    torch.set_num_threads(told.threads)
    made = opened(told.folder)
    with open_windows(made.members, made.paths, WINDOW) as source:
        learn(made, source, folder_of(told.folder, told.noise), told)


if __name__ == "__main__":
    main()
