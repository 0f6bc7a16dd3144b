"""The older benchmark's set of 3,520 records, made and kept on two processes.

    python -m bench.generate_benchmark_set [records per class and level]

The older generator needed 177 s for its 3,520 records on its own machine, of which nothing more is
known: 2.04 million samples a second.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from bench.benchmark_set import benchmark_design
from pfd_desktop.progress import Silent
from pfd_desktop.services.designs import DesignService
from pfd_desktop.store.project import open_project
from pfd_desktop.workers.processes import Processes

PROCESSES = 2
OLDER = 3520 * 102_400 / 177  # samples a second


class Memory:
    """The most that this process and its children held at once."""

    def __init__(self) -> None:
        self.most, self._stop = 0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._stop.wait(0.25):
            held = 0
            for one in (me, *me.children(recursive=True)):
                try:
                    held += one.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.most = max(self.most, held)

    def close(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()


def main() -> None:
    """Make the set and print what it took."""
    per_level = int(sys.argv[1]) if len(sys.argv) > 1 else 80
    design = benchmark_design(per_level)
    with tempfile.TemporaryDirectory() as folder:
        project, compute = open_project(Path(folder) / "p"), Processes(PROCESSES, 2048)
        memory = Memory()
        started = time.perf_counter()
        made = DesignService(project, compute).make(design, Silent())
        seconds = time.perf_counter() - started
        memory.close()
        compute.close()
        project.close()
    rate = len(made) * 102_400 / seconds / PROCESSES
    print(f"{len(made)} records in {seconds:.1f} s: {1e3 * seconds / len(made):.1f} ms each")
    print(f"{rate / 1e6:.2f} million samples a second and core; the older {OLDER / 1e6:.2f} in all")
    print(f"at most {memory.most / 2**20:.0f} MiB with both children")


if __name__ == "__main__":
    main()
