"""The version of the schema, and the way to the newest."""

from pathlib import Path

from pysqlite3 import dbapi2
from sqlalchemy import Engine, inspect, text

from pfd_desktop.atomic import atomic_path
from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store.engine import Store
from pfd_desktop.store.faults import translated
from pfd_desktop.store.keys import now
from pfd_desktop.store.tables import Base

HEAD = "0001"  # the newest file of migrations/versions; a test holds the two together


def bring_up_to_date(store: Store, backups: Path) -> None:
    """Make a new schema, or migrate an older one after a backup; refuse a newer one.

    Alembic is imported only when there is something to migrate: the window waits for this.
    """
    with translated(store.path):
        version = _version(store.writer)
        if version == HEAD:
            return
        if version is None:
            _create(store.writer)
            return
    if version > HEAD:
        raise StoreUnavailable(
            f"The project {store.path.parent} was made by a newer program (schema {version}, "
            f"this one knows {HEAD}). Install the newer program to open it."
        )
    back_up(store, backups / f"{now():%Y%m%dT%H%M%SZ}-schema-{version}.db")
    migrate(store.path)


def back_up(store: Store, target: Path) -> None:
    """A whole copy of the database at *target*, also while others read and write."""
    source = dbapi2.connect(str(store.path))
    try:
        with atomic_path(target) as temporary:
            source.execute("VACUUM INTO ?", (str(temporary),))
    finally:
        source.close()


def migrate(path: Path, to: str = "head") -> None:
    """Run Alembic's versions on the database at *path*, all in one transaction each."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["database"] = path
    command.upgrade(config, to)


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if version is None else str(version)


def _create(engine: Engine) -> None:
    """Everything in one transaction: a killed program leaves a whole schema or none."""
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        connection.execute(
            text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        )
        connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": HEAD})
