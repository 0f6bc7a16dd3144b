"""The Inspector panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pfd_desktop.ui.edits import bearing_edit, recording_edit, tags_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pfd_desktop.core.records.machine import Bearing, BearingKind
    from pfd_desktop.core.records.recording import Recording, RecordingChanges
    from pfd_desktop.core.records.tags import Tag
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.tags import TagService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.inspector.view import InspectorView
    from pfd_desktop.workers.jobs import Job, Jobs

_SHOWN = frozenset({"recordings", "units", "machines", "points", "bearings", "tags", "taggings"})


@dataclass(frozen=True)
class _Known:
    """All that is shown of a recording."""

    recording: Recording
    bearings: tuple[Bearing, ...]
    tags: tuple[Tag, ...]
    all_tags: tuple[str, ...]
    in_file: tuple[tuple[str, float | str], ...]


class InspectorPresenter:
    """Shows the chosen recording and changes it; every change can be undone."""

    def __init__(
        self,
        view: InspectorView,
        data: DataService,
        tags: TagService,
        jobs: Jobs,
        history: History,
    ) -> None:
        self._view, self._data, self._tags = view, data, tags
        self._jobs, self._history = jobs, history
        self._wanted = ""
        self._recording: Recording | None = None
        self._stale = True
        view.seen.connect(self._refresh)
        view.told.connect(self.change)
        view.bearing_told.connect(self.tell_bearing)
        view.places_asked.connect(self.ask_place)
        view.place_told.connect(self.move)
        view.tags.added.connect(self.add_tag)
        view.tags.removed.connect(self.remove_tag)
        view.message.retry_requested.connect(self.retry)
        view.show_recording(None)

    def choose(self, recording_id: str) -> None:
        """Follow the window's selection; what was typed for the former one is told first."""
        if recording_id != self._wanted:
            self._view.tell_pending()
        self._wanted, self._stale = recording_id, True
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """What is shown may have changed."""
        if tables & _SHOWN:
            self._stale = True
            self._refresh()

    def retry(self) -> None:
        """Tell again what could not be kept, and read again."""
        self._view.tell_pending()
        self._stale = True
        self._refresh()

    def change(self, changes: RecordingChanges) -> None:
        """Change facts of the recording shown."""
        recording = self._recording
        if recording is None:
            return
        what = ", ".join(changes).replace("speed_rpm", "speed")
        change = partial(self._data.edit_recording, recording.id, **changes)
        job = self._edit(f"Change the {what} of {recording.name}", recording, change, set(changes))
        job.succeeded.connect(lambda _: self._settle(recording, changes))
        job.failed.connect(lambda error: self._refuse(recording, changes, error))

    def ask_place(self) -> None:
        """Let the user say where it was measured."""
        recording = self._recording
        if recording is None:
            return
        job = self._jobs.start("List the places", lambda _: self._data.recordings())
        job.succeeded.connect(partial(self._view.ask_place, recording))
        job.failed.connect(self._view.show_error)

    def move(self, recording: Recording, machine: str, unit_name: str, point: str) -> None:
        """Say where it was measured."""
        move = partial(
            self._data.place_recording,
            recording.id,
            machine=machine,
            unit_name=unit_name,
            point=point,
        )
        job = self._edit(f"Move {recording.name}", recording, move, {"point_id"})
        job.succeeded.connect(lambda _: self._view.close_place())
        job.failed.connect(self._view.show_place_error)

    def tell_bearing(self, kind: BearingKind, bearing: Bearing | None) -> None:
        """Say how the unit carries its shaft; it holds for all its recordings."""
        recording = self._recording
        if recording is None:
            return
        edit = bearing_edit(self._data, recording.unit_id, recording.unit_name, kind, bearing)
        job = self._history.do(edit)
        job.succeeded.connect(lambda _: self._view.message.clear())
        job.failed.connect(lambda error: self._refuse(recording, {}, error))

    def add_tag(self, name: str) -> None:
        """Tag the recording shown."""
        if (recording := self._recording) is not None:
            add = partial(self._tags.add, (name,), "recordings", (recording.id,))
            edit = tags_changed(self._tags, f"Tag {recording.name} {name}", add)
            job = self._history.do(edit)
            job.succeeded.connect(lambda _: self._view.tags.settle())
            job.failed.connect(self._view.tags.refuse)

    def remove_tag(self, name: str) -> None:
        """Take a tag away from the recording shown."""
        if (recording := self._recording) is not None:
            remove = partial(self._tags.remove, (name,), "recordings", (recording.id,))
            title = f"Take the tag {name} from {recording.name}"
            self._history.do(tags_changed(self._tags, title, remove)).failed.connect(
                self._view.show_error
            )

    def _edit(
        self, title: str, of: Recording, do: Callable[[], object], names: Collection[str]
    ) -> Job:
        return self._history.do(recording_edit(self._data, title, of.id, do, names))

    def _settle(self, of: Recording, changes: RecordingChanges) -> None:
        if self._recording is not None and self._recording.id == of.id:
            self._view.settle(changes)

    def _refuse(self, of: Recording, changes: RecordingChanges, error: Exception) -> None:
        """Beside the field where it is still there; the rest shows again what is in force."""
        if self._recording is not None and self._recording.id == of.id:
            self._view.refuse(changes, error)
            self._stale = True
            self._refresh()
        else:
            self._view.show_error(error)

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        wanted = self._wanted
        if not wanted:
            self._show(wanted, None)
            return
        data, tags = self._data, self._tags
        job = self._jobs.start(
            "Read the recording",
            lambda _: _Known(
                data.recording(wanted),
                data.bearings(),
                tags.of_one(wanted),
                tags.names(),
                data.file_facts(wanted),
            ),
        )
        job.succeeded.connect(partial(self._show, wanted))
        job.failed.connect(self._view.show_error)

    def _show(self, wanted: str, known: _Known | None) -> None:
        if wanted != self._wanted:
            return
        self._recording = None if known is None else known.recording
        if known is None:
            self._view.show_recording(None)
            return
        self._view.show_recording(known.recording, known.bearings)
        self._view.show_tags(known.tags, known.all_tags)
        self._view.show_file_facts(known.in_file)
