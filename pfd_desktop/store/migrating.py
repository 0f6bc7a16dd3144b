"""Alembic's part of opening a project; imported only when there is something to migrate."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from pfd_desktop.errors import StoreUnavailable


class Upgrade:
    """The way of the database at *path* from version *found* to the newest of *scripts*."""

    def __init__(self, path: Path, found: str, scripts: Path) -> None:
        self._path = path
        self._config = Config()
        self._config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        try:
            ScriptDirectory.from_config(self._config).get_revision(found)
        except CommandError as error:
            raise StoreUnavailable(
                f"The project {path.parent} was made by a newer program (schema {found}, which"
                " this one does not know). Install the newer program to open it."
            ) from error

    def run(self, engine: Engine, to: str = "head") -> None:
        """All steps, as far as *to*, in one transaction; refuses what breaks a reference."""
        with engine.begin() as connection:
            self._config.attributes["connection"] = connection
            command.upgrade(self._config, to)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StoreUnavailable(
                    f"{self._path} cannot be brought to the newest schema: {len(broken)} rows would"
                    " lose what they refer to. Nothing was changed; open the project with the"
                    " program that wrote it."
                )
