"""All plots that are seen, saved at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QMainWindow

from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context

if TYPE_CHECKING:
    from pfd_desktop.core.figures.export import DataTable

MOST_ROWS = 2_000_000  # of one CSV file; a whole long recording is exported by itself


class Exporting(QObject):
    """Writes a picture and a CSV file for each plot on the screen."""

    def __init__(self, context: Context, window: QMainWindow) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def ask(self) -> None:
        """Choose the folder."""
        name = QFileDialog.getExistingDirectory(
            self._window, self._window.tr("Save all plots into a folder")
        )
        if name:
            self.save_all(Path(name))

    def save_all(self, folder: Path) -> None:
        """A picture in each turn of the event loop, so that the window answers; then the data."""
        # Plots load pyqtgraph and numpy, which the first paint of the window does not wait for.
        from pfd_desktop.ui.plots.exportable import Exportable
        from pfd_desktop.ui.plots.pictures import save_picture

        tables: dict[Path, DataTable] = {}
        pictures = []
        for plot in self._window.findChildren(Exportable):
            table = plot.data_table() if plot.isVisible() else None
            if table is not None:
                path = folder / f"{_file_name(plot.accessibleName(), tables)}.csv"
                tables[path] = table
                pictures.append(partial(save_picture, plot, path.with_suffix(".png")))
        if not pictures:
            self._say("No plot with data is seen, so nothing was saved.")
            return
        self._next(pictures, tables, folder)

    def _next(
        self, pictures: list[partial[None]], tables: dict[Path, DataTable], folder: Path
    ) -> None:
        if not pictures:
            self._write(tables, folder)
            return
        try:
            pictures[0]()
        except PfdError as error:
            self._say(str(error))
            return
        QTimer.singleShot(0, self, lambda: self._next(pictures[1:], tables, folder))

    def _write(self, tables: dict[Path, DataTable], folder: Path) -> None:
        short = {path: table for path, table in tables.items() if table.rows <= MOST_ROWS}
        job = self._context.jobs.start(
            f"Save {len(tables)} plots", lambda progress: _write_all(short, progress)
        )
        said = f"{len(tables)} plots were saved to {folder}."
        long = ", ".join(path.stem for path in tables if path not in short)
        if long:
            said += f" Too long as CSV, so only drawn: {long}."
        job.succeeded.connect(lambda _: self._say(said))
        job.failed.connect(self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PfdError):
            raise error
        self._say(str(error))

    def _say(self, text: str) -> None:
        self._context.workspace.message.emit(text)


def _file_name(name: str, taken: Iterable[Path]) -> str:
    """A name that every system takes and no other plot has."""
    plain = re.sub(r"[^\w-]+", "_", name).strip("_").lower() or "plot"
    used = {path.stem for path in taken}
    number = next(n for n in range(1, len(used) + 2) if _numbered(plain, n) not in used)
    return _numbered(plain, number)


def _numbered(plain: str, number: int) -> str:
    return plain if number == 1 else f"{plain}_{number}"


def _write_all(tables: dict[Path, DataTable], progress: Progress) -> int:
    from pfd_desktop.core.figures.export import write_csv

    for i, (path, table) in enumerate(tables.items()):
        write_csv(path, table, Part(progress, i / len(tables), (i + 1) / len(tables)))
    return len(tables)


def register(context: Context, window: QMainWindow) -> None:
    """Offer it."""
    exporting = Exporting(context, window)
    context.actions.add(
        ActionSpec(
            "save_plots", window.tr("Save all plots…"), "File", exporting.ask, shortcut="Ctrl+Alt+S"
        )
    )
    window.setProperty("exporting", exporting)
