"""What a command is given: services, a place to print, progress that Ctrl+C cancels."""

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol, TypeVar

from pfd_desktop.core.analyses.analysis import Figure
from pfd_desktop.core.records.job import JobState, note_of
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Cancelled, Progress
from pfd_desktop.services.catalog import Services

R = TypeVar("R")


class Opened(Protocol):
    """A project that is open; what bootstrap hands in."""

    @property
    def services(self) -> Services:
        """Everything the user can ask for."""

    def close(self) -> None:
        """Let go of the project and stop the children."""


OpenProject = Callable[[Path | None], Opened]
Draw = Callable[[Figure, Path], None]


class StderrProgress:
    """Progress on standard error; Ctrl+C cancels at the next report."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet or not sys.stderr.isatty()
        self._cancelled = threading.Event()
        self._shown_at = 0.0
        self._wrote = False

    def report(self, fraction: float, text: str = "") -> None:
        """Show at most ten times a second."""
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if self._quiet or now - self._shown_at < 0.1:
            return
        self._shown_at, self._wrote = now, True
        sys.stderr.write(f"\r\033[K{100 * fraction:3.0f} %  {text}"[:120])
        sys.stderr.flush()

    def tell(self, event: object) -> None:
        """Facts of long work have no place on one line."""

    def clear(self) -> None:
        """Take the line away."""
        if self._wrote:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
            self._wrote = False

    def cancel_on_interrupt(self) -> None:
        """From now on Ctrl+C asks the running work to stop; a second one ends the program."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            if self._cancelled.is_set():
                raise KeyboardInterrupt
            self._cancelled.set()

        signal.signal(signal.SIGINT, stop)


@dataclass(frozen=True)
class Session:
    """One call of ``pfd``."""

    services: Services
    arguments: argparse.Namespace
    progress: StderrProgress
    draw: Draw
    when_closed: list[Callable[[], None]] = field(default_factory=list)

    @property
    def json(self) -> bool:
        """Whether one JSON document is wanted instead of text."""
        return bool(self.arguments.json)

    def job(self, title: str, kind: str, call: Callable[[Progress], R]) -> R:
        """Run *call* as a job that the project remembers."""
        log = self.services.jobs
        job_id = log.begin(title, kind, "")
        try:
            result = call(self.progress)
        except (Cancelled, KeyboardInterrupt):
            log.finish(job_id, JobState.CANCELLED, "cancelled by the user")
            raise
        except PfdError as error:
            log.finish(job_id, JobState.FAILED, str(error))
            raise
        finally:
            self.progress.clear()
        log.finish(job_id, JobState.DONE, note_of(result))
        return result
