"""The version of the schema, and the way to the newest."""

from contextlib import closing
from pathlib import Path

from pysqlite3 import dbapi2
from sqlalchemy import Engine

from pfd_desktop.atomic import atomic_path
from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store.engine import check_sqlite, make_engine
from pfd_desktop.store.faults import translated
from pfd_desktop.store.keys import now
from pfd_desktop.store.tables import Base

HEAD = "0010"  # the newest file of migrations/versions; a test holds the two together
SCRIPTS = Path(__file__).parent / "migrations"

# As Alembic writes it, so that a new project need not wait for Alembic.
_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def bring_up_to_date(
    path: Path, backups: Path, *, head: str = HEAD, scripts: Path = SCRIPTS
) -> None:
    """Make the schema at *path*, or migrate an older one after a copy into *backups*.

    A kill leaves the old schema or the new one, never something between. Alembic is imported only
    when there is something to migrate: the window waits for this. Raises StoreUnavailable where
    the file is a newer program's, foreign or damaged.
    """
    check_sqlite(dbapi2.sqlite_version_info)
    with translated(path):
        found = version(path)
        if found is None:
            _create(path)
        elif found != head:
            _migrate(path, found, backups, scripts)


def version(path: Path) -> str | None:
    """The version of the schema at *path*; None where nothing has been written yet."""
    if not path.exists():
        return None
    with closing(dbapi2.connect(str(path))) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise StoreUnavailable(
                f"{path} is a database, but no project of this program. Choose another folder."
            )
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def back_up(path: Path, target: Path) -> None:
    """A whole copy of the database at *target*, also while others read and write."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with (
        translated(path),
        atomic_path(target) as temporary,
        closing(dbapi2.connect(str(path))) as source,
    ):
        source.execute("VACUUM INTO ?", (str(temporary),))


def _create(path: Path) -> None:
    """Everything in one transaction: a killed program leaves a whole schema or none."""
    path.touch(mode=0o600)
    engine = _rebuilding(path)
    try:
        with engine.begin() as connection:
            Base.metadata.create_all(connection, checkfirst=False)
            connection.exec_driver_sql(_VERSION_TABLE)
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    finally:
        engine.dispose()


def _migrate(path: Path, found: str, backups: Path, scripts: Path) -> None:
    from pfd_desktop.store.migrating import Upgrade

    upgrade = Upgrade(path, found, scripts)  # refuses a version it does not know
    back_up(path, backups / f"{now():%Y%m%dT%H%M%S%fZ}-schema-{found}.db")
    engine = _rebuilding(path)
    try:
        upgrade.run(engine)
    finally:
        engine.dispose()


def _rebuilding(path: Path) -> Engine:
    """Without foreign keys, for SQLite changes many things only by building the table anew."""
    return make_engine(path, "BEGIN IMMEDIATE", query_only=False, foreign_keys=False)
