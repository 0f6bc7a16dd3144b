"""Which recordings can be the second channel of one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Companions:
    """Ids and words, the first *together* of them measured with it."""

    words: tuple[tuple[str, str], ...]
    together: int
