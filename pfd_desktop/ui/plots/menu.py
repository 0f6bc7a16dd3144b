"""The menu of a plot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from pfd_desktop.core.figures.cursors import CursorMode
from pfd_desktop.core.figures.export import DataTable, lines
from pfd_desktop.errors import InvalidInput, PfdError
from pfd_desktop.ui.plots.outlet import outlet_of
from pfd_desktop.ui.plots.pictures import save_picture, screen_image

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfd_desktop.ui.plots.cursor_tool import CursorTool
    from pfd_desktop.ui.plots.exportable import Exportable

_MOST_ROWS_COPIED = 50_000  # more would stall the window and choke what it is pasted into
_PICTURES = "PNG image (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)"
_CURSORS = (
    (CursorMode.DELTA, "Delta cursor\tD"),
    (CursorMode.HARMONIC, "Harmonic cursor\tH"),
    (CursorMode.SIDEBAND, "Sideband cursor\tB"),
    (CursorMode.BAND, "RMS of a band\tR"),
    (CursorMode.DAMPING, "Damping of a peak\tZ"),
)


class PlotMenu(QObject):
    """Builds the menu and does what it offers; with cursors where the plot has them."""

    def __init__(self, plot: Exportable, tool: CursorTool | None = None) -> None:
        super().__init__(plot)
        self._plot, self._tool = plot, tool
        self._menu = QMenu(plot)
        self._menu.setAccessibleName(f"{plot.accessibleName()} menu")
        self._modes: dict[CursorMode, QAction] = {}
        self._fill()

    def popup(self, at: QPoint) -> None:
        """Open at a place on the screen."""
        self.refresh()
        self._menu.popup(at)

    def actions(self) -> dict[str, QAction]:
        """The entries by their text."""
        self.refresh()
        return {a.text().split("\t")[0]: a for a in self._menu.actions() if a.text()}

    def _fill(self) -> None:
        plot = self._plot
        self._data = [
            self._add("Copy data", self.copy_data),
            self._add("Export CSV…", self._ask_csv),
            self._add("Copy as Python", self.copy_python),
        ]
        self._add("Copy image", self.copy_image)
        self._add("Save picture…", self._ask_picture)
        self._menu.addSeparator()
        self._pin = self._add("Pin as reference overlay", plot.pin_reference)
        self._unpin = self._add("Clear reference overlay", plot.clear_reference)
        self._menu.addSeparator()
        if self._tool is not None:
            self._add_cursors(self._tool)
        self._add("Reset view\tCtrl+0", plot.reset_view)

    def _add_cursors(self, tool: CursorTool) -> None:
        for mode, text in _CURSORS:
            action = self._add(text, lambda _=False, mode=mode: tool.toggle(mode))
            action.setCheckable(True)
            self._modes[mode] = action
        self._clear = self._add("Clear cursor\tEsc", tool.clear)
        self._menu.addSeparator()

    def _add(self, text: str, do: Callable[..., object]) -> QAction:
        action = QAction(text, self._menu)
        action.triggered.connect(do)
        self._menu.addAction(action)
        return action

    def refresh(self) -> None:
        """Enable what can be done now."""
        has_data = self._plot.data_table() is not None
        for action in self._data:
            action.setEnabled(has_data)
        self._pin.setEnabled(self._plot.can_pin())
        self._unpin.setEnabled(self._plot.has_reference())
        if self._tool is None:
            return
        cursors = self._tool.cursors
        for mode, action in self._modes.items():
            action.setChecked(mode is cursors.mode)
            action.setEnabled(has_data and self._tool.usable and mode in self._tool.modes)
        self._clear.setEnabled(cursors.first is not None)

    # -- what it does ----------------------------------------------------------------------------

    def copy_image(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(screen_image(self._plot))

    def copy_data(self) -> None:
        """Put what is seen on the clipboard as tab-separated text."""
        table = self._plot.data_table()
        if table is None:
            return
        if table.rows > _MOST_ROWS_COPIED:
            self._refuse(
                InvalidInput(
                    f"{table.rows:,} points are too many to copy (at most "
                    f"{_MOST_ROWS_COPIED:,}). Zoom in, or export them as CSV."
                )
            )
            return
        QGuiApplication.clipboard().setText("".join(lines(table, "\t")))

    def copy_python(self) -> None:
        """Put a script that makes these numbers again on the clipboard."""
        try:
            QGuiApplication.clipboard().setText(self._plot.python_text())
        except PfdError as error:
            self._refuse(error)

    def save_picture(self, path: Path) -> None:
        """Write the picture; an error is shown in the panel."""
        try:
            save_picture(self._plot, path)
        except PfdError as error:
            self._refuse(error)

    def export(self, path: Path) -> None:
        """Ask for what is seen to be written as CSV."""
        table: DataTable | None = self._plot.data_table()
        if table is not None:
            outlet_of(self._plot).export(path, table)

    def _refuse(self, error: PfdError) -> None:
        outlet_of(self._plot).show_error(error)

    def _ask_picture(self) -> None:
        name, kind = QFileDialog.getSaveFileName(self._plot, "Save picture", "", _PICTURES)
        if name:
            path = Path(name)
            suffix = kind.rsplit("*", maxsplit=1)[-1].rstrip(")")
            self.save_picture(path if path.suffix else path.with_suffix(suffix))

    def _ask_csv(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self._plot, "Export CSV", "", "CSV (*.csv)")
        if name:
            path = Path(name)
            self.export(path if path.suffix else path.with_suffix(".csv"))
