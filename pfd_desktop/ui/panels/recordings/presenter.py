"""The Recordings panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pfd_desktop.core.records.recording import NOT_EXAMINED
from pfd_desktop.errors import InvalidQuery
from pfd_desktop.ui.edits import Edit, dataset_made, search_deleted, search_saved, tagged

if TYPE_CHECKING:
    from pfd_desktop.core.records.datasets import Dataset
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.core.records.tags import SavedSearch, Tag
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.datasets import DatasetService
    from pfd_desktop.services.search import SearchService
    from pfd_desktop.services.tags import TagService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.recordings.view import RecordingsView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Jobs

_LISTED = frozenset({"recordings", "units", "machines", "bearings"})
_SEARCHED = frozenset({"labels", "diagnoses", "points"})  # besides those
SUBJECT = "recordings"


@dataclass(frozen=True)
class _Listed:
    """What is in the project."""

    recordings: tuple[Recording, ...] = ()
    tags: dict[str, tuple[Tag, ...]] | None = None
    known: tuple[str, ...] = ()


class RecordingsPresenter:
    """Lists what is in the project and makes a row the window's selection."""

    def __init__(
        self,
        view: RecordingsView,
        data: DataService,
        search: SearchService,
        tags: TagService,
        *,
        datasets: DatasetService,
        jobs: Jobs,
        history: History,
        workspace: Workspace,
    ) -> None:
        self._view, self._data, self._search, self._tags = view, data, search, tags
        self._datasets = datasets
        self._jobs, self._history, self._workspace = jobs, history, workspace
        self._stale = True  # what is shown
        self._old = True  # the recordings themselves, which are many, not their tags alone
        self._place = self._query = self._grade = ""
        self._asked = 0  # questions so far: only the answer to the last one counts
        self._all = _Listed()
        self._found: tuple[str, ...] | None = None
        view.seen.connect(self.refresh)
        view.recording_chosen.connect(workspace.choose_recording)
        view.recordings_selected.connect(workspace.select_recordings)
        view.delete_requested.connect(self.delete)
        view.restore_requested.connect(history.undo)
        view.whole_requested.connect(lambda: workspace.choose_place("", ""))
        view.grade_wanted.connect(self.show_grade)
        view.message.retry_requested.connect(self.store_changed)
        view.tag_requested.connect(self.tag)
        view.search.field.asked.connect(self.ask)
        view.search.field.completion_wanted.connect(self.complete)
        view.search.save_requested.connect(self.save)
        view.search.dataset_requested.connect(self.make_dataset)
        view.search.pin_requested.connect(self.pin)
        view.search.delete_requested.connect(self.forget)

    def store_changed(self, tables: frozenset[str] = frozenset({"recordings"})) -> None:
        """Recordings, or what is shown or asked of them, may have changed."""
        if "saved_searches" in tables:
            self._list_saved()
        if tables & {*_LISTED, "tags", "taggings"}:
            self._stale = True
            self._old = self._old or bool(tables & _LISTED)
            self.refresh()
        elif tables & _SEARCHED and self._query:
            self.ask(self._query)

    def refresh(self) -> None:
        """List again, when it is needed and seen."""
        if not self._stale or not self._view.isVisible():
            return
        known = None if self._old else self._all.recordings
        self._stale = self._old = False
        job = self._jobs.start("List the recordings", lambda _: self._list(known))
        job.succeeded.connect(self._listed)
        job.failed.connect(self._view.show_error)
        self._list_saved()

    def ask(self, text: str) -> None:
        """List only what this query finds; "" lists all."""
        self._query = text.strip()
        self._asked += 1
        if not self._query:
            self._found = None
            self._view.search.show_error(None)
            self._show()
            return
        number, query = self._asked, self._query
        job = self._jobs.start("Search the recordings", lambda _: self._search.ids(SUBJECT, query))
        job.succeeded.connect(lambda ids: self._answer(number, ids))
        job.failed.connect(lambda error: self._refuse(number, error))

    def complete(self, text: str, cursor: int) -> None:
        """Offer what could be typed next."""
        job = self._jobs.start(
            "Complete the search", lambda _: self._search.complete(SUBJECT, text, cursor)
        )
        job.succeeded.connect(partial(self._view.search.field.show_completions, text))
        job.failed.connect(self._view.show_error)

    def save(self, name: str, query: str, pinned: bool) -> None:
        """Keep a search under a name."""
        self._edit(search_saved(self._search, name, SUBJECT, query, pinned))

    def make_dataset(self, name: str, query: str) -> None:
        """Freeze what a search finds, on the whole project, as a dataset, and show it."""
        job = self._history.do(
            dataset_made(
                self._datasets, name, lambda: self._search.ids(SUBJECT, query), query=query
            )
        )
        job.succeeded.connect(self._dataset_made)
        job.failed.connect(self._refuse_dataset)

    def _dataset_made(self, made: Dataset) -> None:
        self._view.message.clear()
        self._workspace.choose_dataset(made.id)
        self._workspace.show_panel("datasets")

    def _refuse_dataset(self, error: Exception) -> None:
        """Beside the field where the search is to blame."""
        if isinstance(error, InvalidQuery):
            self._view.search.show_error(error)
        else:
            self._view.show_error(error)

    def pin(self, saved: SavedSearch, pinned: bool) -> None:
        """Let a saved search stand ready above the list, or not."""
        pin = self._search.pin
        words = "Pin" if pinned else "Unpin"
        self._edit(
            Edit(
                f"{words} the search {saved.name}",
                partial(pin, saved.id, pinned=pinned),
                partial(pin, saved.id, pinned=not pinned),
            )
        )

    def forget(self, saved: SavedSearch) -> None:
        """Put a saved search into the trash."""
        self._edit(search_deleted(self._search, saved))

    def tag(self, name: str, ids: tuple[str, ...], add: bool) -> None:
        """Give recordings a tag, or take it away."""
        self._edit(tagged(self._tags, name, SUBJECT, ids, add=add))

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
        """List only measurements of this grade, or NOT_EXAMINED; "" lists all."""
        self._grade = grade
        self._show()

    def _edit(self, edit: Edit) -> None:
        job = self._history.do(edit)
        job.succeeded.connect(lambda _: self._view.message.clear())
        job.failed.connect(self._view.show_error)

    def _list(self, known: tuple[Recording, ...] | None) -> _Listed:
        recordings = self._data.recordings() if known is None else known
        return _Listed(recordings, self._tags.of(SUBJECT), self._tags.names())

    def _list_saved(self) -> None:
        job = self._jobs.start("List the saved searches", lambda _: self._search.saved())
        job.succeeded.connect(self._show_saved)
        job.failed.connect(self._view.show_error)

    def _show_saved(self, searches: tuple[SavedSearch, ...]) -> None:
        self._view.search.show_saved([one for one in searches if one.subject == SUBJECT])

    def _listed(self, found: _Listed) -> None:
        self._all = found
        if self._query:
            self.ask(self._query)
        else:
            self._show()

    def _answer(self, number: int, ids: tuple[str, ...]) -> None:
        if number == self._asked:
            self._found = ids
            self._view.search.show_error(None)
            self._show()

    def _refuse(self, number: int, error: Exception) -> None:
        """Beside the field where it cannot be read; the list stays as it was."""
        if not isinstance(error, InvalidQuery):
            self._view.show_error(error)
        elif number == self._asked:
            self._view.search.show_error(error)
            self._show()

    def _show(self) -> None:
        place, rows = self._place, self._all.recordings
        if self._found is not None:
            by_id = {one.id: one for one in rows}
            rows = tuple(by_id[key] for key in self._found if key in by_id)
        here = [r for r in rows if place in {"", r.machine_id, r.unit_id, r.point_id}]
        here = [r for r in here if self._grade in {"", r.grade or NOT_EXAMINED}]
        self._view.show_tags(self._all.tags or {}, self._all.known)
        self._view.show_recordings(here, self._workspace.recording_id)
