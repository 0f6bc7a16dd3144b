"""What the menus of drawings export is written here, for every panel and dialog alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.plots.outlet import Outlet

if TYPE_CHECKING:
    from pfd_desktop.core.figures.export import DataTable
    from pfd_desktop.progress import Progress
    from pfd_desktop.workers.jobs import Jobs


def serve(face: QWidget, jobs: Jobs) -> None:
    """Write what is drawn in *face* as a job, and say there what came of it."""
    outlet = Outlet(face)

    def write(path: Path, table: DataTable) -> None:
        job = jobs.start(f"Export {path.name}", lambda progress: _write(path, table, progress))
        job.succeeded.connect(outlet.show_written)
        job.failed.connect(outlet.show_error)

    outlet.asked.connect(write)


def _write(path: Path, table: DataTable, progress: Progress) -> Path:
    # Loaded with numpy, which the first paint of the window does not wait for.
    from pfd_desktop.core.figures.export import write_csv

    return write_csv(path, table, progress)
