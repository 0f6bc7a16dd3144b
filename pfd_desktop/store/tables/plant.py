"""Machines, bearings, units, measuring points, recordings."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pfd_desktop.store.tables.base import Base, Synced, Utc


class MachineRow(Synced, Base):
    """A machine."""

    __tablename__ = "machines"
    name: Mapped[str] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(default="")


class BearingRow(Synced, Base):
    """The geometry of a rolling-element bearing."""

    __tablename__ = "bearings"
    name: Mapped[str] = mapped_column(unique=True)
    manufacturer: Mapped[str] = mapped_column(default="")
    balls: Mapped[int]
    ball_diameter_mm: Mapped[float]
    pitch_diameter_mm: Mapped[float]
    contact_angle_deg: Mapped[float] = mapped_column(default=0.0)
    source: Mapped[str] = mapped_column(default="")
    built_in: Mapped[bool] = mapped_column(default=False)


class UnitRow(Synced, Base):
    """A physical bearing in a machine."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("machine_id", "name"),)
    machine_id: Mapped[str] = mapped_column(ForeignKey("machines.id"))
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="rolling")
    bearing_id: Mapped[str | None] = mapped_column(ForeignKey("bearings.id"), default=None)
    note: Mapped[str] = mapped_column(default="")
    machine: Mapped[MachineRow] = relationship(lazy="joined", innerjoin=True)
    bearing: Mapped[BearingRow | None] = relationship(lazy="joined")


class PointRow(Synced, Base):
    """Where a sensor sits."""

    __tablename__ = "points"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]
    direction: Mapped[str] = mapped_column(default="")
    unit: Mapped[UnitRow] = relationship(lazy="joined", innerjoin=True)


class RecordingRow(Synced, Base):
    """A measured waveform; the samples lie in ``blobs/``."""

    __tablename__ = "recordings"
    point_id: Mapped[str] = mapped_column(ForeignKey("points.id"), index=True)
    name: Mapped[str]
    source_name: Mapped[str]
    channel: Mapped[str] = mapped_column(default="")
    vector: Mapped[str] = mapped_column(default="", server_default="")  # its name in the file
    blob: Mapped[str] = mapped_column(index=True)
    variant: Mapped[str] = mapped_column(default="", server_default="")  # of the waveform file
    rate_hz: Mapped[float]
    samples: Mapped[int]
    quantity: Mapped[str]
    unit: Mapped[str]
    speed_rpm: Mapped[float | None] = mapped_column(default=None)
    speed_source: Mapped[str] = mapped_column(default="unknown")
    speed_estimate_rpm: Mapped[float | None] = mapped_column(default=None)
    speed_confidence: Mapped[float | None] = mapped_column(default=None)
    condition: Mapped[str] = mapped_column(default="")
    label: Mapped[str | None] = mapped_column(default=None)
    severity: Mapped[str] = mapped_column(default="")
    flags: Mapped[str] = mapped_column(default="[]")  # JSON
    synthetic: Mapped[bool] = mapped_column(default=False)
    measured_at: Mapped[datetime | None] = mapped_column(Utc, default=None)
    processed: Mapped[str] = mapped_column(default="", server_default="")  # the chain in words
    made_from: Mapped[str] = mapped_column(default="", server_default="")  # key of a recording
    axis: Mapped[str] = mapped_column(default="time", server_default="time")
    grade: Mapped[str] = mapped_column(default="", server_default="")  # "" is not examined
    point: Mapped[PointRow] = relationship(lazy="joined", innerjoin=True)


class FolderMappingRow(Synced, Base):
    """How the files of a folder were mapped the last time."""

    __tablename__ = "folder_mappings"
    folder: Mapped[str] = mapped_column(unique=True)
    mapping: Mapped[str]  # JSON


class DiagnosisRow(Synced, Base):
    """The latest outcome of a diagnosis of a recording."""

    __tablename__ = "diagnoses"
    recording_id: Mapped[str] = mapped_column(ForeignKey("recordings.id"), index=True)
    diagnosis: Mapped[str]  # JSON
    fault: Mapped[str | None] = mapped_column(default=None)  # of it, to be searched
    grade: Mapped[str] = mapped_column(default="", server_default="")
