"""Watching processes and calls."""

import threading
import time
from collections.abc import Callable, Iterable

import psutil

from pfd_desktop.progress import Cancelled


class Recorder:
    """A Progress that keeps what it hears and can be cancelled."""

    def __init__(self) -> None:
        self.fractions: list[float] = []
        self.texts: list[str] = []
        self.events: list[object] = []
        self.heard = threading.Event()
        self.cancel = threading.Event()

    def report(self, fraction: float, text: str = "") -> None:
        """Keep it."""
        if self.cancel.is_set():
            raise Cancelled
        self.fractions.append(fraction)
        if text:
            self.texts.append(text)
            self.heard.set()

    def tell(self, event: object) -> None:
        """Keep it."""
        self.events.append(event)
        self.heard.set()


def wait_until(true: Callable[[], bool], seconds: float) -> float:
    """Seconds until it was true; fails when it takes longer."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - began


def gone(pid: int) -> bool:
    """Whether the process has ended (a zombie has, once the last of its threads is gone)."""
    try:
        process = psutil.Process(pid)
        return process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1
    except psutil.NoSuchProcess:
        return True


def all_gone(pids: Iterable[int]) -> bool:
    """Whether all have ended."""
    return all(gone(pid) for pid in pids)


def gate(name: str, value: str, limit: str, *, passed: bool) -> None:
    """A row of the table of gates, and the assertion behind it."""
    print(f"GATE {name} {value} {limit} {'pass' if passed else 'fail'}")
    assert passed, f"{name}: {value}, limit {limit}"
