"""Recordings that share their samples: whose waveform file is whose, and what is told anew.

A waveform file holds rate and unit beside the samples and never changes. The first recording with
certain samples gives it its name, their hash; one that reads the same samples otherwise has a file
of its own, named with a mark after it, and those that read them alike share one.
"""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.doctor.grade import grade_of
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.store import plant, recordings, rows, stale
from pfd_desktop.store.json_text import to_text
from pfd_desktop.store.recordings import NewRecording
from pfd_desktop.store.tables import RecordingRow, UnitRow

_MARK = 12  # letters of a hash


def variant_of(session: Session, new: NewRecording) -> str:
    """Which of the waveform files with these samples is that of *new*; "" is the first.

    Recordings in the trash count: they may be restored.
    """
    told = (new.rate_hz, new.unit, new.quantity, new.axis)
    query = select(RecordingRow).where(RecordingRow.blob == new.blob)
    there = session.scalars(query.order_by(RecordingRow.id)).all()
    for row in there:
        if (row.rate_hz, row.unit, row.quantity, row.axis) == told:
            return row.variant
    return hashlib.sha256(repr(told).encode()).hexdigest()[:_MARK] if there else ""


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
    row.grade = grade_of(told.flags)
    stale.forget(session, recording_id)
    session.flush()
    return recordings.record_of(row, session.info["blobs"])


def _correct(session: Session, unit: UnitRow, told: NewRecording) -> None:
    old = None if unit.bearing is None else unit.bearing.name
    new = old if told.bearing is None else told.bearing.name
    if (old, unit.kind) != (new, told.kind.value):
        plant.set_unit(session, unit.id, told.kind, told.bearing, None)
        stale.forget_unit(session, unit.id)
