"""The parent's side of one child."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence

import psutil

from pfd_desktop.workers import child

_CONTEXT = multiprocessing.get_context("spawn")
_GONE_S = 5.0  # how long a killed process may take to be gone


class Child:
    """A spawned process with a pipe to it."""

    def __init__(self, threads: int, preload: Sequence[str] = ()) -> None:
        self.pipe, theirs = _CONTEXT.Pipe()
        # Not a daemon: it may start processes of its own.
        self._process = _CONTEXT.Process(
            target=child.serve, args=(theirs, threads, tuple(preload)), name="pfd child"
        )
        self._process.start()
        theirs.close()
        self.pid = self._process.pid or 0
        self._lock = threading.Lock()
        self._removed = False
        self._looked: psutil.Process | None = None  # found once: it is asked twice in each call

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.exitcode is None

    def usage(self) -> tuple[int, float]:
        """Bytes of memory that are its own, and CPU seconds so far; zeros when it is gone."""
        try:
            self._looked = self._looked or psutil.Process(self.pid)
            with self._looked.oneshot():
                memory, times = self._looked.memory_info(), self._looked.cpu_times()
        except psutil.Error:
            return 0, 0.0
        # A recording that is memory-mapped is resident too, but no burden.
        mapped = memory.shared if sys.platform == "linux" else 0
        return memory.rss - mapped, times.user + times.system

    def stop(self) -> None:
        """Kill it and all that it started; from any thread, more than once."""
        with self._lock:
            if self._removed:
                return
            if sys.platform == "win32":
                _kill_below(self.pid)
            else:
                _kill_group(self.pid)
            self._process.kill()

    def remove(self) -> None:
        """Kill it, wait until it is gone, free its handles."""
        self.stop()
        self._process.join(_GONE_S)
        deadline = time.monotonic() + _GONE_S
        # Another thread that starts a child collects ended ones too, and may be a moment ahead.
        while self.alive and time.monotonic() < deadline:
            time.sleep(0.001)
        with self._lock:
            self._removed = True
            if not self.alive:
                self._process.close()
        self.pipe.close()

    def ending(self) -> str:
        """How it ended by itself: "signal SIGSEGV", "exit status 3"; "" while that is unknown."""
        deadline = time.monotonic() + 0.5
        while self.alive and time.monotonic() < deadline:
            time.sleep(0.005)
        code = self._process.exitcode
        if code is None:
            return ""
        if code < 0:
            return f"signal {signal.Signals(-code).name}"
        return f"exit status {code}"


def _kill_group(pid: int) -> None:
    """The child leads a session of its own, so what it started is in its group."""
    if sys.platform != "win32":
        try:
            os.killpg(pid, signal.SIGKILL)
        except OSError:  # it has not come as far, or all are gone
            return


def _kill_below(pid: int) -> None:
    try:
        below = psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return
    for process in below:
        try:
            process.kill()
        except psutil.Error:
            continue
