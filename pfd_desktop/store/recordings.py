"""Recordings in the store."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from pfd_desktop.core.doctor.grade import REPLACED, grade_of
from pfd_desktop.core.records.examining import Examined
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.records.recording import Flag, Recording, RecordingChanges, SpeedSource
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.store import plant, rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.keys import new_key
from pfd_desktop.store.project import blob_path
from pfd_desktop.store.tables import PointRow, RecordingRow

_Flags = tuple[Flag, ...]
_ENDED_BY_A_SPEED = frozenset({"speed-differs", "speed-doubtful", "speed-missing", "speed-nominal"})
_DOUBTS_OF_THE_SIGNAL = frozenset({"speed-differs", "speed-missing"})
_ENDED_BY_A_PLACE = frozenset({"bearing-missing"})


@dataclass(frozen=True)
class NewRecording:
    """Everything of a recording that is not given by the store; its waveform file lies in place."""

    name: str
    machine: str
    unit_name: str
    point: str
    kind: BearingKind
    bearing: Bearing | None
    source_name: str
    channel: str
    blob: str
    rate_hz: float
    samples: int
    quantity: str
    unit: str
    speed_rpm: float | None = None
    speed_source: SpeedSource = SpeedSource.UNKNOWN
    speed_estimate_rpm: float | None = None
    speed_confidence: float | None = None
    condition: str = ""
    label: str | None = None
    severity: str = ""
    flags: tuple[Flag, ...] = ()
    synthetic: bool = False
    measured_at: datetime | None = None
    processed: str = ""
    made_from: str = ""
    axis: str = "time"
    vector: str = ""  # its name in the file; "" where no file was read
    variant: str = ""  # which of the files with these samples is its own (store/identity)


def add(session: Session, new: NewRecording) -> Recording:
    """Keep a recording; its machine, unit and point are made when absent."""
    unit = plant.unit_named(session, new.machine, new.unit_name, new.kind, new.bearing)
    point = plant.point_named(session, unit, new.point)
    row = RecordingRow(**columns_of(new, point.id))
    session.add(row)
    session.flush()
    return record_of(row, session.info["blobs"])


def columns_of(new: NewRecording, point_id: str) -> dict[str, object]:
    """The row of a new recording at a point, with a key of its own."""
    return {
        "id": new_key(),
        "point_id": point_id,
        "name": new.name,
        "source_name": new.source_name,
        "channel": new.channel,
        "vector": new.vector,
        "blob": new.blob,
        "variant": new.variant,
        "rate_hz": new.rate_hz,
        "samples": new.samples,
        "quantity": new.quantity,
        "unit": new.unit,
        "speed_rpm": new.speed_rpm,
        "speed_source": new.speed_source.value,
        "speed_estimate_rpm": new.speed_estimate_rpm,
        "speed_confidence": new.speed_confidence,
        "condition": new.condition,
        "label": new.label,
        "severity": new.severity,
        "flags": to_text(_Flags, new.flags),
        "synthetic": new.synthetic,
        "measured_at": new.measured_at,
        "processed": new.processed,
        "made_from": new.made_from,
        "axis": new.axis,
    }


def get(session: Session, recording_id: str) -> Recording:
    """The recording; raises NotFound."""
    row = rows.find(session, RecordingRow, recording_id, "recording")
    return record_of(row, session.info["blobs"])


def list_all(session: Session) -> tuple[Recording, ...]:
    """All recordings, in the order they arrived."""
    # Columns, not mapped rows: of ten thousands the mapping alone took longer than all the rest.
    columns = RecordingRow.__table__.c
    query = select(*columns).where(columns.deleted_at.is_(None)).order_by(columns.id)
    places = {row.id: _place_of(row) for row in session.scalars(select(PointRow))}
    blobs = session.info["blobs"]
    return tuple(_record(row, places[row.point_id], blobs) for row in session.execute(query))


def counts(session: Session) -> dict[str, int]:
    """How many recordings each measuring point has, by its id."""
    query = (
        select(RecordingRow.point_id, func.count().label("number"))
        .where(RecordingRow.deleted_at.is_(None))
        .group_by(RecordingRow.point_id)
    )
    return {row.point_id: row.number for row in session.execute(query)}


def of_point(session: Session, point_id: str) -> tuple[Recording, ...]:
    """The recordings of a measuring point, in the order they arrived."""
    query = (
        select(RecordingRow)
        .where(RecordingRow.point_id == point_id, RecordingRow.deleted_at.is_(None))
        .order_by(RecordingRow.id)
    )
    blobs = session.info["blobs"]
    return tuple(record_of(row, blobs) for row in session.scalars(query))


def trash(session: Session) -> tuple[Recording, ...]:
    """The recordings in the trash, the latest first."""
    query = (
        select(RecordingRow)
        .where(RecordingRow.deleted_at.is_not(None))
        .order_by(RecordingRow.deleted_at.desc())
    )
    blobs = session.info["blobs"]
    return tuple(record_of(row, blobs) for row in session.scalars(query))


def with_samples(session: Session, sha256: str) -> tuple[Recording, ...]:
    """The recordings with those very samples, in the order they arrived."""
    query = (
        select(RecordingRow)
        .where(RecordingRow.blob == sha256, RecordingRow.deleted_at.is_(None))
        .order_by(RecordingRow.id)
    )
    blobs = session.info["blobs"]
    return tuple(record_of(row, blobs) for row in session.scalars(query))


def known_samples(session: Session, hashes: Collection[str]) -> frozenset[str]:
    """Those of the hashes of samples that there is a recording of, be it in the trash."""
    query = select(RecordingRow.blob).where(RecordingRow.blob.in_(hashes)).distinct()
    return frozenset(session.scalars(query))


def same_source(
    those: Iterable[Recording], source_name: str, vector: str, channel: str
) -> Recording | None:
    """The one of *those*, which share their samples, that came from this vector of this file.

    Of recordings of older projects only the channel is known, which may have been told.
    """
    names = {vector, channel} - {""}
    for one in those:
        same = one.vector == vector if one.vector and vector else one.channel in names
        if one.source_name == source_name and (same or not (names or one.channel)):
            return one
    return None


def by_source(session: Session, begins: str) -> tuple[tuple[str, str], ...]:
    """Id and source of the recordings whose source begins so, in the order they arrived."""
    query = (
        select(RecordingRow.id, RecordingRow.source_name)
        .where(RecordingRow.source_name.startswith(begins, autoescape=True))
        .where(RecordingRow.deleted_at.is_(None))
        .order_by(RecordingRow.id)
    )
    return tuple((row.id, row.source_name) for row in session.execute(query))


def edit(session: Session, recording_id: str, changes: RecordingChanges) -> Recording:
    """Change what is known of a recording; a speed told by the user says so."""
    row = rows.find(session, RecordingRow, recording_id, "recording")
    for name, value in changes.items():
        setattr(row, name, value)
    if "speed_rpm" in changes:
        _told_by_user(row, changes["speed_rpm"])
    session.flush()
    return record_of(row, session.info["blobs"])


def _told_by_user(row: RecordingRow, speed_rpm: float | None) -> None:
    """The user's word ends the doubts; a diagnosis that sees another speed says so itself."""
    flags = [f for f in from_text(_Flags, row.flags) if f.code not in _ENDED_BY_A_SPEED]
    if speed_rpm is None:
        flags.append(Flag("speed-missing", "no speed was told"))
    row.speed_source = (SpeedSource.UNKNOWN if speed_rpm is None else SpeedSource.USER).value
    _keep_flags(row, tuple(flags))


def _keep_flags(row: RecordingRow, flags: _Flags) -> None:
    """The grade follows the findings among them, where somebody has looked for any."""
    row.flags = to_text(_Flags, flags)
    row.grade = grade_of(flags) if row.grade else ""


def keep_examined(
    session: Session, recording_id: str, found: Examined, beside: _Flags = ()
) -> Recording:
    """What an examination showed, and *beside* other channels, in place of what was found before.

    What else was flagged stays; what is said of the speed, where it was looked for, is new.
    """
    row = rows.find(session, RecordingRow, recording_id, "recording")
    replaced = REPLACED | (_DOUBTS_OF_THE_SIGNAL if found.first else frozenset())
    others = tuple(f for f in from_text(_Flags, row.flags) if f.code not in replaced)
    if found.first:
        row.speed_estimate_rpm, row.speed_confidence = found.speed_rpm, found.confidence
    row.grade = "A"  # examined
    _keep_flags(row, (*others, *found.doubts, *found.findings, *beside))
    session.flush()
    return record_of(row, session.info["blobs"])


def add_finding(session: Session, recording_id: str, found: Flag) -> None:
    """One more finding beside those there are, once."""
    row = rows.find(session, RecordingRow, recording_id, "recording")
    flags = from_text(_Flags, row.flags)
    if found not in flags:
        _keep_flags(row, (*flags, found))


def place(
    session: Session, recording_id: str, machine: str, unit_name: str, point: str
) -> Recording:
    """Move a recording to another place; what is absent is made, with the present bearing."""
    row = rows.find(session, RecordingRow, recording_id, "recording")
    old = row.point.unit
    bearing = None if old.bearing is None else plant.bearing_of(old.bearing)
    unit = plant.unit_named(session, machine, unit_name, BearingKind(old.kind), bearing)
    row.point = plant.point_named(session, unit, point)
    flags = tuple(f for f in from_text(_Flags, row.flags) if f.code not in _ENDED_BY_A_PLACE)
    _keep_flags(row, flags)
    session.flush()
    return record_of(row, session.info["blobs"])


def take_back(session: Session, before: Recording, names: Collection[str]) -> Recording:
    """Give the fields of these names the values of *before*, and what followed from them."""
    row = rows.find(session, RecordingRow, before.id, "recording")
    ended: frozenset[str] = frozenset()
    for name in set(names) - {"point_id"}:
        setattr(row, name, getattr(before, name))
    if "speed_rpm" in names:
        row.speed_source = before.speed_source.value
        ended |= _ENDED_BY_A_SPEED
    if "point_id" in names:
        row.point = rows.find(session, PointRow, before.point_id, "measuring point")
        ended |= _ENDED_BY_A_PLACE
    now = from_text(_Flags, row.flags)
    flags = [f for f in before.flags if f in now or f.code in ended]
    flags += [f for f in now if f not in flags and f.code not in ended]
    _keep_flags(row, tuple(flags))
    session.flush()
    return record_of(row, session.info["blobs"])


def delete(session: Session, recording_id: str) -> None:
    """Into the trash; the waveform file stays."""
    rows.bury(rows.find(session, RecordingRow, recording_id, "recording"))


def restore(session: Session, recording_id: str) -> Recording:
    """Out of the trash; raises NotFound, InvalidInput where it has been imported again."""
    row = session.get(RecordingRow, recording_id)
    if row is None:
        raise NotFound(f"There is no recording {recording_id} in this project.")
    alike = (one for one in with_samples(session, row.blob) if one.id != row.id)
    again = same_source(alike, row.source_name, row.vector, row.channel)
    if again is not None:
        raise InvalidInput(
            f"{row.name} has been imported again as {again.name}. Delete that one first, or leave"
            " this one in the trash."
        )
    rows.unbury(row)
    session.flush()
    return record_of(row, session.info["blobs"])


@dataclass(frozen=True)
class _Place:
    """Where recordings were measured."""

    machine_id: str
    machine_name: str
    unit_id: str
    unit_name: str
    point_name: str
    kind: BearingKind
    bearing: Bearing | None


def _place_of(point: PointRow) -> _Place:
    unit = point.unit
    return _Place(
        unit.machine_id,
        unit.machine.name,
        unit.id,
        unit.name,
        point.name,
        BearingKind(unit.kind),
        None if unit.bearing is None else plant.bearing_of(unit.bearing),
    )


def record_of(row: RecordingRow, blobs: Path) -> Recording:
    """The record of a row."""
    return _record(row, _place_of(row.point), blobs)


def _record(row: RecordingRow | Row[Any], place: _Place, blobs: Path) -> Recording:
    return Recording(
        id=row.id,
        name=row.name,
        machine_id=place.machine_id,
        machine_name=place.machine_name,
        unit_id=place.unit_id,
        unit_name=place.unit_name,
        point_id=row.point_id,
        point_name=place.point_name,
        kind=place.kind,
        bearing=place.bearing,
        source_name=row.source_name,
        channel=row.channel,
        blob=row.blob,
        path=blob_path(blobs, row.blob, row.variant),
        rate_hz=row.rate_hz,
        samples=row.samples,
        quantity=row.quantity,
        unit=row.unit,
        speed_rpm=row.speed_rpm,
        speed_source=SpeedSource(row.speed_source),
        speed_estimate_rpm=row.speed_estimate_rpm,
        speed_confidence=row.speed_confidence,
        condition=row.condition,
        label=row.label,
        severity=row.severity,
        flags=from_text(_Flags, row.flags),
        synthetic=row.synthetic,
        imported_at=row.created_at,
        row_version=row.row_version,
        measured_at=row.measured_at,
        processed=row.processed,
        made_from=row.made_from,
        axis=row.axis,
        grade=row.grade,
        vector=row.vector,
    )
