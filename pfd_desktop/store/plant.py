"""Machines, bearings, units and measuring points in the store."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.machine import Bearing, BearingKind, Machine, MeasuringPoint, Unit
from pfd_desktop.store import rows
from pfd_desktop.store.tables import BearingRow, MachineRow, PointRow, UnitRow


def machine_named(session: Session, name: str) -> MachineRow:
    """The machine of that name, made when absent."""
    row = session.scalars(select(MachineRow).where(MachineRow.name == name)).one_or_none()
    if row is None:
        row = MachineRow(name=name)
        session.add(row)
        session.flush()
    return row


def unit_named(
    session: Session, machine: str, name: str, kind: BearingKind, bearing: Bearing | None
) -> UnitRow:
    """The unit of that name in that machine, made when absent."""
    owner = machine_named(session, machine)
    query = select(UnitRow).where(UnitRow.machine_id == owner.id, UnitRow.name == name)
    row = session.scalars(query).one_or_none()
    if row is None:
        kept = None if bearing is None else keep_bearing(session, bearing)
        row = UnitRow(machine=owner, name=name, kind=kind.value, bearing=kept)
        session.add(row)
        session.flush()
    return row


def point_named(session: Session, unit: UnitRow, name: str) -> PointRow:
    """The measuring point of that name on that unit, made when absent."""
    query = select(PointRow).where(PointRow.unit_id == unit.id, PointRow.name == name)
    row = session.scalars(query).one_or_none()
    if row is None:
        row = PointRow(unit=unit, name=name)
        session.add(row)
        session.flush()
    return row


def keep_bearing(session: Session, bearing: Bearing) -> BearingRow:
    """The row of that bearing, found by name, made when absent, brought up to date otherwise."""
    query = select(BearingRow).where(BearingRow.name == bearing.name)
    row = session.scalars(query).one_or_none()
    if row is None:
        row = BearingRow(name=bearing.name)
        session.add(row)
    fields = ("manufacturer", "balls", "ball_diameter_mm", "pitch_diameter_mm")
    for field in (*fields, "contact_angle_deg", "source", "built_in"):
        setattr(row, field, getattr(bearing, field))
    session.flush()
    return row


def set_unit(
    session: Session, unit_id: str, kind: BearingKind, bearing: Bearing | None, note: str
) -> Unit:
    """Change what is known of a unit."""
    row = rows.find(session, UnitRow, unit_id, "unit")
    row.kind, row.note = kind.value, note
    row.bearing = None if bearing is None else keep_bearing(session, bearing)
    rows.touch(row)
    session.flush()
    return unit_of(row)


def machines(session: Session) -> tuple[Machine, ...]:
    """All machines by name."""
    query = select(MachineRow).where(MachineRow.deleted_at.is_(None)).order_by(MachineRow.name)
    return tuple(Machine(row.id, row.name, row.note) for row in session.scalars(query))


def units(session: Session) -> tuple[Unit, ...]:
    """All units by name."""
    query = select(UnitRow).where(UnitRow.deleted_at.is_(None)).order_by(UnitRow.name)
    return tuple(unit_of(row) for row in session.scalars(query))


def points(session: Session) -> tuple[MeasuringPoint, ...]:
    """All measuring points by name."""
    query = select(PointRow).where(PointRow.deleted_at.is_(None)).order_by(PointRow.name)
    return tuple(
        MeasuringPoint(row.id, row.unit_id, row.name, row.direction)
        for row in session.scalars(query)
    )


def bearings(session: Session) -> tuple[Bearing, ...]:
    """The bearings kept in this project, by name."""
    query = select(BearingRow).where(BearingRow.deleted_at.is_(None)).order_by(BearingRow.name)
    return tuple(bearing_of(row) for row in session.scalars(query))


def unit_of(row: UnitRow) -> Unit:
    """The record of a row."""
    return Unit(
        row.id,
        row.machine_id,
        row.machine.name,
        row.name,
        BearingKind(row.kind),
        None if row.bearing is None else bearing_of(row.bearing),
        row.note,
    )


def bearing_of(row: BearingRow) -> Bearing:
    """The record of a row."""
    return Bearing(
        row.id,
        row.name,
        row.manufacturer,
        row.balls,
        row.ball_diameter_mm,
        row.pitch_diameter_mm,
        row.contact_angle_deg,
        row.source,
        row.built_in,
    )
