"""The older benchmark's figures again, on its set made anew (reference/benchmark.md, 5.1 to 5.5).

    python -m bench.reproduction FOLDER WHAT [SEED ...]

WHAT is forest, forest-standard, forest-standard-copies, resnet18 or resnet18-noise-DB.

The set, its parts and the network's training are bench.benchmark_set's and
bench.reproduction_network's; the forest learns from the 36 older features, or from our own as it
does when nothing else is chosen. The test recordings are
asked once as they are and once at each level of noise, of which nothing was chosen.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.benchmark_set import (
    MEMORY_MIB,
    PROCESSES,
    WINDOW,
    BenchmarkSet,
    benchmark_design,
    read,
)
from pfd_desktop.core.evaluation.design import Windows
from pfd_desktop.core.evaluation.perturbations import Perturbation, perturbed
from pfd_desktop.core.evaluation.results import FoldScores
from pfd_desktop.core.evaluation.robustness import Withstood, withstood
from pfd_desktop.core.features.catalogue import SETS
from pfd_desktop.core.features.matrix import FeatureMatrix
from pfd_desktop.core.records.learning import ExtractRequest, FeatureSet, SplitKind, TrainRequest
from pfd_desktop.core.training.asking import Asked, OnFeatures, OnWaveforms, Stretch
from pfd_desktop.core.training.checkpoints import load_arrays
from pfd_desktop.core.training.copies import fit_with_copies, load_copies
from pfd_desktop.core.training.evaluation import windows_of
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.progress import Silent
from pfd_desktop.services.copies import copies_file, with_copies
from pfd_desktop.services.designs import DesignService
from pfd_desktop.services.features import FeatureService, known_of
from pfd_desktop.store.project import open_project
from pfd_desktop.workers.processes import Processes

NOISE_DB = (20.0, 10.0, 5.0)
FOREST, NETWORK = "forest", "resnet18"
COPIES = "-copies"  # learns from noisy copies as well, as the program does unless told otherwise
FEATURES = {
    FOREST: "legacy-36",
    f"{FOREST}-standard": "standard",
    f"{FOREST}-standard{COPIES}": "standard",
}
LEVELS = (None, *(Perturbation("noise", level) for level in NOISE_DB))


@dataclass(frozen=True, eq=False)
class Material:
    """The set with its windows and, for the forest, their features."""

    made: BenchmarkSet
    windows: Windows
    matrix: FeatureMatrix
    features: str
    copies: NDArray[np.float64] | None = None

    def rows(self, part: str) -> NDArray[np.int64]:
        """The windows of a part."""
        return self.made.rows(self.windows)[part]


def material(folder: Path, features: str, copies: bool) -> Material:
    """The set and its *features*, made and extracted where they are not yet."""
    project, compute = open_project(folder / "p"), Processes(PROCESSES, MEMORY_MIB)
    try:
        ids = DesignService(project, compute).make(benchmark_design(), Silent())
        service = FeatureService(project, compute)
        kept = next((one.id for one in service.list_all() if _fits(one, features)), None)
        if kept is None:
            asked = ExtractRequest(ids, WINDOW, features=features)
            kept = service.extract(asked, Silent()).id
        made = read(project, ids)
        windows, matrix = windows_of(service.matrix(kept), made.members)
        noisy = None
        if copies:
            request = TrainRequest(FOREST, SplitKind.RECORD, kept, options=(("snr_db", 0.0),))
            with_copies(project, compute, request, Silent())
            noisy = load_copies(copies_file(project.runs, request), matrix)
        return Material(made, windows, matrix, features, noisy)
    finally:
        compute.close()
        project.close()


def _fits(kept: FeatureSet, features: str) -> bool:
    return kept.code_version == SETS[features].version and kept.window_samples == WINDOW


def forest(of: Material, seed: int) -> Asked:
    """Learned from training windows' features."""
    fitted = fit_with_copies(
        FOREST,
        of.matrix.values,
        of.windows.targets(),
        of.rows("train"),
        copies=of.copies,
        classes=len(of.windows.classes),
        seed=seed,
    )
    return OnFeatures(fitted, of.features, WINDOW)


def resnet18(folder: Path, classes: int) -> Asked:
    """With the weights of its best epoch, which lie in *folder*."""
    from bench.reproduction_network import best_weights
    from pfd_desktop.core.networks.asking import TrainedNetwork

    weights = load_arrays(best_weights(folder))
    return OnWaveforms(TrainedNetwork(NETWORK, classes, weights), WINDOW)


def ask(classifier: Asked, of: Material, seed: int) -> list[FoldScores]:
    """Scores of all test windows, as they are and at each level of noise."""
    found: list[list[NDArray[np.float64]]] = []
    record = of.windows.record
    for place in of.made.parts["test"]:
        recording, starts = of.made.recordings[place], of.windows.start[record == place]
        blob = open_blob(recording.path)
        raw = np.array(blob.samples)
        blob.close()
        noisy = [
            raw if one is None else perturbed(raw, one, seed, recording.blob) for one in LEVELS
        ]
        stretches = [Stretch(one, recording.rate_hz, known_of(recording), starts) for one in noisy]
        found.append(classifier.scores(stretches))
    rows = of.rows("test")
    return [FoldScores(rows, np.concatenate(own)) for own in zip(*found, strict=True)]


def report(name: str, of: Material, found: Sequence[FoldScores], seed: int) -> None:
    """Print what came of one seed."""
    for level, scores in zip(LEVELS, found, strict=True):
        told = "as recorded" if level is None else f"{level.level:g} dB"
        print(
            f"{name}, seed {seed}, {told}: {summed_up(withstood(of.windows, scores, level, seed))}"
        )
    said, rows = found[0].scores.argmax(axis=1), found[0].rows
    truth, names = of.windows.targets()[rows], of.windows.classes
    for place, label in enumerate(names):
        own = truth == place
        others = {
            names[k]: int(n) for k, n in enumerate(np.bincount(said[own])) if n and k != place
        }
        print(
            f"  {label}: {100 * np.mean(said[own] == place):.1f} % of {own.sum()} windows; {others}"
        )
    seen = of.made.seen.ravel()[rows]  # windows stand side by side, five to a record
    for label in names:
        own = truth == names.index(label)
        if not seen[own].all():
            print(f"  {label}: {split_by_sight(said[own] == truth[own], seen[own])}")
    right, ceiling = said == truth, seen.mean()
    print(
        f"  windows that show their fault: {100 * right[seen].mean():.2f} % of {seen.sum()} right;"
    )
    print(f"  at most {100 * ceiling:.2f} % of windows can be told but by chance", flush=True)


def summed_up(one: Withstood) -> str:
    """Windows, and records with their interval."""
    assert one.right is not None
    return (
        f"windows {100 * one.windows:.2f} %, records {100 * one.right.value:.2f} %"
        f" ({100 * one.right.low:.2f} to {100 * one.right.high:.2f}) of {one.recordings}"
    )


def split_by_sight(right: NDArray[np.bool_], seen: NDArray[np.bool_]) -> str:
    """Windows by whether their fault is in them at all."""
    return (
        f"{right[seen].sum()} of {seen.sum()} right where the fault is in the window,"
        f" {right[~seen].sum()} of {(~seen).sum()} where it is not; of {(~right).sum()} wrong"
        f" {(~right & ~seen).sum()} show nothing of it"
    )


def main() -> None:
    """Print a report for each seed."""
    folder, which = Path(sys.argv[1]), sys.argv[2]
    of = material(folder, FEATURES.get(which, FEATURES[FOREST]), which.endswith(COPIES))
    for seed in [int(one) for one in sys.argv[3:]] or [0]:
        classes = len(of.windows.classes)
        classifier = forest(of, seed) if which in FEATURES else resnet18(folder / which, classes)
        report(which, of, ask(classifier, of, seed), seed)


if __name__ == "__main__":
    main()
