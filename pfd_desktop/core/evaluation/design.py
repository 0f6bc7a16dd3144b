"""What is to be split: windows, and the recordings and units they come from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.learning import SplitKind


@dataclass(frozen=True)
class Member:
    """A labelled recording that takes part."""

    recording_id: str
    name: str
    label: str
    unit_id: str
    unit_name: str
    condition: str
    blob: str  # SHA-256 of its samples
    machine_id: str = ""
    machine_name: str = ""
    grade: str = ""  # of the measurement; "" where it was not examined
    bookkeeping: tuple[tuple[str, str], ...] = ()  # columns that say nothing of the machine


@dataclass(frozen=True, eq=False)
class Windows:
    """The rows to be split: each is a stretch of one member's samples."""

    members: tuple[Member, ...]
    record: NDArray[np.int64]  # position in members
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    digest: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.record)

    def only(self, rows: NDArray[np.int64]) -> "Windows":
        """These *rows* alone, and the members that have some of them."""
        present, record = np.unique(self.record[rows], return_inverse=True)
        members = tuple(self.members[i] for i in present)
        return Windows(members, record, self.start[rows], self.stop[rows], self.digest[rows])

    @property
    def classes(self) -> tuple[str, ...]:
        """Labels in alphabetical order: the order of all scores."""
        return tuple(sorted({member.label for member in self.members}))

    def targets(self) -> NDArray[np.int64]:
        """Per row: position of its label in ``classes``."""
        place = {label: i for i, label in enumerate(self.classes)}
        per_member = np.array([place[m.label] for m in self.members], dtype=np.int64)
        return per_member[self.record]


@dataclass(frozen=True, eq=False)
class Fold:
    """Row numbers to learn from and to be tested on."""

    train: NDArray[np.int64]
    test: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FittedStep:
    """A step that learned something from data, and the rows it saw when it did."""

    name: str
    rows: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Split:
    """Folds of one kind. Every row is tested in exactly one fold."""

    kind: SplitKind
    folds: tuple[Fold, ...]
    certificate: str  # SHA-256 over (recording, label, group, fold)
    warnings: tuple[str, ...] = ()
