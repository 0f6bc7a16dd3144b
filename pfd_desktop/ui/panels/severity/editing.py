"""Versions of tables of zones: kept and deleted, with the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from pfd_desktop.core.records.severity import SeverityTable
    from pfd_desktop.services.severity import SeverityService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.severity.tables_dialog import TablesDialog


class TableEditing:
    """Does what the dialog wants; the dialog's own, for as long as it is open."""

    def __init__(self, dialog: TablesDialog, severity: SeverityService, history: History) -> None:
        self._dialog, self._severity, self._history = dialog, severity, history

    def begin(self, tables: tuple[SeverityTable, ...]) -> None:
        """Show all versions and wait for wishes."""
        self._dialog.setProperty("editing", self)  # PySide6 holds slots of plain objects weakly
        self._dialog.connect_to(self.keep, self.drop)
        self._dialog.show_tables(tables)

    def keep(self, table: SeverityTable) -> None:
        """The next version of the table."""
        made: list[SeverityTable] = []

        def do() -> tuple[SeverityTable, ...]:
            made[:] = [self._severity.edit_table(table)]
            return self._severity.tables()

        edit = Edit(
            f"Edit the zones of {table.name}", do, lambda: self._severity.drop_table(made[0])
        )
        job = self._history.do(edit)
        job.succeeded.connect(self._dialog.show_tables)
        job.failed.connect(self._dialog.message.show_error)

    def drop(self, table: SeverityTable) -> None:
        """Take a version away."""

        def do() -> tuple[SeverityTable, ...]:
            self._severity.drop_table(table)
            return self._severity.tables()

        edit = Edit(f"Delete {table.words}", do, lambda: self._severity.edit_table(table))
        job = self._history.do(edit)
        job.succeeded.connect(self._dialog.show_tables)
        job.failed.connect(self._dialog.message.show_error)
