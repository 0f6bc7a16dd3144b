"""The Experiments panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pfd_desktop.core.records.requests import request_text
from pfd_desktop.errors import InvalidQuery
from pfd_desktop.ui.edits import run_noted, runs_archived, runs_starred, tagged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pfd_desktop.core.records.learning import TrainRequest
    from pfd_desktop.core.records.tags import Tag
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.services.experiments import Listed
    from pfd_desktop.ui.edits import Edit
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.experiments.view import ExperimentsView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Jobs

SUBJECT = "runs"


@dataclass(frozen=True)
class _Shown:
    listed: Listed
    tags: Mapping[str, Sequence[Tag]]
    known: Sequence[str]


class ExperimentsPresenter:
    """Lists and finds the runs, marks them, takes stopped ones up again, deletes."""

    def __init__(
        self,
        view: ExperimentsView,
        services: Services,
        jobs: Jobs,
        workspace: Workspace,
        history: History,
    ) -> None:
        self._view, self._services, self._training = view, services, services.training
        self._jobs, self._workspace, self._history = jobs, workspace, history
        self._query, self._archived = "", False
        self._asked = 0
        self._stale = True
        view.seen.connect(self._refresh)
        view.run_chosen.connect(workspace.choose_run)
        view.asked.connect(self.ask)
        view.completion_wanted.connect(self.complete)
        view.star_requested.connect(self.star)
        view.archive_requested.connect(self.archive)
        view.note_requested.connect(self.annotate)
        view.tag_requested.connect(self.tag)
        view.again_requested.connect(self.train_again)
        view.resume_requested.connect(self.resume)
        view.delete_requested.connect(self.delete)
        view.message.retry_requested.connect(self.store_changed)

    def store_changed(self, tables: frozenset[str] = frozenset({"runs"})) -> None:
        """Runs begin, end, go; tags are given and taken away."""
        if tables & {"runs", "tags", "taggings"}:
            self._stale = True
            self._refresh()

    # -- finding ---------------------------------------------------------------------------------

    def ask(self, query: str, archived: bool) -> None:
        """List what this query finds; "" finds all."""
        self._query, self._archived, self._stale = query, archived, True
        self._refresh()

    def complete(self, text: str, cursor: int) -> None:
        """Offer what could be typed next."""
        search = self._services.search
        job = self._jobs.start(
            "Complete the search", lambda _: search.complete(SUBJECT, text, cursor)
        )
        job.succeeded.connect(partial(self._view.search.show_completions, text))
        job.failed.connect(self._view.show_error)

    # -- changing --------------------------------------------------------------------------------

    def star(self, run_ids: tuple[str, ...], starred: bool) -> None:
        """Mark runs, or take the mark away."""
        self._edit(runs_starred(self._services.experiments, run_ids, starred=starred))

    def archive(self, run_ids: tuple[str, ...], archived: bool) -> None:
        """Put runs away, or take them back."""
        self._edit(runs_archived(self._services.experiments, run_ids, archived=archived))

    def annotate(self, run_id: str, note: str) -> None:
        """Write a note on a run."""
        self._edit(run_noted(self._services.experiments, run_id, note))

    def tag(self, name: str, ids: tuple[str, ...], add: bool) -> None:
        """Give runs a tag, or take it away."""
        self._edit(tagged(self._services.tags, name, SUBJECT, ids, add=add))

    def train_again(self, run_id: str) -> None:
        """Fill the Training panel as it was filled for this run."""
        asked = self._jobs.start("Read the request", lambda _: self._training.request(run_id))
        asked.succeeded.connect(self._workspace.train_again)
        asked.failed.connect(self._view.show_error)

    def resume(self, run_id: str) -> None:
        """Take a stopped run up where it stood."""
        asked = self._jobs.start("Read the request", lambda _: self._training.request(run_id))
        asked.succeeded.connect(lambda request: self._resume(run_id, request))
        asked.failed.connect(self._view.show_error)

    def _resume(self, run_id: str, request: TrainRequest) -> None:
        job = self._jobs.start(
            "Resume training",
            lambda progress: self._training.resume(run_id, progress),
            "train",
            request_text(request),
        )
        job.succeeded.connect(lambda run: self._workspace.choose_run(run.id))
        job.failed.connect(self._view.show_error)

    def delete(self, run_ids: tuple[str, ...]) -> None:
        """For good; the view has asked."""

        def work(_progress: object) -> None:
            for run_id in run_ids:
                self._training.delete(run_id)

        job = self._jobs.start("Delete runs", work)
        job.failed.connect(self._view.show_error)
        if self._workspace.run_id in run_ids:
            self._workspace.choose_run("")

    def _edit(self, edit: Edit) -> None:
        self._history.do(edit).failed.connect(self._view.show_error)

    # -- listing ---------------------------------------------------------------------------------

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        self._asked += 1
        number = self._asked
        job = self._jobs.start("List the runs", lambda _: self._list())
        job.succeeded.connect(lambda found: self._show(number, found))
        job.failed.connect(lambda error: self._refuse(number, error))

    def _list(self) -> _Shown:
        tags = self._services.tags
        listed = self._services.experiments.listed(self._query, archived=self._archived)
        return _Shown(listed, tags.of(SUBJECT), tags.names())

    def _show(self, number: int, found: _Shown) -> None:
        if number != self._asked:  # something else has been asked since
            return
        self._view.show_tags(found.tags, found.known)
        self._view.show_hidden(found.listed.archived)
        self._view.show_runs(found.listed.runs, found.listed.seeds, self._workspace.run_id)

    def _refuse(self, number: int, error: Exception) -> None:
        """Beside the field where the search is to blame."""
        if number != self._asked:
            return
        if isinstance(error, InvalidQuery):
            self._view.show_query_error(error)
        else:
            self._view.show_error(error)
