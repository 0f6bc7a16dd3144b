"""Machines, bearings, units and measuring points in the store."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.machine import Bearing, BearingKind, Machine, MeasuringPoint, Unit
from pfd_desktop.errors import InvalidInput
from pfd_desktop.store import rows, stale
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
    """The unit of that name in that machine, made when absent.

    One that is there keeps its bearing; one whose bearing nobody knew is told it now.
    """
    owner = machine_named(session, machine)
    query = select(UnitRow).where(UnitRow.machine_id == owner.id, UnitRow.name == name)
    row = session.scalars(query).one_or_none()
    if row is None:
        kept = None if bearing is None else keep_bearing(session, bearing)
        row = UnitRow(machine=owner, name=name, kind=kind.value, bearing=kept)
        session.add(row)
        session.flush()
    elif row.bearing is None and bearing is not None and row.kind == kind.value:
        row.bearing = keep_bearing(session, bearing)
        session.flush()
        stale.forget_unit(session, row.id)
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
    """The row of the bearing of that name, made when absent.

    One that is there stays as it is: recordings were diagnosed with its geometry.
    """
    query = select(BearingRow).where(BearingRow.name == bearing.name)
    row = session.scalars(query).one_or_none()
    if row is None:
        row = BearingRow()
        _describe(row, bearing)
        session.add(row)
        session.flush()
    return row


def change_bearing(session: Session, bearing: Bearing) -> Bearing:
    """Give the bearing of that key another geometry; raises NotFound, InvalidInput."""
    row = rows.find(session, BearingRow, bearing.id, "bearing")
    same_name = select(BearingRow.id).where(
        BearingRow.name == bearing.name, BearingRow.id != bearing.id
    )
    if session.scalar(same_name) is not None:
        raise InvalidInput(f"Another bearing is called {bearing.name}. Choose another name.")
    _describe(row, bearing)
    session.flush()
    return bearing_of(row)


def _describe(row: BearingRow, bearing: Bearing) -> None:
    row.name, row.manufacturer, row.source = bearing.name, bearing.manufacturer, bearing.source
    row.balls, row.contact_angle_deg = bearing.balls, bearing.contact_angle_deg
    row.ball_diameter_mm, row.pitch_diameter_mm = (
        bearing.ball_diameter_mm,
        bearing.pitch_diameter_mm,
    )
    row.built_in = bearing.built_in


def set_unit(
    session: Session, unit_id: str, kind: BearingKind, bearing: Bearing | None, note: str | None
) -> Unit:
    """Change what is known of a unit; a note of None stays."""
    row = rows.find(session, UnitRow, unit_id, "unit")
    row.kind = kind.value
    row.note = row.note if note is None else note
    row.bearing = None if bearing is None else keep_bearing(session, bearing)
    session.flush()
    return unit_of(row)


def rename_machine(session: Session, machine_id: str, name: str) -> None:
    """Give a machine another name; raises NotFound, InvalidInput."""
    row = rows.find(session, MachineRow, machine_id, "machine")
    same = select(MachineRow.id).where(MachineRow.name == name, MachineRow.id != machine_id)
    if session.scalar(same) is not None:
        raise InvalidInput(f"Another machine is called {name}. Choose another name.")
    row.name = name


def rename_unit(session: Session, unit_id: str, name: str) -> None:
    """Give a unit another name; raises NotFound, InvalidInput."""
    row = rows.find(session, UnitRow, unit_id, "unit")
    same = select(UnitRow.id).where(
        UnitRow.name == name, UnitRow.machine_id == row.machine_id, UnitRow.id != unit_id
    )
    if session.scalar(same) is not None:
        raise InvalidInput(f"Another unit of this machine is called {name}. Choose another name.")
    row.name = name


def machines(session: Session) -> tuple[Machine, ...]:
    """All machines by name."""
    query = select(MachineRow).where(MachineRow.deleted_at.is_(None)).order_by(MachineRow.name)
    return tuple(Machine(row.id, row.name, row.note) for row in session.scalars(query))


def units(session: Session) -> tuple[Unit, ...]:
    """All units by name."""
    query = select(UnitRow).where(UnitRow.deleted_at.is_(None)).order_by(UnitRow.name)
    return tuple(unit_of(row) for row in session.scalars(query))


def unit(session: Session, unit_id: str) -> Unit:
    """The unit; raises NotFound."""
    return unit_of(rows.find(session, UnitRow, unit_id, "unit"))


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
