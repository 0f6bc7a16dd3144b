"""Labels of recordings: made, changed, taken away and back, each change in the audit trail."""

import getpass
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pfd_desktop.core.labels import csv_text
from pfd_desktop.core.labels.rules import checked, overlapping
from pfd_desktop.core.records.labels import Label, LabelChange, LabelFacts
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.writing import save_text
from pfd_desktop.store import labels, recordings
from pfd_desktop.store.project import Project

_LARGEST_CSV = 64 * 2**20  # bytes: a million labels; more is another kind of file


class LabelService:
    """What somebody saw in a recording.

    Undo: of add and import_csv is delete, of delete is restore, of edit is edit with the facts of
    the label that it returned, which is the label as it was.
    """

    def __init__(self, project: Project, author: str | None = None) -> None:
        self._store = project.store
        self._author = _user() if author is None else author

    def list_of(self, recording_id: str) -> tuple[Label, ...]:
        """All labels of a recording, in the order they were made."""
        with self._store.read() as session:
            recordings.get(session, recording_id)
            return labels.of_recording(session, recording_id)

    def label(self, label_id: str) -> Label:
        """One; raises NotFound."""
        with self._store.read() as session:
            return labels.get(session, label_id)

    def changes(self, recording_id: str) -> tuple[LabelChange, ...]:
        """The audit trail of a recording's labels, the oldest line first."""
        with self._store.read() as session:
            recordings.get(session, recording_id)
            return labels.changes(session, recording_id)

    def overlapping(self, recording_id: str, facts: LabelFacts) -> tuple[Label, ...]:
        """The labels that claim a class of *facts* for some of the same samples."""
        there = self.list_of(recording_id)
        found = {id(one) for one in overlapping(facts, (label.facts for label in there))}
        return tuple(label for label in there if id(label.facts) in found)

    def add(self, recording_id: str, facts: LabelFacts) -> Label:
        """Label a recording; times and frequencies are clamped to it. Raises InvalidInput."""
        with self._store.write() as session:
            kept = _checked(facts, recordings.get(session, recording_id))
            return labels.add(session, recording_id, (kept,), self._author)[0]

    def edit(self, label_id: str, facts: LabelFacts) -> Label:
        """Let a label say something else; returns it as it was."""
        return self.edit_all([label_id], lambda _: facts)[0]

    def edit_all(
        self, label_ids: Iterable[str], told: Callable[[Label], LabelFacts]
    ) -> tuple[Label, ...]:
        """Let each label say what *told* makes of it, all or none; as they were."""
        before = []
        with self._store.write() as session:
            for label_id in label_ids:
                label = labels.get(session, label_id)
                facts = _checked(told(label), recordings.get(session, label.recording_id))
                before.append(labels.edit(session, label_id, facts, self._author)[0])
        return tuple(before)

    def delete(self, label_ids: Iterable[str]) -> tuple[Label, ...]:
        """Into the trash, all or none; as they were."""
        with self._store.write() as session:
            return labels.delete(session, label_ids, self._author)

    def restore(self, label_ids: Iterable[str]) -> tuple[Label, ...]:
        """Out of the trash, all or none."""
        with self._store.write() as session:
            return labels.restore(session, label_ids, self._author)

    def export_csv(self, recording_id: str, path: Path) -> int:
        """Write a recording's labels; how many. Raises EnvironmentFault where it cannot be."""
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
            there = labels.of_recording(session, recording_id)
        save_text(path, csv_text.written(recording, there))
        return len(there)

    def import_csv(self, recording_id: str, path: Path) -> tuple[Label, ...]:
        """Add the labels of a file, all or none; those that are there already are passed over.

        Raises InvalidInput naming every row that cannot be used.
        """
        text = _text(path)
        with self._store.write() as session:
            recording = recordings.get(session, recording_id)
            found = csv_text.read(text, recording.duration_s, recording.rate_hz)
            known = {label.facts for label in labels.of_recording(session, recording_id)}
            made: list[Label] = []
            for author, facts in _by_author(found, known):
                made += labels.add(session, recording_id, facts, author or self._author)
            return tuple(made)


def _checked(facts: LabelFacts, recording: Recording) -> LabelFacts:
    return checked(facts, recording.duration_s, recording.rate_hz)


def _by_author(
    found: Sequence[csv_text.ReadLabel], known: set[LabelFacts]
) -> list[tuple[str, list[LabelFacts]]]:
    """What is new, in runs of the same author, in the order of the file."""
    runs: list[tuple[str, list[LabelFacts]]] = []
    for one in found:
        if one.facts in known:
            continue
        known.add(one.facts)
        if not runs or runs[-1][0] != one.author:
            runs.append((one.author, []))
        runs[-1][1].append(one.facts)
    return runs


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_CSV:
            raise InvalidInput(f"{path.name} is larger than 64 MiB, which no list of labels is.")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path.name} is no text in UTF-8. Save it as CSV in UTF-8.") from error
    except OSError as error:
        raise InvalidInput(f"{path.name} cannot be read: {error.strerror}.") from error


def _user() -> str:
    """Who is logged in; "" where the system has no name for him."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
