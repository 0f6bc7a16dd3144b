"""What the Retry button of a panel does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfd_desktop.workers.jobs import Job


class Retry:
    """Asks again for what failed last, and for nothing else: reading is not training."""

    def __init__(self, show_error: Callable[[Exception], None]) -> None:
        self._show_error = show_error
        self._again: Callable[[], object] | None = None

    def watch(
        self,
        job: Job,
        again: Callable[[], object],
        show_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Where *job* fails its error is shown, and Retry calls *again*."""

        def fail(error: Exception) -> None:
            self._again = again
            (show_error or self._show_error)(error)

        job.failed.connect(fail)

    def ask(self) -> None:
        """Retry was clicked."""
        if self._again is not None:
            self._again()
