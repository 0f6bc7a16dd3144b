"""The table of training runs: found, marked, noted, put away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pfd_desktop.core.evaluation.seeds import OverSeeds, over_seeds
from pfd_desktop.core.records.learning import RunSummary
from pfd_desktop.services.search import SearchService
from pfd_desktop.store import runs
from pfd_desktop.store.project import Project

LONGEST_NOTE = 10_000


@dataclass(frozen=True)
class Listed:
    """Runs in their order, and what those with several seeds reached together."""

    runs: tuple[RunSummary, ...]
    seeds: Mapping[str, OverSeeds]  # by id of the run
    archived: int  # how many are not shown because they are put away


class ExperimentsService:
    """Undo of each change is the same call with what it gave back."""

    def __init__(self, project: Project, search: SearchService) -> None:
        self._store, self._search = project.store, search

    def listed(self, query: str = "", *, archived: bool = False) -> Listed:
        """What fits the query, in its order; the newest first where it asks for none.

        Means over seeds are of all runs, found or not. Raises InvalidQuery.
        """
        with self._store.read() as session:
            known = runs.summaries(session)
        found = known
        if query.strip():
            by_id = {run.id: run for run in known}
            ids = self._search.ids("runs", query)
            found = tuple(by_id[one] for one in ids if one in by_id)
        shown = tuple(run for run in found if archived or run.archived_at is None)
        return Listed(shown, over_seeds(known), len(found) - len(shown))

    def annotate(self, run_id: str, note: str) -> str:
        """Write a note on a run, of at most 10,000 letters; the note that was there."""
        with self._store.write() as session:
            return runs.annotate(session, run_id, note.strip()[:LONGEST_NOTE])

    def star(self, run_ids: Sequence[str], *, starred: bool) -> tuple[str, ...]:
        """Mark runs, or take the mark away; the ids of those that changed."""
        with self._store.write() as session:
            return runs.star(session, run_ids, starred=starred)

    def archive(self, run_ids: Sequence[str], *, archived: bool) -> tuple[str, ...]:
        """Put runs away, or take them back; the ids of those that changed."""
        with self._store.write() as session:
            return runs.archive(session, run_ids, archived=archived)
