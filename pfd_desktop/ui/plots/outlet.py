"""Where the drawings and tables of a panel hand on what is to be written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from pfd_desktop.core.figures.export import DataTable


class Outlet(QObject):
    """Stands in a panel or dialog; what is drawn there finds it, so that no view connects exports.

    ui/exports.py gives one to whatever is shown, and writes the files.
    """

    asked = Signal(object, object)  # a Path and a DataTable, to be written by a job

    def __init__(self, face: QWidget) -> None:
        super().__init__(face)
        self._face = face

    def export(self, path: Path, table: DataTable) -> None:
        """Ask for the table to be written as CSV."""
        self.asked.emit(path, table)

    def show_written(self, path: object) -> None:
        """A file was written."""
        strip = self._strip()
        if strip is not None:
            strip.show_note(f"Written to {path}.")

    def show_error(self, error: Exception) -> None:
        """What was asked cannot be done; Retry would do what else the panel does."""
        strip = self._strip()
        if strip is None:
            raise error
        strip.show_error(error, retry=False)

    def _strip(self) -> MessageStrip | None:
        return self._face.findChild(MessageStrip)


def outlet_of(widget: QWidget) -> Outlet:
    """The one of the panel or dialog that *widget* stands in."""
    above: QWidget | None = widget
    while above is not None:
        found = above.findChild(Outlet, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if found is not None:
            return found
        above = above.parentWidget()
    raise LookupError(f"{widget.accessibleName()} stands where nothing is written.")
