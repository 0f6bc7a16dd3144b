"""The Recordings panel: what happens when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.services.data import DataService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.recordings.view import RecordingsView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Jobs


class RecordingsPresenter:
    """Lists what is in the project and makes a row the window's selection."""

    def __init__(
        self,
        view: RecordingsView,
        data: DataService,
        jobs: Jobs,
        history: History,
        workspace: Workspace,
    ) -> None:
        self._view, self._data, self._jobs = view, data, jobs
        self._history, self._workspace = history, workspace
        self._stale = True
        self._place = self._grade = ""
        view.seen.connect(self.refresh)
        view.recording_chosen.connect(workspace.choose_recording)
        view.recordings_selected.connect(workspace.select_recordings)
        view.delete_requested.connect(self.delete)
        view.restore_requested.connect(history.undo)
        view.whole_requested.connect(lambda: workspace.choose_place("", ""))
        view.grade_wanted.connect(self.show_grade)
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
        job.succeeded.connect(self._listed)
        job.failed.connect(self._view.show_error)

    def delete(self, ids: tuple[str, ...]) -> None:
        """Into the trash; undo brings them back."""
        delete, restore = self._data.delete_recordings, self._data.restore_recordings
        words = "1 recording" if len(ids) == 1 else f"{len(ids)} recordings"
        job = self._history.do(
            Edit(f"Move {words} to the trash", partial(delete, ids), partial(restore, ids))
        )
        job.succeeded.connect(lambda _: self._view.show_deleted(words))
        job.failed.connect(self._view.show_error)
        if self._workspace.recording_id in ids:
            self._workspace.choose_recording("")

    def show_place(self, place_id: str, words: str) -> None:
        """List only what was measured on this machine, unit or point; "" lists all."""
        self._place = place_id
        self._view.show_place(words)
        self._stale = True
        self.refresh()

    def show_grade(self, grade: str) -> None:
        """List only measurements of this grade; "" lists all."""
        self._grade = grade
        self._stale = True
        self.refresh()

    def _listed(self, found: tuple[Recording, ...]) -> None:
        place = self._place
        here = [r for r in found if place in {"", r.machine_id, r.unit_id, r.point_id}]
        here = [r for r in here if self._grade in {"", r.grade}]
        self._view.show_recordings(here, self._workspace.recording_id)
