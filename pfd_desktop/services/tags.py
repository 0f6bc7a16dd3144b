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

    def names(self) -> tuple[str, ...]:
        """All tags' names, in order."""
        with self._store.read() as session:
            return tags.names(session)

    def of_one(self, subject_id: str) -> tuple[Tag, ...]:
        """The tags of one thing, by name."""
        with self._store.read() as session:
            return tags.of_one(session, subject_id)

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

    def rename(self, old: str, new: str) -> TagChange:
        """Give a tag, or a level above tags, another name, and all below it with it.

        Raises NotFound, InvalidInput where the name is taken: merge() is for that.
        """
        with self._store.write() as session:
            return tags.rename(session, tag_name(old), tag_name(new))

    def recolour(self, name: str, colour: str) -> TagChange:
        """Give a tag a colour, ``#rrggbb``; "" for one made of its name."""
        with self._store.write() as session:
            return tags.recolour(session, tag_name(name), tag_colour(colour))

    def merge(self, name: str, into: str) -> TagChange:
        """All that has the one tag has the other from now on, and the one is gone."""
        with self._store.write() as session:
            return tags.merge(session, tag_name(name), tag_name(into))

    def delete(self, name: str) -> TagChange:
        """A tag, or a level above tags, into the trash, with all below it."""
        with self._store.write() as session:
            return tags.delete(session, tag_name(name))

    def take_back(self, change: TagChange) -> None:
        """Undo a change; raises InvalidInput where a name has been taken meanwhile."""
        with self._store.write() as session:
            tags.take_back(session, change)


def _names(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        raise InvalidInput("Name a tag.")
    return tuple(dict.fromkeys(tag_name(name) for name in names))
