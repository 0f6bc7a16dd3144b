"""Shows files as the mapping reads them: looked at in a child, drawn when the latest is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.waveforms.beginning import BeginningRequest, beginning_figures

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from pfd_desktop.core.figures.curves import CurvesFigure
    from pfd_desktop.core.records.importing import (
        FilePreview,
        Mapping,
        RawLayout,
        Variable,
    )
    from pfd_desktop.core.records.machine import Bearing
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.imports import ImportService
    from pfd_desktop.ui.dialogs.mapping.dialog import MappingDialog
    from pfd_desktop.workers.jobs import Jobs


class MappingPresenter:
    """For one dialog."""

    def __init__(
        self, dialog: MappingDialog, imports: ImportService, data: DataService, jobs: Jobs
    ) -> None:
        self._dialog, self._imports, self._data, self._jobs = dialog, imports, data, jobs
        self._look: object = None  # the latest that was asked for
        self._read: tuple[BeginningRequest, NDArray[np.float32]] | None = None
        self._asked: object = None
        dialog.file_chosen.connect(self.show_file)
        dialog.beginning_wanted.connect(self.show_beginning)

    def start(self, folder: Path) -> None:
        """Fill the dialog with what is known."""

        def read(_: Progress) -> tuple[tuple[Bearing, ...], Mapping | None]:
            return self._data.bearings(), self._imports.remembered(folder)

        job = self._jobs.start("Read the remembered mapping", read)
        job.succeeded.connect(lambda found: self._dialog.start(*found))
        job.failed.connect(self._dialog.show_error)

    def show_file(self, path: Path, raw: RawLayout | None) -> None:
        """What it holds; *raw*: how it lies where it is of bare samples."""
        self._look = look = (path, raw)

        def show(preview: FilePreview) -> None:
            if self._look == look:
                self._dialog.show_file(preview)

        def fail(error: Exception) -> None:
            if self._look == look:
                self._dialog.show_unread(error)

        job = self._jobs.start(
            f"Look at {path.name}", lambda p: self._imports.preview(path, p, raw)
        )
        job.succeeded.connect(show)
        job.failed.connect(fail)

    def show_beginning(self, path: Path, variable: Variable, column: int) -> None:
        """What it looks like with the mapping as it is; the samples are read once."""
        mapping = self._dialog.mapping()
        wanted = BeginningRequest(path, variable.name, column, mapping.raw)
        kept = self._read
        self._asked = asked = (wanted, mapping)

        def work(progress: Progress) -> tuple[object, ...]:
            same = kept is not None and kept[0] == wanted
            samples = kept[1] if kept and same else self._imports.beginning(wanted, progress)
            return samples, beginning_figures(samples, mapping)

        def show(
            found: tuple[NDArray[np.float32], tuple[CurvesFigure, CurvesFigure | None]],
        ) -> None:
            samples, figures = found
            self._read = (wanted, samples)
            if self._asked == asked:
                self._dialog.show_beginning(*figures)

        def fail(error: Exception) -> None:
            # What was asked of the file as it was told before is of no interest any more.
            if self._asked == asked and self._look == (path, mapping.raw):
                self._dialog.show_error(error)

        job = self._jobs.start(f"Look at {path.name}", work)
        job.succeeded.connect(show)
        job.failed.connect(fail)
