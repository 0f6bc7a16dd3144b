"""How soon a second child is ready, against a bare spawn with the same imports.

    python -m bench.worker_start [ROUNDS]

Bare: a spawned process that imports the modules and says so through a pipe. Ours: the first call
of a second child (the first one is busy), which imports the same modules; and, with a child kept
warm, the same call again. Both are measured in turn, so that other load strikes both alike.
"""

import importlib
import multiprocessing
import statistics
import sys
import threading
import time
from multiprocessing.connection import Connection

from pfd_desktop.progress import Progress, Silent
from pfd_desktop.workers.processes import Processes

MODULES = ("numpy", "scipy.fft", "h5py")
LIMIT = 1.2


def load(names: tuple[str, ...], progress: Progress) -> int:
    """Import them; runs in a child."""
    progress.report(0.0)
    return len([importlib.import_module(name) for name in names])


def bare(pipe: Connection, names: tuple[str, ...]) -> None:
    """What a bare process does."""
    for name in names:
        importlib.import_module(name)
    pipe.send(len(names))


def bare_s() -> float:
    """Seconds until a bare process has said that it is ready."""
    context = multiprocessing.get_context("spawn")
    began = time.perf_counter()
    ours, theirs = context.Pipe()
    process = context.Process(target=bare, args=(theirs, MODULES))
    process.start()
    ours.recv()
    took = time.perf_counter() - began
    process.join()
    return took


def wait(seconds: float, progress: Progress) -> None:
    """Keep a child busy; runs in a child."""
    progress.report(0.0, "busy")
    time.sleep(seconds)


class _Heard(Silent):
    def __init__(self) -> None:
        self.busy = threading.Event()

    def report(self, fraction: float, text: str = "") -> None:
        if (fraction, text) == (0.0, "busy"):
            self.busy.set()


def second_child_s() -> tuple[float, float]:
    """Seconds until a second child has answered, and until it answers again."""
    processes, heard = Processes(2), _Heard()
    try:
        first = threading.Thread(target=lambda: processes.run(heard, wait, 1.6))
        first.start()
        heard.busy.wait(10)
        began = time.perf_counter()
        processes.run(Silent(), load, MODULES)
        ready = time.perf_counter()
        processes.run(Silent(), load, MODULES)
        again = time.perf_counter()
        first.join()
        return ready - began, again - ready
    finally:
        processes.close()


def measure(rounds: int) -> tuple[float, float, float]:
    """Medians: bare, second child, warm call; in seconds."""
    bare_s()  # the files are in the page cache now
    pairs = [(bare_s(), second_child_s()) for _ in range(rounds)]
    return (
        statistics.median(one for one, _ in pairs),
        statistics.median(ours[0] for _, ours in pairs),
        statistics.median(ours[1] for _, ours in pairs),
    )


def main() -> int:
    """Print the medians and the gate; 1 when it fails."""
    alone, second, warm = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
    ratio = second / alone
    print(
        f"bare spawn {alone * 1e3:.0f} ms, second child {second * 1e3:.0f} ms,"
        f" warm call {warm * 1e3:.2f} ms"
    )
    print(f"GATE second_worker_ready {ratio:.2f} {LIMIT} {'pass' if ratio <= LIMIT else 'fail'}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
