"""Labels of time and frequency on the map: made, changed and deleted so that it can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pfd_desktop.core.figures.patches import patches_of
from pfd_desktop.core.records.labels import Label, LabelFacts, LabelKind
from pfd_desktop.ui.edits import Edit, label_changed, label_deleted, label_made

if TYPE_CHECKING:
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.labels import LabelService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.maps.view import MapView
    from pfd_desktop.workers.jobs import Job, Jobs


class PatchLabelling:
    """What the user does with labels on the map, without Qt."""

    def __init__(
        self, view: MapView, data: DataService, labels: LabelService, history: History, jobs: Jobs
    ) -> None:
        self._view, self._data, self._service = view, data, labels
        self._history, self._jobs = history, jobs
        self._wanted = self._shown = ""
        self._labels: tuple[Label, ...] = ()
        self._chosen = ""
        tool = view.patches
        view.seen.connect(self._refresh)
        tool.made.connect(self.make)
        tool.chosen.connect(self.choose)
        tool.delete_requested.connect(self.delete)
        view.class_told.connect(self.change)

    def follow(self, recording_id: str) -> None:
        """The labels of another recording; "" is none."""
        self._wanted = recording_id
        self._refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """Labels may be others now."""
        if "labels" in tables:
            self._shown = ""
            self._refresh()

    def _refresh(self) -> None:
        if self._wanted == self._shown or not self._view.is_seen():
            return
        self._shown = self._wanted
        if any(label.recording_id != self._wanted for label in self._labels):
            self._put(())
        self._read()

    def choose(self, label_id: str) -> None:
        """Put its class into the list."""
        self._chosen = label_id
        label = self._label(label_id)
        self._view.show_chosen_label(None if label is None else label.facts.classes)

    # -- making and changing ---------------------------------------------------------------------

    def make(self, start_s: float, stop_s: float, low_hz: float, high_hz: float) -> None:
        """Label a patch with the class that is chosen."""
        wanted = self._wanted
        if not wanted:
            return
        classes = self._view.label_classes()
        facts = LabelFacts(LabelKind.PATCH, classes, start_s, stop_s, low_hz, high_hz)
        edit = label_made(self._service, wanted, self._name(), facts)
        self._do(edit).succeeded.connect(lambda made: self._take(wanted, made))

    def change(self) -> None:
        """The chosen label has the class that the list says."""
        label = self._label(self._chosen)
        if label is None:
            return
        facts = replace(label.facts, classes=self._view.label_classes())
        if facts != label.facts:
            self._do(label_changed(self._service, label.id, self._name(), facts))

    def delete(self) -> None:
        """Into the trash with the chosen one."""
        label = self._label(self._chosen)
        if label is not None:
            self._do(label_deleted(self._service, label.id, self._name()))

    def _take(self, recording_id: str, made: Label) -> None:
        if recording_id == self._wanted:
            self._chosen = made.id
            self._read()

    def _do(self, edit: Edit) -> Job:
        job = self._history.do(edit)
        job.failed.connect(self._refuse)
        job.succeeded.connect(lambda _: self._read())
        return job

    def _refuse(self, error: Exception) -> None:
        self._view.show_error(error)
        self._read()  # what is in force is shown again

    # -- reading ---------------------------------------------------------------------------------

    def _name(self) -> str:
        return self._data.recording(self._wanted).name

    def _label(self, label_id: str) -> Label | None:
        return next((one for one in self._labels if one.id == label_id), None)

    def _read(self) -> None:
        wanted = self._wanted
        if not wanted:
            self._put(())
            return
        job = self._jobs.start("Read the labels", lambda _: self._service.list_of(wanted))
        job.succeeded.connect(lambda found: self._show(wanted, found))
        job.failed.connect(self._view.show_error)

    def _show(self, recording_id: str, found: tuple[Label, ...]) -> None:
        if recording_id == self._wanted:
            self._put(found)

    def _put(self, labels: tuple[Label, ...]) -> None:
        self._labels = labels
        if self._label(self._chosen) is None:
            self._chosen = ""
        self._view.patches.show_patches(patches_of(labels))
        self._view.patches.choose(self._chosen)
