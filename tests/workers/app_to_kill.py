"""A program with children in every state, to be killed: ``python -m tests.workers.app_to_kill``."""

import sys
import threading
import time

from pfd_desktop.progress import Silent
from pfd_desktop.workers.processes import Processes
from tests.workers import work


def main() -> None:
    """One child idle, one asleep, one deaf in C, one that floods the pipe; then wait."""
    processes = Processes(4)
    for func, args in ((work.asleep, (600.0,)), (work.deaf, ()), (work.chatty, ())):
        threading.Thread(target=processes.run, args=(Silent(), func, *args), daemon=True).start()
    processes.run(Silent(), work.pid)
    time.sleep(1.5)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    main()
