"""What children are given to do in these tests."""

import mmap
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress

KEPT: list[bytes] = []


def pid(progress: Progress) -> int:
    """Who answers."""
    progress.report(1.0)
    return os.getpid()


def echo(value: Any, progress: Progress) -> Any:
    """The value itself."""
    progress.report(1.0)
    return value


def slow(seconds: float, progress: Progress) -> int:
    """Work that says how far it is."""
    began = time.monotonic()
    while (past := time.monotonic() - began) < seconds:
        time.sleep(0.01)
        progress.report(past / seconds, f"{past:.1f} s")
    return os.getpid()


def asleep(seconds: float, progress: Progress) -> str:
    """Work that says nothing."""
    progress.report(0.0, str(os.getpid()))
    time.sleep(seconds)
    return "woke"


def deaf(progress: Progress) -> str:
    """A loop in C that holds the interpreter, for ages."""
    progress.report(0.0, str(os.getpid()))
    time.sleep(0.1)
    re.match(r"(a+)+$", "a" * 60 + "b")
    return "not in this life"


def chatty(progress: Progress) -> None:
    """Tells without end and never reports."""
    while True:
        progress.tell("still here")


def told(count: int, pause_s: float, progress: Progress) -> str:
    """Tells facts, then waits."""
    for i in range(count):
        progress.tell(i)
    time.sleep(pause_s)
    return "done"


def broken(progress: Progress) -> None:
    """A bug."""
    raise ZeroDivisionError("no such band")


def refused(name: str, progress: Progress) -> str:
    """Refuses names that begin with "bad"."""
    if name.startswith("bad"):
        raise InvalidRecording(f"{name} is damaged.")
    return name.upper()


def missing_file(progress: Progress) -> None:
    """An error of the operating system."""
    Path("/nowhere/at/all").read_bytes()


def timed_out(_item: int, progress: Progress) -> None:
    """An error that waiting code might take for its own."""
    raise TimeoutError("the instrument did not answer")


class Awkward(Exception):
    """Pickles, but cannot be made again."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


class Guarded(Exception):
    """Cannot be pickled."""

    def __init__(self) -> None:
        super().__init__("guarded")
        self.lock = threading.Lock()


def awkward(progress: Progress) -> None:
    """Raises what cannot be made again."""
    raise Awkward("odd", "shape")


def guarded(progress: Progress) -> None:
    """Raises what cannot be sent."""
    raise Guarded


def unsendable(progress: Progress) -> object:
    """Returns what cannot be sent."""
    return threading.Lock()


def leave(status: int, progress: Progress) -> None:
    """Ends the process."""
    os._exit(status)


def crash(progress: Progress) -> None:
    """Ends it as a bug in C does."""
    os.kill(os.getpid(), signal.SIGSEGV)


def take_memory(mib: int, step_mib: int, progress: Progress) -> int:
    """Takes memory until it has so much."""
    held = [bytearray(step_mib << 20) for _ in range(mib // step_mib)]
    return sum(len(block) for block in held)


def keep_memory(mib: int, progress: Progress) -> int:
    """Takes memory and keeps it after the call."""
    KEPT.append(b"x" * (mib << 20))
    return os.getpid()


def read_mapped(path: Path, progress: Progress) -> int:
    """Touches every page of a mapped file, then waits to be looked at."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        total = sum(mapped[i] for i in range(0, len(mapped), 4096))
        time.sleep(0.6)
        return total


def burn(seconds: float, progress: Progress) -> None:
    """Uses a core."""
    began = time.process_time()
    while time.process_time() - began < seconds:
        progress.report(0.5)


def with_children(progress: Progress) -> None:
    """Starts a process and waits for it."""
    below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    progress.tell((os.getpid(), below.pid))
    below.wait()


def leave_child_behind(progress: Progress) -> None:
    """Starts a process and dies."""
    below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    progress.tell((os.getpid(), below.pid))
    os._exit(1)


def loaded(names: tuple[str, ...], progress: Progress) -> tuple[str, ...]:
    """Which of these packages the child holds."""
    return tuple(sorted({m.partition(".")[0] for m in sys.modules} & set(names)))


def surroundings(progress: Progress) -> dict[str, Any]:
    """What the child finds around itself."""
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY")
    return {
        "pid": os.getpid(),
        "session": os.getsid(0),
        **{name: os.environ.get(name) for name in names},
    }


def read_what_is_cut(path: str, progress: Progress) -> int:
    """Reads the end of a mapped file that another program cuts short meanwhile."""
    with Path(path).open("r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        progress.report(0.5)
        file.truncate(1)
        return mapped[-1]
