"""A child's main loop: one call at a time until the parent hangs up. No Qt, no database."""

import copy
import os
import pickle
import sys
import threading
import traceback
from multiprocessing.connection import Connection
from typing import Any

_PR_SET_PDEATHSIG = 1
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3


class _Remote:
    """The Progress of work in a child: says everything through the pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def report(self, fraction: float, text: str = "") -> None:
        self._pipe.send(("progress", fraction, text))

    def tell(self, event: object) -> None:
        self._pipe.send(("event", event, ""))


def serve(pipe: Connection, parent: int) -> None:
    """Answer calls from *pipe* until the parent, process *parent*, hangs up."""
    _die_with(parent)
    _keep_large_blocks()
    while True:
        try:
            func, args, memory_bytes = pipe.recv()
        except (EOFError, OSError):
            return
        _limit_memory(memory_bytes)
        _send(pipe, _answer(pipe, func, args))


def _answer(pipe: Connection, func: Any, args: tuple[object, ...]) -> tuple[str, object, str]:
    try:
        return "result", func(*args, _Remote(pipe)), ""
    except MemoryError:
        return "memory", None, traceback.format_exc()
    except Exception as error:  # noqa: BLE001 - it crosses to the parent and is raised there
        return "error", error, traceback.format_exc()


def _send(pipe: Connection, answer: tuple[str, object, str]) -> None:
    """Send what can be pickled; what cannot is told in words."""
    kind, value, detail = answer
    try:
        data = pickle.dumps(answer)
        if kind == "error":
            copy.copy(value)  # an exception may pickle and not be made again
    except (pickle.PicklingError, TypeError, AttributeError, ValueError) as error:
        text = f"{type(value).__name__}: {value}" if kind == "error" else f"{error}"
        data = pickle.dumps(("unpicklable", text, detail))
    pipe.send_bytes(data)


def _die_with(parent: int) -> None:
    """End when the parent ends, also in the middle of a call."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="parent watch").start()


def _watch(parent: int) -> None:
    """For systems without the signal, and for children of children."""
    waiting = threading.Event()
    while os.getppid() == parent:
        waiting.wait(1.0)
    os._exit(1)


def _keep_large_blocks() -> None:
    """Tell glibc to keep freed blocks: mapping them anew at each step costs more than the step."""
    if sys.platform != "linux":
        return
    import ctypes

    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, 1 << 30)
        libc.mallopt(_M_TRIM_THRESHOLD, (1 << 31) - 1)
        libc.mallopt(_M_TOP_PAD, 1 << 26)


def _limit_memory(memory_bytes: int) -> None:
    """Let allocations beyond the limit fail. The parent watches the resident size as well."""
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
