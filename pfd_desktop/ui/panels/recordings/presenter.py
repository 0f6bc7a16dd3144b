"""The Recordings panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pfd_desktop.services.data import DataService
    from pfd_desktop.ui.panels.recordings.view import RecordingsView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Jobs


class RecordingsPresenter:
    """Lists what is in the project and makes a row the window's selection."""

    def __init__(
        self, view: RecordingsView, data: DataService, jobs: Jobs, workspace: Workspace
    ) -> None:
        self._view, self._data, self._jobs, self._workspace = view, data, jobs, workspace
        self._stale = True
        self._deleted: tuple[str, ...] = ()
        view.seen.connect(self.refresh)
        view.recording_chosen.connect(workspace.choose_recording)
        view.recordings_selected.connect(workspace.select_recordings)
        view.delete_requested.connect(self.delete)
        view.restore_requested.connect(self.restore)
        view.message.retry_requested.connect(self.store_changed)

    def store_changed(self, tables: frozenset[str] = frozenset({"recordings"})) -> None:
        """Recordings, units or bearings may have changed."""
        if tables & {"recordings", "units", "machines", "bearings"}:
            self._stale = True
            self.refresh()

    def refresh(self) -> None:
        """List again, when it is needed and seen."""
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        job = self._jobs.start("List the recordings", lambda _: self._data.recordings())
        job.succeeded.connect(
            lambda found: self._view.show_recordings(found, self._workspace.recording_id)
        )
        job.failed.connect(self._view.show_error)

    def delete(self, ids: tuple[str, ...]) -> None:
        """Into the trash, with a way back."""
        self._deleted = ids

        def work(_progress: object) -> None:
            for recording_id in ids:
                self._data.delete_recording(recording_id)

        job = self._jobs.start("Move to the trash", work)
        job.succeeded.connect(lambda _: self._view.show_deleted(len(ids)))
        job.failed.connect(self._view.show_error)
        if self._workspace.recording_id in ids:
            self._workspace.choose_recording("")

    def restore(self) -> None:
        """What was deleted last comes back."""
        ids, self._deleted = self._deleted, ()

        def work(_progress: object) -> None:
            for recording_id in ids:
                self._data.restore_recording(recording_id)

        job = self._jobs.start("Bring back from the trash", work)
        job.succeeded.connect(lambda _: self._view.show_deleted(0))
        job.failed.connect(self._view.show_error)
