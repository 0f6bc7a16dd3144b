"""The Spectrum panel: what happens when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pfd_desktop.core.figures.choice import SpectrumChoice
from pfd_desktop.core.figures.export import DataTable, write_csv
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.signals import SignalService, SpectrumRequest

if TYPE_CHECKING:
    from pfd_desktop.ui.panels.spectrum.view import SpectrumView
    from pfd_desktop.workers.jobs import Job, Jobs

# A change of these may move the markers: speed and geometry.
_TABLES = frozenset({"recordings", "units", "bearings"})
_Question = tuple[str, SpectrumChoice]


class SpectrumPresenter:
    """Asks for a spectrum when the panel is seen; answers to old questions are dropped."""

    def __init__(self, view: SpectrumView, signals: SignalService, jobs: Jobs) -> None:
        self._view, self._signals, self._jobs = view, signals, jobs
        self._recording: str | None = None
        self._asked: _Question | None = None
        self._shown: str | None = None  # whose spectrum is on the screen
        self._refused = False  # a field holds something that cannot be used
        self._job: Job | None = None
        view.seen.connect(self._refresh)
        view.choice_changed.connect(self._refresh)
        view.retry_requested.connect(self._again)
        view.export_requested.connect(self.export)
        view.show_nothing()

    def choose(self, recording_id: str) -> None:
        """Follow the selection of the window; "" is none."""
        self._recording = recording_id or None
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """Speed or geometry may be another now."""
        if tables & _TABLES and self._recording is not None:
            self._again()

    def export(self, path: Path, table: DataTable) -> None:
        """Write what is seen to a CSV file."""
        job = self._jobs.start(f"Export {path.name}", lambda p: write_csv(path, table, p))
        job.succeeded.connect(self._view.show_exported)
        job.failed.connect(self._view.show_error)

    def _again(self) -> None:
        self._asked = None
        self._refresh()

    def _refresh(self) -> None:
        if not self._view.isVisible():
            return
        if self._recording is None:
            self._drop()
            self._shown = None
            self._view.show_nothing()
            return
        try:
            question = self._recording, self._view.controls.choice()
        except InvalidInput as error:
            self._refused = True
            self._view.show_error(error)
            return
        if self._refused:
            self._refused = False
            self._view.clear_message()
        if question != self._asked:
            self._ask(question)

    def _ask(self, question: _Question) -> None:
        if self._shown != question[0]:
            self._view.show_stale()
        self._drop()
        self._asked = question
        request = _request(*question)
        job = self._jobs.start(
            f"Compute the {question[1].kind.value} spectrum",
            lambda progress: self._signals.spectrum(request, progress),
        )
        self._job = job
        job.succeeded.connect(lambda figure: self._show(question, figure))
        job.failed.connect(lambda error: self._fail(question, error))

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self._asked = None

    def _show(self, question: _Question, figure: SpectrumFigure) -> None:
        if question == self._asked:
            self._job, self._shown = None, question[0]
            self._view.show_spectrum(figure)

    def _fail(self, question: _Question, error: Exception) -> None:
        if question == self._asked:
            self._job = None
            self._view.show_error(error)


def _request(recording_id: str, choice: SpectrumChoice) -> SpectrumRequest:
    return SpectrumRequest(
        recording_id=recording_id,
        kind=choice.kind,
        band_hz=choice.band_hz,
        window=choice.window,
        max_hz=choice.max_hz,
        order_axis=choice.order_axis,
    )
