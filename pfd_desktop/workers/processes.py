"""Compute processes: spawned, kept warm, killed on cancel and replaced."""

import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import psutil

from pfd_desktop.errors import PfdError, WorkerDied, WorkerLimit
from pfd_desktop.limits import STANDARD, Limits
from pfd_desktop.progress import Cancelled, Progress
from pfd_desktop.workers import child
from pfd_desktop.workers.shares import Shares

R = TypeVar("R")
T = TypeVar("T")

_CONTEXT = multiprocessing.get_context("spawn")
_POLL_S = 0.05
_LOOK_S = 0.2  # how often memory and time are looked at


class _Child:
    def __init__(self, threads: int) -> None:
        self.pipe, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(
            target=child.serve, args=(theirs, os.getpid()), daemon=False, name="pfd child"
        )
        with _environment(threads):
            self.process.start()
        theirs.close()

    def usage(self) -> tuple[int, float]:
        """Resident bytes and CPU seconds so far."""
        try:
            looked = psutil.Process(self.process.pid)
            times = looked.cpu_times()
            return looked.memory_info().rss, times.user + times.system
        except psutil.Error:
            return 0, 0.0

    def kill(self) -> None:
        """End it and what it may have started."""
        try:
            below = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.Error:
            below = []
        self.process.kill()
        for other in below:
            try:
                other.kill()
            except psutil.NoSuchProcess:
                continue
        self.process.join()
        self.process.close()
        self.pipe.close()


_ENVIRONMENT = threading.Lock()


@contextmanager
def _environment(threads: int) -> Iterator[None]:
    """The variables a child must find: its libraries read them once, when they load."""
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    wanted = dict.fromkeys(names, str(threads)) | {"OMP_WAIT_POLICY": "passive"}
    with _ENVIRONMENT:
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update(wanted)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


class Processes:
    """A bounded number of children; each answers one call at a time. Starts none by itself."""

    def __init__(self, count: int, memory_mib: int | None = None) -> None:
        self.width = count
        self._memory_mib = memory_mib
        self._threads = max(1, (os.cpu_count() or 1) // count)
        self._slots: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        self._closed = False
        for _ in range(count):
            self._slots.put(None)

    def warm(self) -> None:
        """Start one child now, so that the first call need not wait for it."""
        try:
            slot = self._slots.get_nowait()
        except queue.Empty:
            return
        self._slots.put(slot or _Child(self._threads))

    def run(
        self,
        progress: Progress,
        func: Callable[..., R],
        *args: object,
        limits: Limits = STANDARD,
    ) -> R:
        """func(*args, progress) in a child; a call cancelled or out of bounds costs the child."""
        worker: _Child | None = self._wait_for_slot(progress)
        try:
            if worker is None:
                worker = _Child(self._threads)
            return cast("R", _Call(worker, progress, self._bounded(limits)).answer(func, args))
        except (Cancelled, WorkerDied, WorkerLimit):
            if worker is not None:
                worker.kill()
            worker = None
            raise
        finally:
            self._give_back(worker)

    def map(
        self,
        progress: Progress,
        func: Callable[[T, Progress], R],
        items: Sequence[T],
        limits: Limits = STANDARD,
    ) -> tuple[R | PfdError, ...]:
        """func(item, progress) for each, side by side; in order, PfdErrors in their place."""
        shares = Shares(progress, len(items))

        def one(index: int) -> R | PfdError:
            share = shares.of(index)
            try:
                result: R | PfdError = self.run(share, func, items[index], limits=limits)
            except PfdError as error:
                result = error
            share.done()
            return result

        with ThreadPoolExecutor(self.width, "pfd map") as pool:
            futures = [pool.submit(one, index) for index in range(len(items))]
            try:
                return tuple(shares.wait(future) for future in futures)
            except BaseException:
                shares.cancel()
                for future in futures:
                    future.cancel()
                raise

    def close(self) -> None:
        """Kill all children; calls still running are answered by WorkerDied."""
        self._closed = True
        while True:
            try:
                slot = self._slots.get_nowait()
            except queue.Empty:
                return
            if slot is not None:
                slot.kill()

    def _bounded(self, limits: Limits) -> Limits:
        if self._memory_mib is None:
            return limits
        return Limits(min(limits.memory_mib, self._memory_mib), limits.cpu_s, limits.wall_s)

    def _wait_for_slot(self, progress: Progress) -> _Child | None:
        while True:
            try:
                return self._slots.get(timeout=0.1)
            except queue.Empty:
                progress.report(0.0, "Waiting for a free compute process")

    def _give_back(self, worker: _Child | None) -> None:
        if self._closed and worker is not None:
            worker.kill()
            worker = None
        self._slots.put(worker)


class _Call:
    """One call in one child: talks, watches the limits, translates the answer."""

    def __init__(self, worker: _Child, progress: Progress, limits: Limits) -> None:
        self._worker, self._progress, self._limits = worker, progress, limits
        self._fraction, self._text = 0.0, ""
        self._started = self._looked = time.monotonic()
        self._cpu_before = worker.usage()[1]

    def answer(self, func: Callable[..., object], args: tuple[object, ...]) -> object:
        """Send the call, wait for its end; raises what it raised."""
        try:
            self._worker.pipe.send((func, args, self._limits.memory_mib << 20))
            while True:
                if not self._worker.pipe.poll(_POLL_S):
                    self._progress.report(self._fraction, self._text)
                    self._look()
                    continue
                message = self._worker.pipe.recv()
                if not self._heard(*message):
                    return self._outcome(*message)
        except (EOFError, OSError) as error:
            raise WorkerDied(
                "A compute process ended before it answered. Nothing was changed; try again."
            ) from error

    def _heard(self, kind: str, value: Any, detail: str) -> bool:
        """Whether it was only news."""
        if kind == "progress":
            self._fraction, self._text = value, detail
            self._progress.report(value, detail)
            self._look()
        elif kind == "event":
            self._progress.tell(value)
        else:
            return False
        return True

    def _outcome(self, kind: str, value: object, detail: str) -> object:
        if kind == "result":
            return value
        if kind == "memory":
            raise WorkerLimit(self._too_much())
        if isinstance(value, BaseException):
            value.add_note(f"In a compute process:\n{detail}")
            raise value
        raise RuntimeError(f"A compute process answered with {value}\n{detail}")

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < _LOOK_S:
            return
        self._looked = now
        resident, cpu_s = self._worker.usage()
        if resident > self._limits.memory_mib << 20:
            raise WorkerLimit(self._too_much())
        if cpu_s - self._cpu_before > self._limits.cpu_s or now - self._started > (
            self._limits.wall_s
        ):
            raise WorkerLimit(
                f"The work took longer than {self._limits.cpu_s:g} s and was stopped. "
                "The input may be damaged or made to be slow."
            )

    def _too_much(self) -> str:
        return (
            f"The work needed more than {self._limits.memory_mib} MiB of memory and was stopped. "
            "The limit is in the preferences."
        )
