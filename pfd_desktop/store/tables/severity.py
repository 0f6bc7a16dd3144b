"""Severity tables, facts of machines, alarm limits and baselines of measuring points."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pfd_desktop.store.keys import now
from pfd_desktop.store.tables.base import Base, Synced, Utc


class SeverityTableRow(Synced, Base):
    """A version of a table of zones; versions are added and never changed."""

    __tablename__ = "severity_tables"
    __table_args__ = (UniqueConstraint("name", "version"),)
    name: Mapped[str]
    version: Mapped[int]
    zones: Mapped[str]  # JSON of the whole table


class MachineFactsRow(Synced, Base):
    """What a zone or a diagnosis needs to know of a machine."""

    __tablename__ = "machine_facts"
    machine_id: Mapped[str] = mapped_column(ForeignKey("machines.id"), unique=True)
    severity_table: Mapped[str] = mapped_column(default="")
    machine_group: Mapped[str] = mapped_column(default="")
    support: Mapped[str] = mapped_column(default="")
    power_kw: Mapped[float | None] = mapped_column(default=None)
    machine_type: Mapped[str] = mapped_column(default="")
    critical_rpm: Mapped[float | None] = mapped_column(default=None)


class BaselineRow(Synced, Base):
    """The recordings that stand for a point's good state; one baseline a point."""

    __tablename__ = "baselines"
    point_id: Mapped[str] = mapped_column(ForeignKey("points.id"), unique=True)
    recording_ids: Mapped[str]  # JSON
    note: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(Utc, default=now)


class AlarmLimitsRow(Synced, Base):
    """From where on a value of a point alerts and alarms; one row a value."""

    __tablename__ = "alarm_limits"
    __table_args__ = (UniqueConstraint("point_id", "measure"),)
    point_id: Mapped[str] = mapped_column(ForeignKey("points.id"))
    measure: Mapped[str]
    alert: Mapped[float | None] = mapped_column(default=None)
    alarm: Mapped[float | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(default="")
