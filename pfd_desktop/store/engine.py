"""The database: read() cannot write, write() holds the only write lock, commits are announced."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store.faults import translated

Announce = Callable[[frozenset[str]], None]
Scope = Callable[[], AbstractContextManager[Session]]

# Versions 3.7.0 to 3.51.2 can corrupt a WAL database that two connections write and checkpoint
# at the same moment (sqlite.org, "the WAL-reset bug").
OLDEST_SQLITE = (3, 51, 3)
BUSY_MS = 10_000


@dataclass(frozen=True)
class Store:
    """The two ways into a database."""

    path: Path
    read: Scope
    write: Scope
    writer: Engine
    close: Callable[[], None]


def silent(_tables: frozenset[str]) -> None:
    """An Announce that nobody hears."""


def open_database(path: Path, announce: Announce = silent) -> Store:
    """The database at *path*, its schema untouched; *announce* hears what each commit touched."""
    check_sqlite(tuple(int(part) for part in dbapi2.sqlite_version.split(".")))
    reader = _engine(path, "BEGIN", query_only=True)
    writer = _engine(path, "BEGIN IMMEDIATE", query_only=False)
    info = {"blobs": path.parent / "blobs"}
    writes = sessionmaker(writer, expire_on_commit=False, info=info)
    _announce_commits(writes, announce)

    def close() -> None:
        reader.dispose()
        writer.dispose()

    return Store(
        path, _scope(sessionmaker(reader, info=info), path), _scope(writes, path), writer, close
    )


def check_sqlite(version: tuple[int, ...]) -> None:
    """Refuse a SQLite that can corrupt the project."""
    if version < OLDEST_SQLITE:
        have, need = (".".join(map(str, v)) for v in (version, OLDEST_SQLITE))
        raise StoreUnavailable(
            f"SQLite {have} can damage a project; {need} or newer is needed. "
            "Install the package pysqlite3 0.6.1 or newer."
        )


def _scope(sessions: sessionmaker[Session], path: Path) -> Scope:
    @contextmanager
    def scope() -> Iterator[Session]:
        with translated(path), sessions.begin() as session:
            yield session

    return scope


def _engine(path: Path, begin: str, *, query_only: bool) -> Engine:
    engine = create_engine(f"sqlite:///{path}", module=dbapi2)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy, not the driver, opens transactions
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"query_only={int(query_only)}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _announce_commits(writes: sessionmaker[Session], announce: Announce) -> None:
    @event.listens_for(writes, "after_flush")
    def rows(session: Session, _context: object) -> None:
        touched = (*session.new, *session.dirty, *session.deleted)
        session.info.setdefault("touched", set()).update(row.__tablename__ for row in touched)

    @event.listens_for(writes, "do_orm_execute")
    def statements(state: ORMExecuteState) -> None:
        if (state.is_insert or state.is_update or state.is_delete) and state.bind_mapper:
            name = getattr(state.bind_mapper.class_, "__tablename__", "")
            state.session.info.setdefault("touched", set()).add(name)

    @event.listens_for(writes, "after_commit")
    def committed(session: Session) -> None:
        if touched := session.info.pop("touched", None):
            announce(frozenset(touched))

    @event.listens_for(writes, "after_rollback")
    def undone(session: Session) -> None:
        session.info.pop("touched", None)
