"""Processing chains in the store: saved ones, and those that recordings are seen through."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.records.chains import ActiveChain, SavedChain
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.store import rows
from pfd_desktop.store.json_text import from_text, to_text
from pfd_desktop.store.tables import ActiveChainRow, ChainRow

ALL = "all"


def list_all(session: Session) -> tuple[SavedChain, ...]:
    """All saved chains by name."""
    query = select(ChainRow).where(ChainRow.deleted_at.is_(None)).order_by(ChainRow.name)
    return tuple(record_of(row) for row in session.scalars(query))


def get(session: Session, chain_id: str) -> SavedChain:
    """The saved chain; raises NotFound."""
    return record_of(rows.find(session, ChainRow, chain_id, "chain"))


def save(session: Session, name: str, chain: Chain) -> tuple[SavedChain | None, SavedChain]:
    """Keep a chain under a name, in place of one that has it; the one before, the one now."""
    row = _named(session, name)
    before = None if row is None or row.deleted_at is not None else record_of(row)
    if row is None:
        row = ChainRow(name=name)
        session.add(row)
    row.chain = to_text(Chain, chain)
    rows.unbury(row)
    session.flush()
    return before, record_of(row)


def rename(session: Session, chain_id: str, name: str) -> SavedChain:
    """Give a chain another name; what keeps it; raises InvalidInput where it is taken."""
    row = rows.find(session, ChainRow, chain_id, "chain")
    before, other = record_of(row), _named(session, name)
    if other is not None and other.id != row.id:
        where = "in the trash" if other.deleted_at is not None else "there already"
        raise InvalidInput(f"A chain called {name} is {where}. Choose another name.")
    row.name = name
    return before


def delete(session: Session, chain_id: str) -> SavedChain:
    """Into the trash; as it was."""
    row = rows.find(session, ChainRow, chain_id, "chain")
    rows.bury(row)
    return record_of(row)


def restore(session: Session, chain_id: str) -> SavedChain:
    """Out of the trash; raises NotFound."""
    row = session.get(ChainRow, chain_id)
    if row is None:
        raise NotFound(f"There is no chain {chain_id} in this project.")
    rows.unbury(row)
    return record_of(row)


def active(session: Session, recording_id: str | None) -> ActiveChain:
    """The recording's own chain, else the one of all recordings, else an empty one."""
    row = _active(session, recording_id)
    own = row is not None
    if row is None and recording_id is not None:
        row = _active(session, None)
    chain = Chain() if row is None else from_text(Chain, row.chain)
    return ActiveChain(recording_id, chain, own)


def set_active(session: Session, recording_id: str | None, chain: Chain | None) -> ActiveChain:
    """Let a recording, or all, be seen through *chain*; as it was.

    None takes a recording's own chain away, so that it follows that of all again.
    """
    before = active(session, recording_id)
    scope = recording_id or ALL
    row = session.scalars(select(ActiveChainRow).where(ActiveChainRow.scope == scope)).one_or_none()
    if row is None and chain is not None:
        row = ActiveChainRow(scope=scope, recording_id=recording_id)
        session.add(row)
    if row is not None and chain is not None:
        row.chain = to_text(Chain, chain)
        rows.unbury(row)
    elif row is not None:
        rows.bury(row)
    return before


def record_of(row: ChainRow) -> SavedChain:
    """The record of a row."""
    return SavedChain(
        row.id, row.name, from_text(Chain, row.chain), row.created_at, row.row_version
    )


def _named(session: Session, name: str) -> ChainRow | None:
    return session.scalars(select(ChainRow).where(ChainRow.name == name)).one_or_none()


def _active(session: Session, recording_id: str | None) -> ActiveChainRow | None:
    query = select(ActiveChainRow).where(
        ActiveChainRow.scope == (recording_id or ALL), ActiveChainRow.deleted_at.is_(None)
    )
    return session.scalars(query).one_or_none()
