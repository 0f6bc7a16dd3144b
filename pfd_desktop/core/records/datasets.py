"""Datasets: named sets of recordings whose versions never change."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.records.machine import Bearing, BearingKind

BETWEEN = " + "  # between the classes of a recording that bears several


@dataclass(frozen=True)
class MemberFacts:
    """A recording as a version froze it: what the version's hash covers.

    No key of a project is in it, so that the same dataset has the same hash in another project.
    """

    blob: str  # SHA-256 of the samples
    name: str
    source_name: str
    channel: str
    machine: str
    unit_name: str
    point: str
    kind: BearingKind
    bearing: Bearing | None  # without key
    rate_hz: float
    samples: int
    quantity: str
    unit: str
    axis: str
    speed_rpm: float | None
    speed_source: str
    condition: str
    label: str | None
    severity: str
    synthetic: bool
    measured_at: datetime | None  # UTC, aware
    processed: str
    labels: tuple[LabelFacts, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """What the whole recording shows: its own label and those of its record labels."""
        told = {self.label} if self.label else set()
        for one in self.labels:
            if one.kind is LabelKind.RECORD:
                told |= set(one.classes)
        return tuple(sorted(told))

    @property
    def target(self) -> str:
        """Its classes as one: each combination is a class of its own; "" where there is none.

        (Label powerset; Tsoumakas and Katakis, 2007, section 2.1.)
        """
        return BETWEEN.join(self.classes)

    @property
    def duration_s(self) -> float:
        """Length in seconds; in revolutions where the axis is an angle."""
        return self.samples / self.rate_hz

    def group(self, key: SplitKind) -> str:
        """The group of this recording under *key*; "" where its condition is unknown."""
        if key is SplitKind.MACHINE:
            return self.machine
        if key is SplitKind.UNIT:
            return f"{self.machine} · {self.unit_name}"
        return self.condition if key is SplitKind.CONDITION else self.blob


@dataclass(frozen=True)
class Member:
    """A recording of this project and what the version froze of it."""

    recording_id: str
    facts: MemberFacts


@dataclass(frozen=True)
class DatasetVersion:
    """A version of a dataset; it never changes."""

    id: str
    dataset_id: str
    dataset_name: str
    number: int  # from 1
    hash: str  # SHA-256 over the facts of all members
    note: str
    created_at: datetime
    members: tuple[Member, ...]

    @property
    def title(self) -> str:
        """How it is named in words: "bearings, version 2"."""
        return f"{self.dataset_name}, version {self.number}"


@dataclass(frozen=True)
class VersionLine:
    """A version without its members, for lists."""

    id: str
    number: int
    hash: str
    note: str
    created_at: datetime
    recordings: int


@dataclass(frozen=True)
class Dataset:
    """A named dataset with its versions, the oldest first."""

    id: str
    name: str
    note: str
    created_at: datetime
    archived_at: datetime | None
    versions: tuple[VersionLine, ...]

    @property
    def newest(self) -> VersionLine:
        """Its newest version."""
        return self.versions[-1]


@dataclass(frozen=True)
class DesignedSplit:
    """A split of a version: which part each member is in. It never changes."""

    id: str
    version_id: str
    key: SplitKind
    seed: int
    parts: int
    part_of: tuple[int, ...]  # in the order of the version's members, from 0
    certificate: str  # SHA-256 over the version's hash, the key, and (content, group, part)
    created_at: datetime


@dataclass(frozen=True)
class SplitRequest:
    """How a version is to be parted."""

    version_id: str
    key: SplitKind = SplitKind.UNIT
    parts: int = 5  # at most; fewer where a class has fewer groups
    seed: int = 0


@dataclass(frozen=True)
class MemberChange:
    """A recording that two versions tell differently: the names of the fields that differ."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class VersionDiff:
    """What differs between two versions, by the content of the recordings."""

    before: str  # titles of the versions
    after: str
    added: tuple[str, ...]  # names of recordings
    removed: tuple[str, ...]
    changed: tuple[MemberChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both are the same dataset."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Stale:
    """Something that was made of the older version and what the newer one means for it."""

    kind: str  # "feature set", "run"
    id: str
    name: str
    reason: str


@dataclass(frozen=True)
class VersionChange:
    """A diff and what it makes stale."""

    diff: VersionDiff
    stale: tuple[Stale, ...]


class BundleForm(StrEnum):
    """How the samples of a bundle are kept: one file for each recording."""

    HDF5 = "hdf5"
    MAT = "mat"
    CSV = "csv"
    PARQUET = "parquet"

    @property
    def ending(self) -> str:
        """How its files end."""
        return ".h5" if self is BundleForm.HDF5 else f".{self.value}"


@dataclass(frozen=True)
class BundleReport:
    """What was written, or what was read and where it went."""

    dataset_id: str
    version_id: str
    title: str
    hash: str
    recordings: int
    new_recordings: int = 0  # of an import: those whose samples the project had not
