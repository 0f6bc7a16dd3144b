"""Labels of the chosen recording: made, changed and deleted so that it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pfd_desktop.core.figures.labels import LabelSheet, sheet_of
from pfd_desktop.core.records.labels import Label, LabelChange, LabelFacts, LabelKind
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.ui.edits import (
    Edit,
    label_made,
    labels_changed,
    labels_deleted,
    labels_imported,
)
from pfd_desktop.ui.panels.signal.label_rows import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pfd_desktop.services.labels import LabelService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.signal.presenter import Shown
    from pfd_desktop.ui.panels.signal.view import SignalView
    from pfd_desktop.workers.jobs import Job, Jobs


class Labelling:
    """What the user does with labels, without Qt."""

    def __init__(
        self, view: SignalView, labels: LabelService, history: History, jobs: Jobs
    ) -> None:
        self._view, self._service, self._history, self._jobs = view, labels, history, jobs
        self._shown: Shown | None = None
        self._labels: tuple[Label, ...] = ()
        self._chosen = ""
        self._asked = 0  # how often the labels were asked for: only the last answer is shown
        tool, listed, plot = view.plot.labels, view.labels, view.plot
        plot.label_requested.connect(self.label_span)
        plot.label_delete_requested.connect(self.delete)
        tool.made.connect(self.make)
        tool.reached.connect(self.stretch)
        tool.chosen.connect(self.choose)
        listed.facts_told.connect(self.change)
        listed.delete_requested.connect(self.delete)
        listed.record_requested.connect(self.label_all)
        listed.trail_chosen.connect(lambda _: self._read())
        listed.import_requested.connect(self.load)
        listed.export_requested.connect(self.keep)

    def show(self, shown: Shown | None) -> None:
        """The labels of another recording; none over an angle, for they are kept in seconds."""
        if shown is not None and shown.figure.axis is not Axis.TIME:
            shown = None
        before, self._shown = self._shown, shown
        if shown is None or before is None or shown.recording.id != before.recording.id:
            self._put(())
        self._read()

    def store_changed(self, tables: frozenset[str]) -> None:
        """Labels may be others now."""
        if "labels" in tables:
            self._read()

    def choose(self, label_id: str) -> None:
        """Put it into the form."""
        self._chosen = label_id
        self._view.labels.show_chosen(self._label(label_id))

    # -- making and changing ---------------------------------------------------------------------

    def label_span(self) -> None:
        """Label the chosen stretch; where there is none, the next one that is dragged."""
        plot = self._view.plot
        if self._shown is None:
            return
        if plot.span is not None:
            self.make(*plot.span)
            plot.choose_span(None)
        else:
            plot.labels.arm(not plot.labels.armed)

    def make(self, low_s: float, high_s: float) -> None:
        """Label a stretch, or a point where it has no length."""
        point = high_s <= low_s
        kind = LabelKind.POINT if point else LabelKind.REGION
        self._add(self._view.labels.facts(kind, low_s, None if point else high_s))

    def label_all(self) -> None:
        """Label all of the recording."""
        self._add(self._view.labels.facts(LabelKind.RECORD, None, None))

    def change(self, fields: frozenset[Said]) -> None:
        """What was changed in the form is said by all chosen labels; the rest they keep."""
        told = self._view.labels.facts(LabelKind.RECORD, None, None)
        self._edit(self._meant(), lambda label: _said(label.facts, told, fields))

    def stretch(self, label_id: str, low_s: float, high_s: float) -> None:
        """An edge was dragged."""
        label = self._label(label_id)
        if label is not None:
            self._edit((label,), lambda one: replace(one.facts, start_s=low_s, stop_s=high_s))

    def delete(self) -> None:
        """Into the trash with the chosen ones."""
        gone = [one.id for one in self._meant()]
        if gone and self._shown is not None:
            self._do(labels_deleted(self._service, self._shown.recording.name, gone))

    def _meant(self) -> tuple[Label, ...]:
        """The labels whose rows are selected, else the one that is chosen in the plot."""
        ids = set(self._view.labels.selected) or {self._chosen}
        return tuple(one for one in self._labels if one.id in ids)

    def _add(self, facts: LabelFacts) -> None:
        if self._shown is None:
            return
        recording = self._shown.recording
        edit = label_made(self._service, recording.id, recording.name, facts)
        job = self._history.do(edit)
        job.failed.connect(self._refuse)
        job.succeeded.connect(lambda made: self._take(recording.id, made))

    def _take(self, recording_id: str, made: Label) -> None:
        if self._shown is not None and self._shown.recording.id == recording_id:
            self._chosen = made.id
            self._read()

    def _edit(self, meant: Sequence[Label], told: Callable[[Label], LabelFacts]) -> None:
        ids = [one.id for one in meant]
        if self._shown is not None and any(told(one) != one.facts for one in meant):
            self._do(labels_changed(self._service, self._shown.recording.name, ids, told))

    def _do(self, edit: Edit) -> Job:
        job = self._history.do(edit)
        job.failed.connect(self._refuse)
        job.succeeded.connect(lambda _: self._read())
        return job

    def _refuse(self, error: Exception) -> None:
        self._view.show_error(error)
        self._read()  # what is in force is shown again

    def load(self, path: Path) -> None:
        """Add the labels of a CSV file."""
        if self._shown is None:
            return
        recording = self._shown.recording
        job = self._do(labels_imported(self._service, recording.id, recording.name, path))
        job.succeeded.connect(lambda many: self._view.show_note(f"{many} labels are new."))

    def keep(self, path: Path) -> None:
        """Write the labels to a CSV file."""
        if self._shown is None:
            return
        wanted = self._shown.recording.id
        job = self._jobs.start(
            f"Export {path.name}", lambda _: self._service.export_csv(wanted, path)
        )
        job.succeeded.connect(lambda _: self._view.show_exported(path))
        job.failed.connect(self._view.show_error)

    # -- reading ---------------------------------------------------------------------------------

    def _label(self, label_id: str) -> Label | None:
        return next((one for one in self._labels if one.id == label_id), None)

    def _read(self) -> None:
        """Read and lay out the labels in a job: there may be thousands."""
        self._asked += 1
        if self._shown is None:
            self._put(())
            return
        wanted, number = self._shown.recording.id, self._asked
        job = self._jobs.start("Read the labels", lambda _: _laid_out(self._service, wanted))
        job.succeeded.connect(lambda found: self._show(number, *found))
        job.failed.connect(self._view.show_error)
        if self._view.labels.trail.isChecked():
            trail = self._jobs.start("Read the trail", lambda _: self._service.changes(wanted))
            trail.succeeded.connect(lambda found: self._show_trail(number, found))
            trail.failed.connect(self._view.show_error)

    def _show_trail(self, number: int, found: tuple[LabelChange, ...]) -> None:
        if number == self._asked:
            self._view.labels.show_trail(found)

    def _show(self, number: int, found: tuple[Label, ...], sheet: LabelSheet) -> None:
        if number == self._asked:
            self._put(found, sheet)

    def _put(self, labels: tuple[Label, ...], sheet: LabelSheet | None = None) -> None:
        self._labels = labels
        if self._label(self._chosen) is None:
            self._chosen = ""
        if not (labels and self._view.labels.trail.isChecked()):
            self._view.labels.show_labels(labels)
        tool = self._view.plot.labels
        tool.show_labels(sheet or LabelSheet())
        tool.choose(self._chosen)


def _laid_out(service: LabelService, recording_id: str) -> tuple[tuple[Label, ...], LabelSheet]:
    """The labels by time, and ready to draw."""
    found = sorted(service.list_of(recording_id), key=lambda one: one.facts.start_s or 0.0)
    return tuple(found), sheet_of(found)


def _said(old: LabelFacts, told: LabelFacts, fields: frozenset[Said]) -> LabelFacts:
    if Said.CLASSES in fields:
        old = replace(old, classes=told.classes)
    if Said.SEVERITY in fields:
        old = replace(old, severity=told.severity, severity_words=told.severity_words)
    return replace(old, note=told.note) if Said.NOTE in fields else old
