"""Where parsed files become recordings: the waveform file first, durable, then its row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pfd_desktop.atomic import atomic_move, atomic_moves
from pfd_desktop.core.physics import bearings
from pfd_desktop.core.records.importing import ImportedFile, Mapping, ToldOtherwise
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.core.waveforms.blob import retell_blob, verify_blob
from pfd_desktop.core.waveforms.child import Parsed
from pfd_desktop.core.waveforms.references import source_of
from pfd_desktop.errors import InvalidInput, InvalidRecording, PfdError, StoreUnavailable
from pfd_desktop.services import interpretation
from pfd_desktop.store import arriving, folder_mappings, identity, plant, recordings
from pfd_desktop.store.project import Project

UNASSIGNED = "Unassigned"  # machine and unit of what was not told


@dataclass(frozen=True)
class Duplicate:
    """A vector of a file that is there already."""

    path: Path
    recording_id: str
    otherwise: ToldOtherwise | None = None
    updated: bool = False


class Shelf:
    """Keeps what children have parsed."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def keep_all(
        self, many: Sequence[Parsed], *, update: bool = False
    ) -> list[ImportedFile | Duplicate | PfdError]:
        """Keep what has arrived, in its order; errors stand in their place.

        Files whose samples nobody has are moved together and their rows written in one transaction;
        the others, and all where that fails, one by one.
        """
        kept = dict(self._keep_new(many))
        found: list[ImportedFile | Duplicate | PfdError] = []
        for number, one in enumerate(many):
            if number in kept:
                found.append(kept[number])
                continue
            try:
                found.append(self.keep(one, update=update))
            except PfdError as error:
                found.append(error)
        return found

    def _keep_new(self, many: Sequence[Parsed]) -> list[tuple[int, ImportedFile]]:
        """Those with samples of their own, by their place; none where they cannot all be kept."""
        if len(many) < 2:
            return []
        with self._project.store.read() as session:
            known = recordings.known_samples(session, [one.sha256 for one in many])
            own = plant.bearings(session)
        fresh: dict[str, tuple[int, recordings.NewRecording]] = {}
        for number, one in enumerate(many):
            if one.sha256 not in known and one.sha256 not in fresh:
                with suppress(PfdError):  # told when it is kept by itself
                    bearing = self._bearing(own, one.mapping.bearing)
                    fresh[one.sha256] = number, _new_recording(one, bearing)
        arrived = [(number, many[number], new) for number, new in fresh.values()]
        places = {one.target: self._project.blob_path(new.blob) for _, one, new in arrived}
        try:
            atomic_moves(places)
            with self._project.store.write() as session:
                ids = arriving.add_all(
                    session,
                    [arriving.Arriving(new, one.facts, one.tags) for _, one, new in arrived],
                )
        except (PfdError, OSError):
            for source, target in places.items():
                if not source.exists() and target.exists():
                    target.replace(source)
            return []
        return [
            (number, ImportedFile(one.path, recording_id, new.flags, one.copied))
            for (number, one, new), recording_id in zip(arrived, ids, strict=True)
        ]

    def keep(self, parsed: Parsed, *, update: bool = False) -> ImportedFile | Duplicate:
        """Move the waveform file to its place, then add its row; raises PfdError.

        The same vector of the same file is not kept twice: where it is told otherwise now, the
        recording becomes so with *update*, and stays as it is without.
        """
        with self._project.store.read() as session:
            alike = recordings.with_samples(session, parsed.sha256)
            bearing = self._bearing(plant.bearings(session), parsed.mapping.bearing)
        new = _new_recording(parsed, bearing)
        known = recordings.same_source(alike, new.source_name, new.vector, new.channel)
        if known is not None:
            return self._again(parsed, new, known, update=update)
        new = replace(new, flags=(*new.flags, *_copies(new, alike)))
        with self._placed(parsed, new) as placed, self._project.store.write() as session:
            (recording_id,) = arriving.add_all(
                session, [arriving.Arriving(placed, parsed.facts, parsed.tags)]
            )
        return ImportedFile(parsed.path, recording_id, new.flags, parsed.copied)

    def _again(
        self, parsed: Parsed, new: recordings.NewRecording, known: Recording, *, update: bool
    ) -> Duplicate:
        told = interpretation.completed(new, parsed.mapping, known)
        otherwise = interpretation.differing(parsed.path, known, told)
        if otherwise is None or not update:
            parsed.target.unlink(missing_ok=True)
            return Duplicate(parsed.path, known.id, otherwise)
        if (told.unit, told.quantity) != (new.unit, new.quantity):
            retell_blob(parsed.target, told.rate_hz, told.unit, told.quantity)
        with self._placed(parsed, told) as placed, self._project.store.write() as session:
            identity.tell_anew(session, known.id, placed)
        return Duplicate(parsed.path, known.id, otherwise, updated=True)

    @contextmanager
    def _placed(
        self, parsed: Parsed, new: recordings.NewRecording
    ) -> Iterator[recordings.NewRecording]:
        """The waveform file in its place while its row is written."""
        with self._project.store.read() as session:
            new = replace(new, variant=identity.variant_of(session, new))
        target = self._project.blob_path(new.blob, new.variant)
        is_new = not target.exists()  # another recording may have those very samples
        self._place(parsed, target)
        try:
            yield new
        except PfdError:  # a full disk, say: without a row nobody would ever find the file
            if is_new:
                target.unlink(missing_ok=True)
            raise

    @staticmethod
    def _place(parsed: Parsed, target: Path) -> None:
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


def _copies(new: recordings.NewRecording, alike: Sequence[Recording]) -> tuple[Flag, ...]:
    """Says of which recording of another file this is a copy; the doctor compares channels."""
    others = [one for one in alike if one.source_name != new.source_name]
    if not others:
        return ()
    return (
        Flag("same-samples", f"the same samples as {others[0].name} ({others[0].source_name})"),
    )


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
        vector=parsed.vector,
        blob=parsed.sha256,
        rate_hz=parsed.rate_hz,
        samples=parsed.samples,
        quantity=mapping.quantity,
        unit=mapping.unit,
        speed_rpm=mapping.speed_rpm,
        speed_source=parsed.speed_source,
        condition=mapping.condition,
        label=mapping.label,
        severity=mapping.severity,
        flags=parsed.flags,
        measured_at=parsed.measured.time if parsed.measured is not None else None,
    )
