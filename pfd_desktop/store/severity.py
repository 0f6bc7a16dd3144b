"""Versions of severity tables, and facts of machines."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.records.severity import MachineFacts, SeverityTable, Support
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import MachineFactsRow, MachineRow, SeverityTableRow


def tables(session: Session) -> tuple[SeverityTable, ...]:
    """The project's own versions, by name and version."""
    query = (
        select(SeverityTableRow)
        .where(SeverityTableRow.deleted_at.is_(None))
        .order_by(SeverityTableRow.name, SeverityTableRow.version)
    )
    return tuple(from_text(SeverityTable, row.zones) for row in session.scalars(query))


def add_table(session: Session, table: SeverityTable) -> SeverityTable:
    """Keep a version, or take one of the same number out of the trash with this content."""
    query = select(SeverityTableRow).where(
        SeverityTableRow.name == table.name, SeverityTableRow.version == table.version
    )
    row = session.scalars(query).one_or_none()
    if row is None:
        row = SeverityTableRow(name=table.name, version=table.version)
        session.add(row)
    row.zones = to_text(SeverityTable, table)
    rows.unbury(row)
    return table


def delete_table(session: Session, name: str, version: int) -> None:
    """A version into the trash, so that the one before holds again."""
    query = select(SeverityTableRow).where(
        SeverityTableRow.name == name, SeverityTableRow.version == version
    )
    for row in session.scalars(query):
        rows.bury(row)


def facts(session: Session, machine_id: str) -> MachineFacts:
    """What was told of a machine; all unknown where nothing was."""
    row = _find(session, machine_id)
    return MachineFacts(machine_id) if row is None else facts_of(row)


def put_facts(session: Session, told: MachineFacts) -> MachineFacts:
    """Tell it; what was told before. Raises NotFound."""
    rows.find(session, MachineRow, told.machine_id, "machine")
    before, row = facts(session, told.machine_id), _find(session, told.machine_id)
    if row is None:
        row = MachineFactsRow(machine_id=told.machine_id)
        session.add(row)
    row.severity_table, row.machine_group = told.table, told.group
    row.support, row.power_kw = told.support.value, told.power_kw
    row.machine_type, row.critical_rpm = told.machine_type, told.critical_rpm
    return before


def facts_of(row: MachineFactsRow) -> MachineFacts:
    """The record of a row."""
    return MachineFacts(
        machine_id=row.machine_id,
        table=row.severity_table,
        group=row.machine_group,
        support=Support(row.support),
        power_kw=row.power_kw,
        machine_type=row.machine_type,
        critical_rpm=row.critical_rpm,
    )


def _find(session: Session, machine_id: str) -> MachineFactsRow | None:
    query = select(MachineFactsRow).where(MachineFactsRow.machine_id == machine_id)
    return session.scalars(query).one_or_none()
