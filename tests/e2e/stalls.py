"""How long the window's thread did not answer: the longest gap between two beats of a timer."""

import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
AIM_S = 0.05
# What is held now: with children at work on both of two cores a turn of 30 to 45 ms of its
# own work takes the window up to 90 ms. Three tries, the best counts.
LIMIT_S = 0.15


@dataclass(frozen=True)
class Stall:
    """A gap: its length, the processor time of the window's thread in it, where it stood."""

    seconds: float
    busy_s: float
    step: str
    stack: str = ""


class StallWatch(QObject):
    """Beats while the event loop runs; a thread looks where the window stands when it does not."""

    def __init__(self) -> None:
        super().__init__()
        self.stalls: list[Stall] = []
        self.step = ""
        self._window_thread = threading.get_ident()
        self._last = self._busy = 0.0
        self._watching = False
        self._stack = ""
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._timer.stop()
        self._ended.set()
        self._thread.join(5)

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """What happens inside is the program's doing, not the test's."""
        self._stack = ""
        self._last, self._busy = time.monotonic(), time.thread_time()
        self._watching = True
        try:
            yield
        finally:
            self._beat()
            self._watching = False

    def _beat(self) -> None:
        if not self._watching:
            return
        now, busy = time.monotonic(), time.thread_time()
        self.stalls.append(Stall(now - self._last, busy - self._busy, self.step, self._stack))
        self._last, self._busy, self._stack = now, busy, ""

    def _look(self) -> None:
        while not self._ended.wait(0.01):
            if self._watching and not self._stack and time.monotonic() - self._last > AIM_S:
                frame = sys._current_frames().get(self._window_thread)
                if frame is not None:
                    self._stack = "".join(traceback.format_stack(frame)[-12:])
