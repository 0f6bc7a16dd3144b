"""A child's main loop: one call at a time until the parent hangs up. No Qt, no database."""

import copy
import importlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

_PR_SET_PDEATHSIG = 1
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_NICENESS = 5
_REPORT_S = 0.02  # the least time between two reports: the pipe is for results


class _Remote:
    """The Progress of work in a child: says everything through the pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._reported = pipe, 0.0
        self._lock = threading.Lock()  # work may have threads of its own

    def report(self, fraction: float, text: str = "") -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._reported >= _REPORT_S or fraction >= 1.0:
                self._reported = now
                self._pipe.send(("progress", fraction, text))

    def tell(self, event: object) -> None:
        with self._lock:
            self._pipe.send(("event", event, ""))


def serve(pipe: Connection, threads: int, preload: Sequence[str]) -> None:
    """Answer calls from *pipe* until the parent hangs up.

    Libraries may use *threads*; modules named in *preload* are loaded while nobody has called.
    """
    _set_apart()
    _die_with_parent()
    _let_the_window_go_first()
    _share_cores(threads)
    keep_large_blocks()
    for name in preload:
        if not pipe.poll():
            with suppress(ImportError):  # an extra that is not installed
                importlib.import_module(name)
    while True:
        try:
            request = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        pipe.send_bytes(_answer(pipe, request))


def _answer(pipe: Connection, request: bytes) -> memoryview:
    try:
        func, args, memory_bytes = _unpacked(request)
        _limit_memory(memory_bytes)
        return _packed("result", func(*args, _Remote(pipe)), "")
    except MemoryError:
        _limit_memory(None)  # telling it needs memory too
        return _packed("memory", None, traceback.format_exc())
    except Exception as error:  # noqa: BLE001 - it crosses to the parent and is raised there
        return _packed_error(error, traceback.format_exc())


def _unpacked(request: bytes) -> tuple[Callable[..., object], tuple[object, ...], int]:
    func, args, memory_bytes = ForkingPickler.loads(request)
    return func, args, memory_bytes


def _packed(kind: str, value: object, detail: str) -> memoryview:
    return ForkingPickler.dumps((kind, value, detail))


def _packed_error(error: Exception, trace: str) -> memoryview:
    """The error itself, or in words where it cannot be sent and made again."""
    try:
        copy.copy(error)
        return _packed("error", error, trace)
    except Exception:  # noqa: BLE001 - the exception's own code runs here and may raise anything
        return _packed("unpicklable", f"{type(error).__name__}: {error}", trace)


def _set_apart() -> None:
    """A session of its own: Ctrl+C is the parent's to answer, and a kill reaches what we start."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setsid()


def _die_with_parent() -> None:
    """End when the parent ends, also in the middle of a call, however deaf."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent.pid:  # it ended before the line above
            os._exit(1)

    def watch() -> None:
        """Wait for the end of a pipe that the parent holds: for systems without the signal."""
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parent watch").start()


def _let_the_window_go_first() -> None:
    """Where all cores compute, the window still answers at once."""
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        return
    os.nice(_NICENESS)
    # Linux shares between sessions before it looks at niceness (sched(7), autogroup).
    with suppress(OSError):
        setting = os.open("/proc/self/autogroup", os.O_WRONLY)
        os.write(setting, str(_NICENESS).encode())
        os.close(setting)


def _share_cores(threads: int) -> None:
    """Numeric libraries read these when they load. Waiting threads sleep: spinning ones take
    the cores from the child beside (measured: eight times slower)."""
    for library in ("OMP", "MKL", "OPENBLAS"):
        os.environ[f"{library}_NUM_THREADS"] = str(threads)
    os.environ["OMP_WAIT_POLICY"] = "passive"


def keep_large_blocks() -> None:
    """Tell glibc to keep freed blocks: mapping them anew at each step costs more than the step."""
    if sys.platform != "linux":
        return
    libc = _libc()
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, 1 << 30)
        libc.mallopt(_M_TRIM_THRESHOLD, (1 << 31) - 1)
        libc.mallopt(_M_TOP_PAD, 1 << 26)


def _libc() -> Any:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def _limit_memory(memory_bytes: int | None) -> None:
    """Let allocations beyond the limit fail; None lifts it. Memory-mapped files do not count.

    The parent watches the resident size as well.
    """
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = hard if memory_bytes is None else memory_bytes
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
