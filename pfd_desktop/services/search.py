"""Searching everything in the query language, and searches that are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pfd_desktop.core.records.search import Completion, Found
from pfd_desktop.core.records.tags import SavedSearch
from pfd_desktop.core.search.completion import MOST, complete
from pfd_desktop.core.search.parsing import Known, UnknownField, parse
from pfd_desktop.core.search.subjects import SUBJECTS, Subject, subject
from pfd_desktop.core.search.tree import Query
from pfd_desktop.core.search.values import Clock
from pfd_desktop.errors import InvalidInput
from pfd_desktop.store import saved_searches, search
from pfd_desktop.store.project import Project


@dataclass(frozen=True)
class SavedAs:
    """What saving did: *before* is what had the name, None where nothing had."""

    before: SavedSearch | None
    now: SavedSearch


class SearchService:
    """Finds things. *clock* says what "today" is."""

    def __init__(
        self, project: Project, clock: Callable[[], Clock] = lambda: Clock(datetime.now(UTC))
    ) -> None:
        self._store, self._clock = project.store, clock

    def ids(self, of: str, text: str) -> tuple[str, ...]:
        """What fits among the "recordings", "runs" …, in the order that the query asks for.

        Raises InvalidQuery, which says where, for whatever cannot be read.
        """
        wanted = subject(of)
        with self._store.read() as session:
            query = self._read(text, wanted, search.known(session))
            return search.find(session, wanted, query)

    def find(self, of: str, text: str, most: int = 100) -> Found:
        """The first of what fits, in words, and how much fits in all."""
        wanted = subject(of)
        with self._store.read() as session:
            query = self._read(text, wanted, search.known(session))
            found = search.hits(session, wanted, query, most)
            return Found(found, search.count(session, wanted, query))

    def everything(self, text: str, most: int = 20) -> Found:
        """What fits of every subject that knows the fields of the query, at most so many of each.

        Raises InvalidQuery where no subject knows them, or the text cannot be read.
        """
        found = Found((), 0)
        unknown: UnknownField | None = None
        with self._store.read() as session:
            known, answered = search.known(session), False
            for wanted in SUBJECTS:
                try:
                    query = self._read(text, wanted, known)
                except UnknownField as error:
                    unknown = unknown or error
                    continue
                answered = True
                hits = search.hits(session, wanted, query, most)
                total = len(hits) if len(hits) < most else search.count(session, wanted, query)
                found = Found(found.hits + hits, found.total + total)
        if unknown is not None and not answered:
            raise unknown
        return found

    def complete(self, of: str, text: str, cursor: int) -> tuple[Completion, ...]:
        """What could be typed where the cursor is."""
        wanted = subject(of)
        with self._store.read() as session:
            return complete(
                text,
                cursor,
                wanted,
                search.known(session),
                lambda field, part: search.values(session, wanted, field, part, MOST),
            )

    def saved(self) -> tuple[SavedSearch, ...]:
        """All by name, the pinned ones first."""
        with self._store.read() as session:
            return saved_searches.list_all(session)

    def save(self, name: str, of: str, text: str, *, pinned: bool = False) -> SavedAs:
        """Keep a query under a name, in place of one that has it.

        Raises InvalidInput for no name, InvalidQuery for what cannot be read. Undo: delete what is
        there now, or save what was before.
        """
        if not name.strip():
            raise InvalidInput("A saved search needs a name.")
        wanted = subject(of)
        with self._store.write() as session:
            self._read(text, wanted, search.known(session))
            kept = saved_searches.save(session, name.strip(), of, text.strip(), pinned=pinned)
            return SavedAs(*kept)

    def pin(self, saved_id: str, *, pinned: bool) -> SavedSearch:
        """Let it stand above the list, or not; as it was."""
        with self._store.write() as session:
            return saved_searches.pin(session, saved_id, pinned=pinned)

    def delete(self, saved_id: str) -> SavedSearch:
        """Into the trash; as it was."""
        with self._store.write() as session:
            return saved_searches.delete(session, saved_id)

    def restore(self, saved_id: str) -> SavedSearch:
        """Out of the trash."""
        with self._store.write() as session:
            return saved_searches.restore(session, saved_id)

    def _read(self, text: str, of: Subject, known: Known) -> Query:
        return parse(text, of, self._clock(), known)
