"""The Inspector panel: what happens when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pfd_desktop.core.records.recording import RecordingChanges
from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.services.data import DataService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.inspector.view import InspectorView
    from pfd_desktop.workers.jobs import Jobs


class InspectorPresenter:
    """Shows the chosen recording and changes it; every change can be undone."""

    def __init__(
        self, view: InspectorView, data: DataService, jobs: Jobs, history: History
    ) -> None:
        self._view, self._data, self._jobs, self._history = view, data, jobs, history
        self._wanted = ""
        self._recording: Recording | None = None
        self._stale = True
        view.seen.connect(self._refresh)
        view.told.connect(self.change)
        view.show_recording(None)

    def choose(self, recording_id: str) -> None:
        """Follow the window's selection."""
        self._wanted, self._stale = recording_id, True
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """What is shown may have changed."""
        if tables & {"recordings", "units", "machines", "bearings"}:
            self._stale = True
            self._refresh()

    def change(self, changes: RecordingChanges) -> None:
        """Change facts of the recording shown."""
        recording = self._recording
        if recording is None:
            return
        before = _before(recording, changes)
        if before == changes:
            return
        edit = partial(self._data.edit_recording, recording.id)
        what = ", ".join(changes).replace("speed_rpm", "speed")
        title = f"Change the {what} of {recording.name}"
        job = self._history.do(Edit(title, partial(edit, **changes), partial(edit, **before)))
        job.failed.connect(self._view.show_error)
        job.succeeded.connect(lambda _: self._view.clear_error())

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        wanted = self._wanted
        if not wanted:
            self._show(wanted, None)
            return
        job = self._jobs.start("Read the recording", lambda _: self._data.recording(wanted))
        job.succeeded.connect(lambda found: self._show(wanted, found))
        job.failed.connect(self._view.show_error)

    def _show(self, wanted: str, recording: Recording | None) -> None:
        if wanted == self._wanted:
            self._recording = recording
            self._view.show_recording(recording)


def _before(recording: Recording, changes: RecordingChanges) -> RecordingChanges:
    """What is in force of the facts that would change."""
    now = RecordingChanges()
    if "name" in changes:
        now["name"] = recording.name
    if "label" in changes:
        now["label"] = recording.label
    if "speed_rpm" in changes:
        now["speed_rpm"] = recording.speed_rpm
    if "condition" in changes:
        now["condition"] = recording.condition
    if "severity" in changes:
        now["severity"] = recording.severity
    return now
