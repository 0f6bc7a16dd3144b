"""Compute processes: spawned when first needed, kept warm, killed on cancel and replaced."""

import atexit
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

from pfd_desktop.errors import PfdError, WorkerDied
from pfd_desktop.limits import STANDARD, Limits
from pfd_desktop.progress import Progress
from pfd_desktop.workers.calls import Call
from pfd_desktop.workers.children import Child
from pfd_desktop.workers.shares import Shares

R = TypeVar("R")
T = TypeVar("T")

_WAIT_S = 0.1  # how often a call that waits for a child is asked whether anybody waits for it
_CLOSE_S = 5.0  # how long calls may take to notice that their child was killed


class Processes:
    """At most *count* children; each answers one call at a time. Starts none by itself.

    Calls may come from any thread. *preload* names modules that a child loads while it is idle.
    """

    def __init__(
        self, count: int, memory_mib: int | None = None, preload: Sequence[str] = ()
    ) -> None:
        self.width = count
        self._memory_mib, self._preload = memory_mib, tuple(preload)
        self._threads = max(1, (os.cpu_count() or 1) // count)
        # Guards all below. Idle children and calls in progress are never more than the width.
        self._free = threading.Condition()
        self._idle: list[Child] = []
        self._working: set[Child] = set()
        self._calls = 0
        self._closed = False
        self._spare = False  # whether another child is made ready while one works
        # Linux ends a child with the thread that started it (prctl(2), PR_SET_PDEATHSIG), and the
        # threads of jobs come and go: so one thread that stays starts them all.
        self._nursery = ThreadPoolExecutor(1, "pfd nursery")
        self._nursery.submit(os.getpid).result()
        # At exit Python waits for children, which wait for us: so they end before.
        atexit.register(self.close)

    def warm(self) -> None:
        """Start one child in the background, and from now on another while one works.

        The first call need not wait for it then, nor the one that takes the place of a long one.
        """
        with self._free:
            self._spare = True
            if not self._closed:
                self._nursery.submit(self._refill)

    def run(
        self,
        progress: Progress,
        func: Callable[..., R],
        *args: object,
        limits: Limits = STANDARD,
    ) -> R:
        """func(*args, progress) in a child; a call cancelled or out of bounds costs the child."""
        bounded = self._bounded(limits)
        self._enter(progress)
        worker: Child | None = None
        try:
            worker = self._take(bounded)
            call = Call(worker, progress, bounded)
            try:
                return cast("R", call.answer(func, args))
            finally:
                if not call.answered:
                    lost, worker = worker, None
                    self._drop(lost, call)
        finally:
            self._leave(worker)

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

        try:
            with ThreadPoolExecutor(self.width, "pfd map") as pool:
                futures = [pool.submit(one, index) for index in range(len(items))]
                try:
                    return shares.gather(futures)
                except BaseException:
                    shares.cancel()
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
        finally:
            shares.hand_over()

    def close(self) -> None:
        """Kill all children; calls still running end with WorkerDied."""
        with self._free:
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in self._working:
                worker.stop()
            self._free.notify_all()
        for worker in idle:
            worker.remove()
        self._nursery.shutdown()
        with self._free:
            self._free.wait_for(lambda: self._calls == 0, _CLOSE_S)
        atexit.unregister(self.close)

    def _bounded(self, limits: Limits) -> Limits:
        if self._memory_mib is None:
            return limits
        return Limits(min(limits.memory_mib, self._memory_mib), limits.cpu_s, limits.wall_s)

    def _enter(self, progress: Progress) -> None:
        """Wait for one of the places."""
        while True:
            with self._free:
                self._free.wait_for(self._may_enter, _WAIT_S)
                if self._may_enter():
                    self._calls += 1
                    return
            progress.report(0.0, "Waiting for a free compute process")

    def _may_enter(self) -> bool:
        return self._closed or self._calls < self.width

    def _take(self, limits: Limits) -> Child:
        """A child fit for the call, idle or new; raises WorkerDied at the program's end."""
        while True:
            with self._free:
                if self._closed:
                    raise WorkerDied("The program is ending; no new work is started.")
                birth = None if self._idle else self._nursery.submit(self._bear)
                worker = self._idle.pop() if birth is None else None
            worker = worker or (birth.result() if birth else None)
            if worker is not None and (birth or _fit(worker, limits)):
                return self._put_to_work(worker)
            if worker is not None:
                worker.remove()

    def _put_to_work(self, worker: Child) -> Child:
        with self._free:
            self._working.add(worker)
            if self._closed:
                worker.stop()
            elif self._spare and not self._idle and self._calls < self.width:
                self._nursery.submit(self._refill)
        return worker

    def _bear(self) -> Child | None:
        """In the nursery: a new child, unless one has become idle meanwhile."""
        with self._free:
            if self._idle:
                return self._idle.pop()
        return Child(self._threads, self._preload)

    def _refill(self) -> None:
        """In the nursery: have a child ready before it is needed."""
        with self._free:
            if self._closed or self._idle or self._calls >= self.width:
                return
        worker: Child | None = Child(self._threads, self._preload)
        with self._free:
            if not self._closed and worker is not None:
                self._idle.append(worker)
                worker = None
        if worker is not None:
            worker.remove()

    def _drop(self, worker: Child, call: Call) -> None:
        try:
            worker.stop()
            call.drain()
        finally:
            with self._free:
                self._working.discard(worker)
            worker.remove()

    def _leave(self, worker: Child | None) -> None:
        """Free the place; *worker*, if any, can be called again."""
        with self._free:
            self._calls -= 1
            if worker is not None:
                self._working.discard(worker)
                if not self._closed:
                    self._idle.append(worker)
                    worker = None
            elif not self._closed:
                self._nursery.submit(self._refill)
            self._free.notify_all()
        if worker is not None:
            worker.remove()


def _fit(worker: Child, limits: Limits) -> bool:
    """Whether an idle child lives and has not kept so much that the call would lack memory."""
    return worker.alive and worker.usage()[0] < (limits.memory_mib << 20) // 2
