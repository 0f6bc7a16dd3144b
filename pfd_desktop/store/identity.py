"""Recordings that share their samples: whose waveform file is whose, and what is told anew.

A waveform file holds rate and unit beside the samples and never changes. The first recording with
certain samples gives it its name, their hash; one that reads the same samples otherwise has a file
of its own, named with a mark after it, and those that read them alike share one.
"""

import hashlib
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.recording import Flag, Reading, Reads, Recording, reading
from pfd_desktop.store import plant, recordings, rows, stale
from pfd_desktop.store.json_text import to_text
from pfd_desktop.store.recordings import NewRecording
from pfd_desktop.store.tables import RecordingRow, UnitRow

_MARK = 12  # letters of a hash


class Sampled(Reads, Protocol):
    """A recording, or what is frozen or new of one."""

    @property
    def blob(self) -> str: ...


def variant_of(session: Session, new: Sampled) -> str:
    """Which of the waveform files with these samples is that of *new*; "" is the first.

    Recordings in the trash count: they may be restored.
    """
    return variants_of(session, (new,))[0]


def variants_of(session: Session, new: Iterable[Sampled]) -> tuple[str, ...]:
    """The same for those that arrive together: what they share among themselves counts as well."""
    files: dict[str, dict[Reading, str]] = {}
    found = []
    for one in new:
        if one.blob not in files:
            files[one.blob] = _files(session, one.blob)
        those, told = files[one.blob], reading(one)
        mark = hashlib.sha256(repr(told).encode()).hexdigest()[:_MARK]
        found.append(those.setdefault(told, mark if those else ""))
    return tuple(found)


def _files(session: Session, blob: str) -> dict[Reading, str]:
    """The waveform files with these samples by how they are read."""
    query = select(RecordingRow).where(RecordingRow.blob == blob).order_by(RecordingRow.id)
    files: dict[Reading, str] = {}
    for row in session.scalars(query):
        files.setdefault(reading(row), row.variant)
    return files


def tell_anew(session: Session, recording_id: str, told: NewRecording) -> Recording:
    """Let the recording be all that *told* says but its name; what rested on the old is stale.

    The bearing is the unit's: it changes for all recordings of it. Raises NotFound.
    """
    row = rows.find(session, RecordingRow, recording_id, "recording")
    unit = plant.unit_named(session, told.machine, told.unit_name, told.kind, told.bearing)
    _correct(session, unit, told)
    row.point = plant.point_named(session, unit, told.point)
    for name in (
        *("channel", "vector", "variant", "rate_hz", "quantity", "unit"),
        *("speed_rpm", "speed_estimate_rpm", "speed_confidence"),
        *("condition", "label", "severity"),
    ):
        setattr(row, name, getattr(told, name))
    row.speed_source = told.speed_source.value
    row.flags = to_text(tuple[Flag, ...], told.flags)
    row.grade = ""  # to be examined as it is read now
    stale.forget(session, recording_id)
    session.flush()
    return recordings.record_of(row, session.info["blobs"])


def _correct(session: Session, unit: UnitRow, told: NewRecording) -> None:
    old = None if unit.bearing is None else unit.bearing.name
    new = old if told.bearing is None else told.bearing.name
    if (old, unit.kind) != (new, told.kind.value):
        plant.set_unit(session, unit.id, told.kind, told.bearing, None)
        stale.forget_unit(session, unit.id)
