"""One call in one child: talks, watches the limits, translates the answer."""

import time
from collections.abc import Callable
from typing import Any

from pfd_desktop.errors import WorkerDied, WorkerLimit
from pfd_desktop.limits import Limits
from pfd_desktop.progress import Progress
from pfd_desktop.workers.children import Child

_POLL_S = 0.05  # how often a silent call is asked whether anybody still waits for it
_LOOK_S = 0.2  # how often memory and time are looked at

Message = tuple[str, Any, str]


class Call:
    """One call."""

    def __init__(self, worker: Child, progress: Progress, limits: Limits) -> None:
        self._worker, self._progress, self._limits = worker, progress, limits
        self._fraction, self._text = 0.0, ""
        self._reported = self._started = self._looked = time.monotonic()
        self._cpu_before = worker.usage()[1]
        self.answered = False  # only then can the child be called again

    def answer(self, func: Callable[..., object], args: tuple[object, ...]) -> object:
        """Send the call, wait for its end; raises what it raised."""
        self._send((func, args, self._limits.memory_mib << 20))
        while True:
            message = self._next()
            if message is not None and not self._heard(message):
                return self._outcome(message)
            self._report()
            self._look()

    def drain(self) -> None:
        """After the child was killed: what it had told before is kept."""
        try:
            while self._worker.pipe.poll():
                kind, value, _detail = self._worker.pipe.recv()
                if kind == "event":
                    self._progress.tell(value)
        except (EOFError, OSError):
            return  # the last message was cut off, or there was none

    def _send(self, request: object) -> None:
        try:
            self._worker.pipe.send(request)
        except OSError as error:
            raise self._died() from error

    def _next(self) -> Message | None:
        """What the child says; None when it says nothing for a while."""
        pipe = self._worker.pipe
        try:
            # Where the child has children of its own, its end does not close the pipe.
            if pipe.poll(_POLL_S) or (not self._worker.alive and pipe.poll()):
                message: Message = pipe.recv()
                return message
        except (EOFError, OSError) as error:
            raise self._died() from error
        if not self._worker.alive:
            raise self._died()
        return None

    def _heard(self, message: Message) -> bool:
        """Whether it was only news."""
        kind, value, detail = message
        if kind == "progress":
            self._fraction, self._text = value, detail
            self._reported = 0.0
        elif kind == "event":
            self._progress.tell(value)
        else:
            return False
        return True

    def _outcome(self, message: Message) -> object:
        kind, value, detail = message
        if kind == "memory":
            raise WorkerLimit(self._too_much())
        self.answered = True
        if kind == "result":
            return value
        if kind == "error":
            value.add_note(f"In a compute process:\n{detail}")
            raise value
        raise RuntimeError(f"A compute process answered with {value}\n{detail}")

    def _report(self) -> None:
        now = time.monotonic()
        if now - self._reported >= _POLL_S:
            self._reported = now
            self._progress.report(self._fraction, self._text)

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < _LOOK_S:
            return
        self._looked = now
        held, cpu_s = self._worker.usage()
        if held > self._limits.memory_mib << 20:
            raise WorkerLimit(self._too_much())
        if cpu_s - self._cpu_before > self._limits.cpu_s:
            raise WorkerLimit(_too_long(self._limits.cpu_s, "of computing"))
        if now - self._started > self._limits.wall_s:
            raise WorkerLimit(_too_long(self._limits.wall_s, "in all"))

    def _too_much(self) -> str:
        return (
            f"The work needed more than {self._limits.memory_mib} MiB of memory and was stopped. "
            "Its input may be damaged, or too large to be worked on at once."
        )

    def _died(self) -> WorkerDied:
        how = self._worker.ending()
        if how == "signal SIGBUS":  # what a memory map of a shortened file ends with
            return WorkerDied(
                "A file was cut short by another program while it was read, or its disk failed."
                " Nothing was changed; try again when the file is whole."
            )
        return WorkerDied(
            "A compute process ended before it answered"
            f"{f' ({how})' if how else ''}. Nothing was changed; try again."
        )


def _too_long(limit_s: float, what: str) -> str:
    return (
        f"The work took longer than {limit_s:g} s {what} and was stopped. "
        "Its input may be damaged or made to be slow."
    )
