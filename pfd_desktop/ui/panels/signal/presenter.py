"""The Signal panel: what happens when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from pfd_desktop.core.figures.readouts import Readouts, readouts
from pfd_desktop.core.figures.trace import Powered, TraceFigure
from pfd_desktop.core.records.recording import Recording

if TYPE_CHECKING:
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.signals import SignalService
    from pfd_desktop.ui.panels.signal.view import SignalView
    from pfd_desktop.workers.jobs import Job, Jobs

# A change of these may change what is seen: names, units, and the chain it is seen through.
_TABLES = frozenset({"recordings", "chains", "active_chains", "speed_references"})


class Shown(NamedTuple):
    """A recording as its chain shows it."""

    recording: Recording
    figure: TraceFigure
    speed_rpm: float | None  # None where none is known or it changes


class SignalPresenter:
    """Opens the chosen recording when the panel is seen; answers to old questions are dropped."""

    def __init__(
        self, view: SignalView, data: DataService, signals: SignalService, jobs: Jobs
    ) -> None:
        self._view, self._data, self._signals, self._jobs = view, data, signals, jobs
        self._wanted: str | None = None
        self._shown: str | None = None
        self._running: list[Job] = []
        # What else the panel does with the recording is told what is shown now, None is nothing.
        self.followers: list[Callable[[Shown | None], None]] = []
        view.seen.connect(self._refresh)
        view.retry_requested.connect(self._again)
        view.controls.rms_chosen.connect(self._complete_rms)
        view.show_nothing()

    def choose(self, recording_id: str) -> None:
        """Follow the selection of the window; "" is none."""
        self._wanted = recording_id or None
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """A recording may look otherwise now, or be gone."""
        if tables & _TABLES and self._wanted is not None:
            self._again()

    def open(self, recording_id: str, progress: Progress) -> Shown:
        """A recording and its trace; in a job, for its chain may have to be computed first."""
        recording = self._data.recording(recording_id)
        blob, words = self._signals.seen_blob(recording_id, progress)
        figure = TraceFigure(
            blob,
            blob.rate_hz,
            blob.quantity,
            blob.unit,
            recording.name,
            recording.blob,
            blob.axis,
            words,
        )
        return Shown(recording, figure, self._signals.steady_speed(recording))

    def _again(self) -> None:
        self._shown = None
        self._refresh()

    def _refresh(self) -> None:
        if self._wanted == self._shown or not self._view.isVisible():
            return
        self._drop_running()
        wanted = self._shown = self._wanted
        if wanted is None:
            self._view.show_nothing()
            self._tell(None)
            return
        job = self._jobs.start("Open the recording", lambda p: self.open(wanted, p))
        self._running = [job]
        job.succeeded.connect(lambda found: self._show(wanted, found))
        job.failed.connect(lambda error: self._fail(wanted, error))

    def _show(self, recording_id: str, shown: Shown) -> None:
        if recording_id != self._shown:
            return
        figure = shown.figure
        self._view.show_trace(shown.recording, figure)
        self._tell(shown)
        self._complete_rms(self._view.controls.rms.isChecked())

        def read(progress: Progress) -> Readouts:
            return readouts(figure.waveform.samples, progress)

        job = self._jobs.start("Read the whole recording", read)
        self._running = [job]
        job.succeeded.connect(lambda found: self._show_readouts(recording_id, found, figure.unit))
        job.failed.connect(lambda error: self._fail(recording_id, error))

    def _tell(self, shown: Shown | None) -> None:
        for follower in self.followers:
            follower(shown)

    def _complete_rms(self, wanted: bool) -> None:
        """Files of older versions do not keep the mean squares: they are read once, in a job."""
        for plot in (self._view.plot, *self._view.stack.rows):
            waveform = plot.figure.waveform if plot.figure is not None else None
            if wanted and isinstance(waveform, Powered) and not waveform.has_powers():
                job = self._jobs.start("Compute the RMS of the trace", waveform.add_powers)
                job.succeeded.connect(lambda _: self._view.stack.redraw_rms())
                job.failed.connect(self._view.show_error)

    def _show_readouts(self, recording_id: str, found: Readouts, unit: str) -> None:
        if recording_id == self._shown:
            self._view.show_readouts(found, unit)

    def _fail(self, recording_id: str, error: Exception) -> None:
        if recording_id == self._shown:
            self._view.show_error(error)

    def _drop_running(self) -> None:
        for job in self._running:
            job.cancel()
        self._running = []
