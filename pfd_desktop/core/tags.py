"""What a tag may be called: any letters of any script, levels parted by a slash."""

import unicodedata
import zlib
from collections.abc import Iterable

from pfd_desktop.core.records.tags import Tag
from pfd_desktop.core.search.folding import folded
from pfd_desktop.errors import InvalidInput

LONGEST = 100  # characters, all levels together
COLOURS = ("#1b5fd0", "#1c7446", "#8a5a00", "#b82d27", "#7a3fb0", "#0f7285", "#9c3d73", "#59626e")


def tag_name(text: str) -> str:
    """The name as it is kept: NFC, single blanks, no empty level; raises InvalidInput."""
    levels = [" ".join(one.split()) for one in unicodedata.normalize("NFC", text).split("/")]
    name = "/".join(levels)
    if not all(levels):
        raise InvalidInput(
            f"“{text}” cannot be a tag: a tag, and each level of one such as bearing/outer, needs"
            " a name."
        )
    if len(name) > LONGEST:
        raise InvalidInput(f"A tag has at most {LONGEST} characters; “{name[:20]}…” has more.")
    if unseen := [c for c in name if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"}]:
        raise InvalidInput(f"A tag cannot have the character U+{ord(unseen[0]):04X}; leave it out.")
    return name


def tag_key(name: str) -> str:
    """What tells whether two names are the same tag: case does not."""
    return folded(name)


def tag_colour(text: str) -> str:
    """``#rrggbb``, or "" for a colour made of the name; raises InvalidInput."""
    colour = text.strip().lower()
    digits = colour.removeprefix("#")
    if colour and (len(digits) != 6 or set(digits) - set("0123456789abcdef") or digits == colour):
        raise InvalidInput(f"“{text}” is no colour; write it as #1b5fd0.")
    return colour


def shown_colour(tag: Tag) -> str:
    """The tag's own colour, or one that its name always gets."""
    return tag.colour or COLOURS[zlib.crc32(tag_key(tag.name).encode()) % len(COLOURS)]


def below(key: str, keys: Iterable[str]) -> list[str]:
    """Which of *keys* is the tag itself or stands below it."""
    return [one for one in keys if one == key or one.startswith(f"{key}/")]
