"""Tags, and searches that are kept."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Tag:
    """A tag; the levels of its name are parted by slashes."""

    id: str
    name: str
    colour: str  # "#rrggbb"; "" is made of the name
    created_at: datetime
    row_version: int = 1


@dataclass(frozen=True)
class TagUse:
    """A tag and how many have it, by subject ("recordings": 12); counted, not kept."""

    tag: Tag
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Over all subjects."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class TagChange:
    """What a change of tags did, and all that takes it back."""

    tags: tuple[Tag, ...]  # those concerned, as they are now
    before: tuple[Tag, ...] = ()  # tags that had another name or colour
    made: tuple[str, ...] = ()  # ids of tags that were not there
    gone: tuple[str, ...] = ()  # ids of tags that went into the trash
    added: tuple[str, ...] = ()  # ids of taggings that were not there
    removed: tuple[str, ...] = ()  # ids of taggings that went
    untouched: tuple[str, ...] = ()  # ids of what was as it was wanted already


@dataclass(frozen=True)
class SavedSearch:
    """A query with a name; a pinned one stands ready above the list."""

    id: str
    name: str
    subject: str
    query: str
    pinned: bool
    created_at: datetime
    row_version: int = 1
