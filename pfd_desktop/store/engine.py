"""The database: read() cannot write, write() holds the only write lock, commits are announced."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pysqlite3 import dbapi2
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from pfd_desktop.core.search.folding import folded
from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store import findable
from pfd_desktop.store.faults import translated

Announce = Callable[[frozenset[str]], None]
Scope = Callable[[], AbstractContextManager[Session]]

# Versions 3.7.0 to 3.51.2 can corrupt a WAL database that two connections write and checkpoint
# at the same moment (sqlite.org, "the WAL-reset bug").
OLDEST_SQLITE = (3, 51, 3)
BUSY_MS = 10_000


class _Cursor(Protocol):
    def fetchone(self) -> tuple[object, ...] | None:
        """The next row."""


class _Connection(Protocol):
    """What we use of the driver's connection."""

    isolation_level: str | None

    def execute(self, statement: str, /) -> _Cursor:
        """Run one statement."""

    def create_function(
        self, name: str, narg: int, func: Callable[[str | None], str | None], *, deterministic: bool
    ) -> None:
        """Let statements call it."""


@dataclass(frozen=True)
class Store:
    """The two ways into a database."""

    path: Path
    read: Scope
    write: Scope
    close: Callable[[], None]


def silent(_tables: frozenset[str]) -> None:
    """An Announce that nobody hears."""


def open_database(path: Path, announce: Announce = silent) -> Store:
    """The database at *path*, its schema untouched; *announce* hears what each commit touched."""
    check_sqlite(dbapi2.sqlite_version_info)
    reader = make_engine(path, "BEGIN", query_only=True)
    writer = make_engine(path, "BEGIN IMMEDIATE", query_only=False)
    info = {"blobs": path.parent / "blobs"}
    writes = sessionmaker(writer, expire_on_commit=False, info=info)
    _note_changes(writes)
    findable.follow(writes)

    def close() -> None:
        reader.dispose()
        writer.dispose()

    return Store(
        path,
        _scope(sessionmaker(reader, info=info), path, silent),
        _scope(writes, path, announce),
        close,
    )


def check_sqlite(version: tuple[int, ...]) -> None:
    """Refuse a SQLite that can corrupt the project."""
    if version < OLDEST_SQLITE:
        have, need = (".".join(map(str, v)) for v in (version, OLDEST_SQLITE))
        raise StoreUnavailable(
            f"SQLite {have} can damage a project; {need} or newer is needed. "
            "Install the package pysqlite3 0.6.1 or newer."
        )


def _scope(sessions: sessionmaker[Session], path: Path, announce: Announce) -> Scope:
    @contextmanager
    def scope() -> Iterator[Session]:
        with translated(path), sessions.begin() as session:
            yield session
        # Committed, and the connection is free again: who hears it may write in turn.
        if touched := session.info.get("touched"):
            announce(frozenset(touched))

    return scope


def make_engine(path: Path, begin: str, *, query_only: bool, foreign_keys: bool = True) -> Engine:
    """Connections to *path* whose transactions start with *begin*.

    There is one writing connection: this program's threads queue for it in turn, where many
    would poll for the file's lock and could starve.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=dbapi2,
        pool_size=8 if query_only else 1,
        max_overflow=0,
        pool_timeout=3 * BUSY_MS / 1000,
    )
    wanted: dict[str, int | str] = {
        "busy_timeout": BUSY_MS,
        "journal_mode": "wal",
        "synchronous": 2,  # FULL: a commit survives the loss of power
        "foreign_keys": int(foreign_keys),
        "query_only": int(query_only),
    }

    @event.listens_for(engine, "connect")
    def configure(connection: _Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy, not the driver, opens transactions
        _set(connection, wanted, path)
        # SQLite itself folds ASCII only. For questions alone: a schema that called it could not be
        # written by other programs.
        connection.create_function("folded", 1, _folded, deterministic=True)

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _folded(text: str | None) -> str | None:
    return None if text is None else folded(text)


def _set(connection: _Connection, wanted: dict[str, int | str], path: Path) -> None:
    """Set pragmas, and look whether they took: SQLite passes over those that it cannot."""
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name}={value}")
        row = connection.execute(f"PRAGMA {name}").fetchone()
        if row is None or row[0] != value:
            raise StoreUnavailable(
                f"The database {path} does not accept {name}={value}, without which it is not "
                "safe. Keep the project on a disk of this computer."
            )


def _note_changes(writes: sessionmaker[Session]) -> None:
    """Gather the names of the tables that a session touches, so that nobody can forget to."""

    @event.listens_for(writes, "after_flush")
    def rows(session: Session, _context: object) -> None:
        touched = (*session.new, *session.dirty, *session.deleted)
        session.info.setdefault("touched", set()).update(row.__tablename__ for row in touched)

    @event.listens_for(writes, "do_orm_execute")
    def statements(state: ORMExecuteState) -> None:
        if (state.is_insert or state.is_update or state.is_delete) and state.bind_mapper:
            name = str(state.bind_mapper.local_table)
            state.session.info.setdefault("touched", set()).add(name)
