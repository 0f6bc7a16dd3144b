"""What a search found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One thing that was found, in words."""

    subject: str  # "recordings", "runs" …
    id: str
    title: str
    detail: str
    opens: str  # id of what is opened for it: a label opens its recording


@dataclass(frozen=True)
class Found:
    """What fits, of one subject, and how much of it there is."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True)
class Completion:
    """What could stand in place of the characters from start up to stop."""

    text: str
    about: str
    start: int
    stop: int
