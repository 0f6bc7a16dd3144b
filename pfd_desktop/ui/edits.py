"""A change that can be taken back; without Qt, for presenters."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """A change by services, and what takes it back; both are called in a job's thread."""

    title: str  # "Change the speed of 105": stands in the menu after Undo
    do: Callable[[], object]
    undo: Callable[[], object]
