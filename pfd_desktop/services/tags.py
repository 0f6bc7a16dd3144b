"""Tags on anything: given, taken away, renamed, recoloured, merged, deleted; each can be undone."""

from collections.abc import Sequence

from pfd_desktop.core.records.tags import Tag, TagChange, TagUse
from pfd_desktop.core.search.subjects import subject
from pfd_desktop.core.tags import tag_colour, tag_name
from pfd_desktop.errors import InvalidInput
from pfd_desktop.store import tags
from pfd_desktop.store.project import Project


class TagService:
    """Each change is one transaction, all or none, and returns what take_back() undoes."""

    def __init__(self, project: Project) -> None:
        self._store = project.store

    def all(self) -> tuple[TagUse, ...]:
        """All tags by name, and how much has them."""
        with self._store.read() as session:
            return tags.list_all(session)

    def named(self, name: str) -> Tag:
        """The tag of that name, whatever its case; raises NotFound."""
        with self._store.read() as session:
            return tags.named(session, tag_name(name))

    def of(self, of: str) -> dict[str, tuple[Tag, ...]]:
        """The tags of each of the "recordings", "runs" … that has any, by id."""
        with self._store.read() as session:
            return tags.of_subject(session, subject(of).name)

    def add(self, names: Sequence[str], of: str, ids: Sequence[str]) -> TagChange:
        """Let all of these have all of the tags; tags that are not there yet are made.

        Raises InvalidInput for a name that cannot be, NotFound where one of *ids* is not there.
        """
        wanted = _names(names)
        with self._store.write() as session:
            return tags.add(session, wanted, subject(of).name, ids)

    def remove(self, names: Sequence[str], of: str, ids: Sequence[str]) -> TagChange:
        """Take the tags away from all of these; raises NotFound where there is no such tag."""
        wanted = _names(names)
        with self._store.write() as session:
            return tags.remove(session, wanted, subject(of).name, ids)

    def rename(self, tag_id: str, name: str) -> TagChange:
        """Give a tag another name, and those below it with it.

        Raises InvalidInput where the name is taken: merge() is for that.
        """
        with self._store.write() as session:
            return tags.rename(session, tag_id, tag_name(name))

    def recolour(self, tag_id: str, colour: str) -> TagChange:
        """Give a tag a colour, ``#rrggbb``; "" for one made of its name."""
        with self._store.write() as session:
            return tags.recolour(session, tag_id, tag_colour(colour))

    def merge(self, tag_id: str, into_id: str) -> TagChange:
        """All that has the one tag has the other from now on, and the one is gone."""
        with self._store.write() as session:
            return tags.merge(session, tag_id, into_id)

    def delete(self, tag_id: str) -> TagChange:
        """Into the trash, with the tags below it."""
        with self._store.write() as session:
            return tags.delete(session, tag_id)

    def take_back(self, change: TagChange) -> None:
        """Undo a change; raises InvalidInput where a name has been taken meanwhile."""
        with self._store.write() as session:
            tags.take_back(session, change)


def _names(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        raise InvalidInput("Name a tag.")
    return tuple(dict.fromkeys(tag_name(name) for name in names))
