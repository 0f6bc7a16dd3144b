"""The Generate panel: what happens when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pfd_desktop.core.generator import design_text
from pfd_desktop.core.generator.presets import presets
from pfd_desktop.errors import UserError

if TYPE_CHECKING:
    from pfd_desktop.core.generator.designs import Design
    from pfd_desktop.core.generator.preview import Preview, PreviewRequest
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.designs import DesignService, Size
    from pfd_desktop.ui.panels.generate.view import GenerateView
    from pfd_desktop.workers.jobs import Job, Jobs


class GeneratePresenter:
    """Shows a record of the design as its controls move, and makes the set.

    Only one preview is made at a time: while it is, the latest wish waits.
    """

    def __init__(
        self, view: GenerateView, data: DataService, designs: DesignService, jobs: Jobs
    ) -> None:
        self._view, self._data, self._designs, self._jobs = view, data, designs, jobs
        self._presets = presets()
        self._begun = False
        self._looking: Job | None = None
        self._waiting: PreviewRequest | None = None
        self._making: Job | None = None
        view.seen.connect(self._begin)
        view.changed.connect(self.look)
        view.preset_chosen.connect(self._start_from)
        view.make_requested.connect(self.make)
        view.cancel_requested.connect(self.cancel)
        view.save_requested.connect(self.save)
        view.load_requested.connect(self.load)

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        self._view.show_presets([one.name for one in self._presets])
        job = self._jobs.start("Read the bearings", lambda _: self._data.bearings())
        job.succeeded.connect(self._view.show_bearings)
        job.failed.connect(self._view.show_error)
        self._start_from(0)

    def _start_from(self, number: int) -> None:
        self._view.show_design(self._presets[number])
        self.look()

    # -- looking ---------------------------------------------------------------------------------

    def look(self) -> None:
        """Show the record that is wanted now."""
        try:
            wanted = self._view.wanted()
        except UserError as error:
            self._refuse(error)
            return
        if self._looking is not None:
            self._waiting = wanted
            return
        self._looking = job = self._jobs.start(
            "Make one record", lambda p: self._designs.preview(wanted, p)
        )
        job.succeeded.connect(lambda preview: self._looked(wanted, preview))
        job.failed.connect(self._refuse)
        job.finished.connect(self._next)

    def _looked(self, wanted: PreviewRequest, preview: Preview) -> None:
        self._view.show_preview(preview)
        if self._waiting is None:
            self._weigh(wanted.design)

    def _next(self) -> None:
        self._looking = None
        if self._waiting is not None:
            self._waiting = None
            self.look()

    def _refuse(self, error: Exception) -> None:
        self._view.show_size("")
        self._view.show_error(error)

    def _weigh(self, design: Design) -> None:
        job = self._jobs.start("Weigh the set", lambda p: self._designs.size(design, p))
        job.succeeded.connect(lambda size: self._view.show_size(words_of(design, size)))
        job.failed.connect(self._refuse)

    # -- making ----------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the set, as a job that can be cancelled and goes on where it stopped."""
        try:
            design = self._view.wanted().design
        except UserError as error:
            self._refuse(error)
            return
        self._making = job = self._jobs.start(
            f"Make {len(design)} records of {design.name}",
            lambda progress: self._designs.make(design, progress),
            "design",
            design_text.written(design),
        )
        self._view.show_working(0.0, "")
        job.progressed.connect(self._view.show_working)
        job.succeeded.connect(lambda _: self._ended(f"{len(design)} records are in the project."))
        job.cancelled.connect(
            lambda: self._ended("Cancelled; what was made is kept. Make the set again to go on.")
        )
        job.failed.connect(self._failed)

    def cancel(self) -> None:
        """Make no more; whole records stay."""
        if self._making is not None:
            self._making.cancel()

    def _ended(self, words: str) -> None:
        self._making = None
        self._view.show_rest(words)

    def _failed(self, error: Exception) -> None:
        self._ended("")
        self._view.show_error(error)

    # -- files -----------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Keep the design as a file."""
        try:
            design = self._view.wanted().design
        except UserError as error:
            self._view.show_error(error)
            return
        job = self._jobs.start("Save the design", lambda _: self._designs.save(design, path))
        job.failed.connect(self._view.show_error)

    def load(self, path: Path) -> None:
        """Begin from a design that was kept."""
        job = self._jobs.start("Open the design", lambda _: self._designs.load(path))
        job.succeeded.connect(self._show)
        job.failed.connect(self._view.show_error)

    def _show(self, design: Design) -> None:
        self._view.show_design(design)
        self.look()


def words_of(design: Design, size: Size) -> str:
    """ "11 classes × 4 severities × 80 = 3520 records, 1.5 GB, about 40 s"."""
    classes, levels = len(design.classes), len(design.levels)
    gigabytes = size.size_bytes / 1e9
    weight = f"{gigabytes:.1f} GB" if gigabytes >= 1 else f"{1e3 * gigabytes:.0f} MB"
    minutes = size.seconds / 60
    time = f"{minutes:.0f} min" if minutes >= 2 else f"{max(1, round(size.seconds))} s"
    sum_words = f"{classes} classes × {levels} severities × {design.per_level} = {size.records}"
    return f"{sum_words} records, {weight}, about {time}"
