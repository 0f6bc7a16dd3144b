"""Where parsed files become recordings: the waveform file first, durable, then its row."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.atomic import atomic_move
from pfd_desktop.core.physics import bearings
from pfd_desktop.core.records.importing import ImportedFile, Mapping
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.core.waveforms.child import Parsed
from pfd_desktop.core.waveforms.measured_time import time_in_name
from pfd_desktop.core.waveforms.references import source_of
from pfd_desktop.errors import InvalidInput, InvalidRecording, PfdError, StoreUnavailable
from pfd_desktop.store import file_facts, folder_mappings, plant, recordings
from pfd_desktop.store.project import Project

UNASSIGNED = "Unassigned"  # machine and unit of what was not told


@dataclass(frozen=True)
class Duplicate:
    """A file whose samples are there already."""

    path: Path
    recording_id: str


class Shelf:
    """Keeps what children have parsed, one file at a time."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def keep(self, parsed: Parsed) -> ImportedFile | Duplicate:
        """Move the waveform file to its place, then add its row; raises PfdError."""
        with self._project.store.read() as session:
            known = recordings.find_by_blob(session, parsed.sha256)
            bearing = self._bearing(plant.bearings(session), parsed.mapping.bearing)
        if known is not None:
            parsed.target.unlink(missing_ok=True)
            return Duplicate(parsed.path, known.id)
        new = _new_recording(parsed, bearing)
        target = self._project.blob_path(parsed.sha256)
        is_new = not target.exists()  # a recording in the trash may have those very samples
        self._place(parsed)
        try:
            with self._project.store.write() as session:
                recording = recordings.add(session, new)
                file_facts.put(session, recording.id, parsed.facts)
        except PfdError:  # a full disk, say: without a row nobody would ever find the file
            if is_new:
                target.unlink(missing_ok=True)
            raise
        return ImportedFile(parsed.path, recording.id, parsed.flags, parsed.copied)

    def _place(self, parsed: Parsed) -> None:
        target = self._project.blob_path(parsed.sha256)
        if _keeps_copy(target) and source_of(parsed.target) is not None:
            parsed.target.unlink()  # a recording in the trash needs nothing outside: it stays so
            return
        try:
            atomic_move(parsed.target, target)
        except OSError as error:
            raise StoreUnavailable(
                f"The samples of {parsed.path.name} cannot be written to {target.parent}:"
                f" {error.strerror}."
            ) from error

    @staticmethod
    def _bearing(own: tuple[Bearing, ...], name: str) -> Bearing | None:
        """The bearing of that name, the user's own before the shipped; raises NotFound."""
        if not name:
            return None
        found = next((one for one in own if one.name.casefold() == name.casefold()), None)
        return found or bearings.find(name)

    def remembered(self, folder: Path) -> Mapping | None:
        """The mapping last used for files of *folder*."""
        with self._project.store.read() as session:
            return folder_mappings.get(session, _key(folder))

    def remember(self, folder: Path, mapping: Mapping) -> None:
        """Keep it for the next files of *folder*."""
        with self._project.store.write() as session:
            folder_mappings.keep(session, _key(folder), mapping)


def _keeps_copy(path: Path) -> bool:
    """Whether a sound waveform file that holds its samples itself lies there."""
    if not path.exists():
        return False
    try:
        return source_of(path) is None and verify_blob(path)
    except InvalidRecording:
        return False


def _key(folder: Path) -> str:
    return str(folder.absolute())


def _new_recording(parsed: Parsed, bearing: Bearing | None) -> recordings.NewRecording:
    mapping = parsed.mapping
    if mapping.kind not in set(BearingKind):
        raise InvalidInput(f"A unit is rolling or journal, not “{mapping.kind}”.")
    own = f" {parsed.channel}" if parsed.several else ""
    return recordings.NewRecording(
        name=parsed.path.stem + own,
        machine=mapping.machine or UNASSIGNED,
        unit_name=mapping.unit_name or UNASSIGNED,
        point=mapping.point + own if mapping.point else parsed.channel,
        kind=BearingKind(mapping.kind),
        bearing=bearing,
        source_name=parsed.path.name,
        channel=parsed.channel,
        blob=parsed.sha256,
        rate_hz=parsed.rate_hz,
        samples=parsed.samples,
        quantity=mapping.quantity,
        unit=mapping.unit,
        speed_rpm=mapping.speed_rpm,
        speed_source=parsed.speed_source,
        speed_estimate_rpm=parsed.speed_estimate_rpm,
        speed_confidence=parsed.speed_confidence,
        condition=mapping.condition,
        label=mapping.label,
        severity=mapping.severity,
        flags=parsed.flags,
        examined=True,
        measured_at=time_in_name(parsed.path.name),
    )
