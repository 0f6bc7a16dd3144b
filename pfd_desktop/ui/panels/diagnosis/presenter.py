"""The Diagnosis panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.ui.retry import Retry

if TYPE_CHECKING:
    from pfd_desktop.core.records.diagnosis import Diagnosis
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.diagnosis import DiagnosisService
    from pfd_desktop.ui.panels.diagnosis.view import DiagnosisView
    from pfd_desktop.workers.jobs import Jobs


class DiagnosisPresenter:
    """Shows the verdict on the chosen recording, and makes it on request."""

    def __init__(
        self, view: DiagnosisView, data: DataService, service: DiagnosisService, jobs: Jobs
    ) -> None:
        self._view, self._data, self._service, self._jobs = view, data, service, jobs
        self._wanted = ""
        self._shown: str | None = None
        self._retry = Retry(view.show_error)
        view.message.retry_requested.connect(self._retry.ask)
        view.seen.connect(self._refresh)
        view.diagnose_requested.connect(self.diagnose)
        view.show_nothing(chosen=False)

    def choose(self, recording_id: str) -> None:
        """Follow the window's selection."""
        self._wanted = recording_id
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """A verdict may be new or stale."""
        if tables & {"diagnoses", "recordings", "units"}:
            self._read_again()

    def _read_again(self) -> None:
        self._shown = None
        self._refresh()

    def diagnose(self) -> None:
        """Make the verdict on the chosen recording."""
        wanted = self._wanted
        if not wanted:
            self._view.show_nothing(chosen=False)
            return

        def work(progress: Progress) -> tuple[Recording, Diagnosis]:
            return self._data.recording(wanted), self._service.diagnose(wanted, progress)

        job = self._jobs.start("Diagnose", work, "diagnose")
        job.progressed.connect(self._view.show_working)
        job.succeeded.connect(lambda found: self._show(wanted, *found))
        self._retry.watch(job, self.diagnose)

    def _refresh(self) -> None:
        if self._shown == self._wanted or not self._view.isVisible():
            return
        wanted = self._shown = self._wanted
        if not wanted:
            self._view.show_nothing(chosen=False)
            return
        job = self._jobs.start("Read the diagnosis", lambda _: self._read(wanted))
        job.succeeded.connect(lambda found: self._show(wanted, *found))
        self._retry.watch(job, self._read_again)

    def _read(self, recording_id: str) -> tuple[Recording, Diagnosis | None]:
        return self._data.recording(recording_id), self._service.latest(recording_id)

    def _show(self, wanted: str, recording: Recording, found: Diagnosis | None) -> None:
        if wanted != self._wanted:
            return
        if found is None:
            self._view.show_nothing(chosen=True)
        else:
            self._view.show_diagnosis(recording, found)
