"""A training step of every network, in our loop and in a bare one of torch, in processor time.

    python -m bench.training_step [ROUNDS] [NETWORK ...]

One epoch of four batches of 64 windows of 2,048 samples. Ours reads them from memory-mapped
waveform files, shuffles, weighs the classes and keeps dropout's chance its own; the bare loop has
the same network, optimiser and batches, as tensors in memory. "Chosen" is ours in the layout and
numbers that the one-second probe chooses where bfloat16 is allowed. The least of ROUNDS epochs
counts, each of ours right after one of the bare. Exit code 1 where ours takes more than 1.05 times
as long, or the chosen way longer than the bare loop.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import torch
from torch import nn

from bench.spectra import at_most, least_s
from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.networks.table import NETWORKS, Network, network
from pfd_desktop.core.training.loop import FoldTraining
from pfd_desktop.core.training.options import Options
from pfd_desktop.core.training.probe import Asked, choose_pace
from pfd_desktop.core.training.waveforms import WaveformWindows, open_windows
from pfd_desktop.core.waveforms.blob import write_blob

BATCH, LEARNING_RATE = Options().batch, Options().learning_rate
SAMPLES, EACH, CLASSES = 2048, 64, 4  # of a window; windows of a recording; one for each class


def main() -> int:
    """Print a line for each network; 1 where one misses the goal."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        members, paths = recordings(Path(folder))
        with open_windows(members, paths, SAMPLES) as source:
            held = [measure(network(key), source, rounds) for key in sys.argv[2:] or NETWORKS]
    return int(not all(held))


def recordings(folder: Path) -> tuple[list[Member], list[Path]]:
    """Noise, a recording for each class."""
    draw = np.random.default_rng(0)
    members, paths = [], []
    for number in range(CLASSES):
        path, name = folder / f"{number}.h5", str(number)
        info = write_blob(
            path, draw.normal(size=EACH * SAMPLES).astype(np.float32), 12000.0, "g", "acceleration"
        )
        members.append(Member(name, name, name, name, name, "", info.sha256))
        paths.append(path)
    return members, paths


def measure(row: Network, source: WaveformWindows, rounds: int) -> bool:
    """Our epoch to the bare one's, and what the row declares as its cost."""
    targets = source.windows.targets()
    rows = np.arange(len(targets))
    ours = FoldTraining(source, targets, rows, network=row, seed=0)
    samples, wanted = torch.from_numpy(source.samples(rows)), torch.from_numpy(targets)
    pace = choose_pace(Asked(row, CLASSES, samples[:BATCH], 10**6, "auto", deterministic=False))
    chosen = FoldTraining(source, targets, rows, network=row, seed=0, pace=pace)
    found = least_s(
        rounds,
        time.process_time,
        bare=bare(row, samples, wanted),
        ours=ours.epoch,
        chosen=chosen.epoch,
    )
    print(f"{row.key}: {1e3 * found['ours'] / len(rows):.2f} s for 1,000 windows; {row.cost_s:g}")
    print(
        f"{row.key}: {found['bare'] / found['chosen']:.2f} times the bare speed with {pace.words}"
    )
    plain = at_most(f"{row.key}-step-to-bare-torch", found["ours"] / found["bare"], 1.05)
    return (
        at_most(f"{row.key}-chosen-to-bare-torch", found["chosen"] / found["bare"], 1.0) and plain
    )


def bare(row: Network, samples: torch.Tensor, wanted: torch.Tensor) -> Callable[[], object]:
    """The shortest loop that trains the same network."""
    it = row.make(CLASSES).train()
    optimiser = torch.optim.Adam(it.parameters(), lr=LEARNING_RATE)

    def epoch() -> None:
        for first in range(0, len(samples), BATCH):
            optimiser.zero_grad()
            logits = it(samples[first : first + BATCH])
            nn.functional.cross_entropy(logits, wanted[first : first + BATCH]).backward()
            optimiser.step()

    return epoch


if __name__ == "__main__":
    sys.exit(main())
