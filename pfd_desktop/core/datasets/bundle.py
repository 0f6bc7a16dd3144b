"""A bundle: a version of a dataset as a folder that any program can read, and that names itself.

``manifest.json`` has the SHA-256 of every other file; ``members.json`` is what the version's hash
covers; ``data/`` has one file of samples for each recording; the rest is for people.
"""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from pfd_desktop.core.datasets.hashing import certificate, version_hash
from pfd_desktop.core.records.datasets import (
    BundleForm,
    DatasetVersion,
    DesignedSplit,
    MemberFacts,
)
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.errors import InvalidRecording

MANIFEST, MEMBERS, CARD = "manifest.json", "members.json", "README.md"
TABLES = ("recordings.csv", "labels.csv")
FORMAT, FORMAT_VERSION = "pfd-dataset", 1
_DATA = re.compile(r"data/[A-Za-z0-9][A-Za-z0-9._-]*")
_LARGEST_TEXT = 512 * 2**20  # bytes of members.json: a million recordings
_FACTS = TypeAdapter(tuple[MemberFacts, ...])

R = TypeVar("R")


@dataclass(frozen=True)
class FileMark:
    """A file of the bundle."""

    path: str  # with slashes, from the bundle's folder
    bytes: int
    sha256: str


@dataclass(frozen=True)
class SplitMark:
    """A designed split."""

    key: SplitKind
    seed: int
    parts: int
    part_of: tuple[int, ...]  # in the order of members.json
    certificate: str


@dataclass(frozen=True)
class Manifest:
    """What the bundle is."""

    format: str
    format_version: int
    form: BundleForm
    name: str
    note: str
    version_number: int
    version_note: str
    version_hash: str
    data: tuple[str, ...]  # file of each member, in the order of members.json
    splits: tuple[SplitMark, ...]
    files: tuple[FileMark, ...]  # all but the manifest itself

    def mark(self, path: str) -> FileMark:
        """What is told of a file; raises InvalidRecording where nothing is."""
        for one in self.files:
            if one.path == path:
                return one
        raise InvalidRecording(f"The manifest does not say what {path} is.")


def split_marks(splits: Sequence[DesignedSplit]) -> tuple[SplitMark, ...]:
    """What a bundle keeps of splits."""
    return tuple(SplitMark(s.key, s.seed, s.parts, s.part_of, s.certificate) for s in splits)


def manifest_text(manifest: Manifest) -> bytes:
    """As it is written."""
    return TypeAdapter(Manifest).dump_json(manifest, indent=1)


def members_text(version: DatasetVersion) -> bytes:
    """The frozen facts, in the order of the members."""
    return _FACTS.dump_json(tuple(one.facts for one in version.members), indent=1)


def data_name(position: int, facts: MemberFacts, ending: str) -> str:
    """A name any system takes: "data/0007_105_DE.h5"."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "_", f"{facts.name}_{facts.point}").strip("_")[:60]
    return f"data/{position:05d}_{plain or 'recording'}{ending}"


def recordings_table(version: DatasetVersion, data: Sequence[str]) -> bytes:
    """recordings.csv: one line for each recording."""
    out = io.StringIO()
    facts = [asdict(one.facts) for one in version.members]
    columns = [name for name in facts[0] if name not in ("labels", "bearing")]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["file", *columns, "bearing", "classes"])
    for path, told, one in zip(data, facts, version.members, strict=True):
        bearing = one.facts.bearing
        own = ["" if told[name] is None else str(told[name]) for name in columns]
        classes = "|".join(one.facts.classes)
        writer.writerow([path, *own, "" if bearing is None else bearing.name, classes])
    return out.getvalue().encode()


def labels_table(version: DatasetVersion, data: Sequence[str]) -> bytes:
    """labels.csv: one line for each label."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = ("start_s", "stop_s", "low_hz", "high_hz", "severity", "severity_words", "note")
    writer.writerow(["file", "recording", "kind", "classes", *names])
    for path, one in zip(data, version.members, strict=True):
        for label in one.facts.labels:
            own = ["" if (v := getattr(label, n)) is None else str(v) for n in names]
            writer.writerow([path, one.facts.name, label.kind, "|".join(label.classes), *own])
    return out.getvalue().encode()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a bundle; raises InvalidRecording where it is none or leads elsewhere."""
    manifest = _read(folder / MANIFEST, TypeAdapter(Manifest))
    if (manifest.format, manifest.format_version) != (FORMAT, FORMAT_VERSION):
        raise InvalidRecording(
            f"{folder.name} is a {manifest.format} of version {manifest.format_version}; this"
            f" program reads {FORMAT} of version {FORMAT_VERSION}."
        )
    known = {MEMBERS, CARD, *TABLES}
    paths = [one.path for one in manifest.files]
    strange = [one for one in paths if one not in known and not _DATA.fullmatch(one)]
    if strange or len(set(paths)) != len(paths) or set(manifest.data) != set(paths) - known:
        raise InvalidRecording(f"The manifest of {folder.name} names files that no bundle has.")
    return manifest


def read_members(folder: Path, manifest: Manifest) -> tuple[MemberFacts, ...]:
    """The facts, held against the version's hash and the certificates of its splits.

    Raises InvalidRecording where they are not what was frozen.
    """
    check_file(folder, manifest.mark(MEMBERS))
    facts = _read(folder / MEMBERS, _FACTS)
    whole = len(facts) == len(manifest.data) and version_hash(facts) == manifest.version_hash
    for one in manifest.splits:
        whole &= len(one.part_of) == len(facts) and one.certificate == certificate(
            manifest.version_hash, one.key, facts, one.part_of
        )
    if not whole:
        raise InvalidRecording(
            f"{folder.name} is not the dataset that its manifest names: what is told of its"
            " recordings or of its splits was changed. Export the dataset again."
        )
    return facts


def mark_file(folder: Path, path: str) -> FileMark:
    """Size and hash of a file of the bundle."""
    digest, size = hashlib.sha256(), 0
    with (folder / path).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            size += len(block)
    return FileMark(path, size, digest.hexdigest())


def check_file(folder: Path, mark: FileMark) -> None:
    """Raise InvalidRecording where the file is missing or not what the manifest says."""
    place = folder / mark.path
    try:
        if place.is_symlink() or place.stat().st_size != mark.bytes:
            raise InvalidRecording(f"{mark.path} of the bundle {folder.name} has another size.")
        if mark_file(folder, mark.path) != mark:
            raise InvalidRecording(
                f"{mark.path} of the bundle {folder.name} was changed or damaged: its checksum is"
                " another one. Copy the bundle again."
            )
    except OSError as error:
        raise InvalidRecording(
            f"{mark.path} of the bundle {folder.name} cannot be read: {error.strerror}."
        ) from error


def _read(path: Path, adapter: TypeAdapter[R]) -> R:
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            raise InvalidRecording(f"{path.name} is larger than any that this program writes.")
        return adapter.validate_json(path.read_bytes())
    except OSError as error:
        raise InvalidRecording(
            f"{path.parent} is no dataset bundle: its {path.name} cannot be read"
            f" ({error.strerror})."
        ) from error
    except ValidationError as error:
        raise InvalidRecording(
            f"{path.name} of the bundle {path.parent.name} is not as it is written:"
            f" {error.errors()[0]['msg']}."
        ) from error
