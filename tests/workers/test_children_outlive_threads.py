"""A child stays when the thread that first asked for it ends."""

import os
import threading
import time

import pytest

from pfd_desktop.progress import Progress, Silent
from pfd_desktop.workers.processes import Processes

pytestmark = pytest.mark.timed


def pid(_item: int, progress: Progress) -> int:
    """Which process answers."""
    progress.report(0.5)
    return os.getpid()


def test_the_next_call_is_answered_by_the_same_child() -> None:
    processes = Processes(1)
    try:
        pids: list[int] = []
        for _ in range(2):
            thread = threading.Thread(target=lambda: pids.append(processes.run(Silent(), pid, 0)))
            thread.start()
            thread.join()
            time.sleep(0.2)
        pids += [
            answer for answer in processes.map(Silent(), pid, [1, 2]) if isinstance(answer, int)
        ]
        pids.append(processes.run(Silent(), pid, 0))
        assert len(pids) == 5
        assert len(set(pids)) == 1
    finally:
        processes.close()
