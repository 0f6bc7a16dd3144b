"""The older benchmark's set of 3,520 records, made anew, and how it is parted.

As its protocol (reference/benchmark.md, 5.1 and 5.2): 80 records of each class and level, parted
70 : 15 : 15 within each, windows of one second side by side. Chance is drawn otherwise than the
older program drew it: these are other records of the same physics.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Member, Windows
from pfd_desktop.core.generator.designs import Design, Mode, Place, classes_of, place
from pfd_desktop.core.records.labels import UNSEEN, Label
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.progress import Silent
from pfd_desktop.services.designs import DesignService
from pfd_desktop.store import labels, recordings
from pfd_desktop.store.project import Project, open_project
from pfd_desktop.workers.processes import Processes

WINDOW, RATE_HZ, WINDOWS_EACH = 20_480, 20_480.0, 5
PARTS = {"train": 56, "validation": 12, "test": 12}  # records of a class at a level
SEED, PROCESSES, MEMORY_MIB = 42, 2, 2048


def benchmark_design(per_level: int = 80) -> Design:
    """The set; *per_level* records of each class at each level."""
    return Design("benchmark", Mode.LEGACY, classes_of(Mode.LEGACY), per_level=per_level, seed=SEED)


@dataclass(frozen=True, eq=False)
class BenchmarkSet:
    """Its recordings in the order they were made in, and where they belong."""

    recordings: tuple[Recording, ...]
    members: tuple[Member, ...]
    parts: dict[str, NDArray[np.int64]]  # places in recordings
    seen: NDArray[np.bool_]  # recordings × windows: whether their fault is in it

    @property
    def paths(self) -> list[Path]:
        """Their waveform files."""
        return [one.path for one in self.recordings]

    def rows(self, windows: Windows) -> dict[str, NDArray[np.int64]]:
        """The windows of each part, where *windows* are those of all members."""
        return {k: np.flatnonzero(np.isin(windows.record, own)) for k, own in self.parts.items()}


def opened(folder: Path) -> BenchmarkSet:
    """The set in the project *folder*/p, which is made where it is not there yet."""
    project, compute = open_project(folder / "p"), Processes(PROCESSES, MEMORY_MIB)
    try:
        return read(project, DesignService(project, compute).make(benchmark_design(), Silent()))
    finally:
        compute.close()
        project.close()


def read(project: Project, ids: Sequence[str]) -> BenchmarkSet:
    """What the project knows of the set's recordings *ids*, which are in their order."""
    with project.store.read() as session:
        found = tuple(recordings.get(session, one) for one in ids)
        told = [labels.of_recording(session, one) for one in ids]
    places = [place(benchmark_design(), index) for index in range(len(found))]
    return BenchmarkSet(
        found,
        tuple(_member(one) for one in found),
        _parts(places),
        np.array([_seen(one) for one in told]),
    )


def record_right(
    windows: Windows, rows: NDArray[np.int64], scores: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether the soft vote of each recording's windows *rows* names its class."""
    own = windows.record[rows]
    said = np.array([scores[own == one].mean(axis=0).argmax() for one in np.unique(own)])
    truth = np.array([windows.targets()[rows][own == one][0] for one in np.unique(own)])
    return np.asarray(said == truth)


def _parts(places: Sequence[Place]) -> dict[str, NDArray[np.int64]]:
    """Of each class and level, in alphabetical order, records by chance."""
    draw = np.random.default_rng(SEED)
    strata: dict[tuple[str, str], list[int]] = {}
    for at in places:
        strata.setdefault((at.class_key, at.level.value), []).append(at.index)
    mixed = np.array([draw.permutation(strata[key]) for key in sorted(strata)])
    ends = np.cumsum(list(PARTS.values()))
    cut = np.split(mixed, ends[:-1], axis=1)
    return {name: np.sort(own.ravel()) for name, own in zip(PARTS, cut, strict=True)}


def _seen(told: Sequence[Label]) -> NDArray[np.bool_]:
    seen = np.ones(WINDOWS_EACH, dtype=np.bool_)
    for one in told:
        if one.facts.classes == (UNSEEN,):
            first, last = one.facts.start_s or 0.0, one.facts.stop_s or 0.0
            seen[round(first) : round(last)] = False
    return seen


def _member(one: Recording) -> Member:
    return Member(
        one.id, one.name, one.label or "", one.unit_id, one.unit_name, one.condition, one.blob
    )
