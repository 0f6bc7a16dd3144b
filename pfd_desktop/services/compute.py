"""Where services send heavy work."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from pfd_desktop.errors import PfdError
from pfd_desktop.limits import IMPORT, LARGE_IMPORT, STANDARD, TRAIN, Limits
from pfd_desktop.progress import Part, Progress

R = TypeVar("R")
T = TypeVar("T")


__all__ = ["IMPORT", "LARGE_IMPORT", "STANDARD", "TRAIN", "Compute", "Inline", "Limits"]


class Compute(Protocol):
    """Runs module-level functions somewhere else."""

    @property
    def width(self) -> int:
        """How many calls run side by side."""

    def run(
        self,
        progress: Progress,
        func: Callable[..., R],
        *args: object,
        limits: Limits = STANDARD,
    ) -> R:
        """func(*args, progress) in a child; blocks until it answers.

        Raises what *func* raised, WorkerDied, WorkerLimit, or Cancelled.
        """

    def map(
        self,
        progress: Progress,
        func: Callable[[T, Progress], R],
        items: Sequence[T],
        limits: Limits = STANDARD,
    ) -> tuple[R | PfdError, ...]:
        """func(item, progress) for each item, side by side; in order, errors in their place.

        Only PfdErrors stand in for results; anything else that is raised is our bug and is raised.
        """


class Inline:
    """Compute in this very thread; what tests use."""

    width = 1

    def run(
        self,
        progress: Progress,
        func: Callable[..., R],
        *args: object,
        limits: Limits = STANDARD,
    ) -> R:
        """func(*args, progress); this thread cannot be limited."""
        del limits
        return func(*args, progress)

    def map(
        self,
        progress: Progress,
        func: Callable[[T, Progress], R],
        items: Sequence[T],
        limits: Limits = STANDARD,
    ) -> tuple[R | PfdError, ...]:
        """One after the other."""
        results: list[R | PfdError] = []
        for i, item in enumerate(items):
            part = Part(progress, i / len(items), (i + 1) / len(items))
            try:
                results.append(self.run(part, func, item, limits=limits))
            except PfdError as error:
                results.append(error)
        return tuple(results)
