"""Calls in real children, and real kills."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from pfd_desktop.errors import InvalidRecording, WorkerDied, WorkerLimit
from pfd_desktop.limits import Limits
from pfd_desktop.progress import Cancelled, Silent
from pfd_desktop.workers.processes import Processes
from tests.workers import work
from tests.workers.watching import Recorder, all_gone, gate, gone, wait_until

pytestmark = pytest.mark.timed


@pytest.fixture
def processes() -> Iterator[Processes]:
    """Two children's worth."""
    opened = Processes(2)
    yield opened
    opened.close()


def children() -> set[int]:
    """All children of this process that compute."""
    below = psutil.Process().children()
    return {p.pid for p in below if "spawn_main" in " ".join(p.cmdline())}


def test_no_child_is_started_before_the_first_call(processes: Processes) -> None:
    before = children()
    time.sleep(0.2)
    assert children() == before
    assert processes.run(Silent(), work.pid) not in before


def test_a_result_and_its_progress(processes: Processes) -> None:
    heard = Recorder()
    assert processes.run(heard, work.slow, 0.4) != os.getpid()
    assert heard.fractions == sorted(heard.fractions)
    assert len(heard.fractions) > 5
    assert heard.texts


def test_a_child_answers_again_and_again(processes: Processes) -> None:
    assert len({processes.run(Silent(), work.pid) for _ in range(20)}) == 1


def test_events_arrive_while_the_call_runs(processes: Processes) -> None:
    heard = Recorder()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(processes.run, heard, work.told, 3, 1.0)
        wait_until(lambda: heard.events == [0, 1, 2], 5)
        assert not running.done()
        assert running.result() == "done"


def _cancelled(processes: Processes, func: Callable[..., object], *args: object) -> float:
    """Seconds from the wish to the end of the call and of its process."""
    heard = Recorder()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(processes.run, heard, func, *args)
        assert heard.heard.wait(10)
        time.sleep(0.3)
        began = time.monotonic()
        heard.cancel.set()
        with pytest.raises(Cancelled):
            running.result()
        wait_until(lambda: gone(int(heard.texts[0])), 2)
        return time.monotonic() - began


@pytest.mark.parametrize(("func", "args"), [(work.asleep, (60.0,)), (work.deaf, ())])
def test_cancel_frees_the_child_however_deaf(
    processes: Processes, func: Callable[..., object], args: tuple[object, ...]
) -> None:
    took = _cancelled(processes, func, *args)
    gate(f"cancel_frees_the_child_{func.__name__}", f"{took:.3f}s", "2s", passed=took < 2)
    assert processes.run(Silent(), work.echo, 7) == 7


def test_cancel_is_heard_beside_a_flood_of_events(processes: Processes) -> None:
    heard = Recorder()
    threading.Timer(0.5, heard.cancel.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        processes.run(heard, work.chatty)
    assert time.monotonic() - began < 3


def test_a_cancelled_call_is_replaced_in_the_background(processes: Processes) -> None:
    _cancelled(processes, work.asleep, 60.0)
    wait_until(lambda: len(children()) == 1, 5)


def test_what_was_told_before_the_cancel_is_kept(processes: Processes) -> None:
    class Busy(Recorder):
        def report(self, fraction: float, text: str = "") -> None:
            if self.events:
                time.sleep(0.5)  # a parent that is behind
                raise Cancelled
            super().report(fraction, text)

    heard = Busy()
    with pytest.raises(Cancelled):
        processes.run(heard, work.told, 50, 30.0)
    assert heard.events == list(range(50))


def test_what_a_child_started_dies_with_it(processes: Processes) -> None:
    heard = Recorder()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(processes.run, heard, work.with_children)
        wait_until(lambda: bool(heard.events), 5)
        heard.cancel.set()
        with pytest.raises(Cancelled):
            running.result()
    pids = heard.events[0]
    assert isinstance(pids, tuple)
    wait_until(lambda: all_gone(pids), 2)


def test_what_a_dying_child_leaves_behind_is_killed(processes: Processes) -> None:
    heard = Recorder()
    with pytest.raises(WorkerDied):
        processes.run(heard, work.leave_child_behind)
    pids = heard.events[0]
    assert isinstance(pids, tuple)
    wait_until(lambda: all_gone(pids), 2)


def test_an_error_keeps_its_type_and_brings_the_childs_traceback(processes: Processes) -> None:
    with pytest.raises(ZeroDivisionError, match="no such band") as caught:
        processes.run(Silent(), work.broken)
    assert "work.py" in caught.value.__notes__[0]
    with pytest.raises(InvalidRecording, match="bad one is damaged"):
        processes.run(Silent(), work.refused, "bad one")


def test_an_error_of_the_system_is_not_taken_for_a_dead_child(processes: Processes) -> None:
    who = processes.run(Silent(), work.pid)
    with pytest.raises(FileNotFoundError):
        processes.run(Silent(), work.missing_file)
    assert processes.run(Silent(), work.pid) == who


@pytest.mark.parametrize("func", [work.awkward, work.guarded])
def test_an_error_that_cannot_be_sent_is_told_in_words(
    processes: Processes, func: Callable[..., object]
) -> None:
    with pytest.raises(RuntimeError, match=r"odd shape|guarded") as caught:
        processes.run(Silent(), func)
    assert "work.py" in str(caught.value)
    assert processes.run(Silent(), work.echo, 1) == 1


def test_a_result_that_cannot_be_sent_is_our_bug_and_the_child_lives(processes: Processes) -> None:
    who = processes.run(Silent(), work.pid)
    with pytest.raises(TypeError, match="lock"):
        processes.run(Silent(), work.unsendable)
    assert processes.run(Silent(), work.pid) == who


def test_arguments_that_cannot_be_sent_cost_no_place(processes: Processes) -> None:
    for _ in range(3):
        with pytest.raises(TypeError, match="lock"):
            processes.run(Silent(), work.echo, threading.Lock())
    assert processes.run(Silent(), work.echo, 1) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a mapped file cannot be cut there")
def test_a_file_cut_short_while_a_child_reads_it_is_named_as_the_cause(
    processes: Processes, tmp_path: Path
) -> None:
    path = tmp_path / "large.npy"
    path.write_bytes(bytes(1 << 16))
    with pytest.raises(WorkerDied, match="cut short by another program"):
        processes.run(Silent(), work.read_what_is_cut, str(path))
    assert processes.run(Silent(), work.echo, 1) == 1


@pytest.mark.parametrize(
    ("func", "args", "how"),
    [(work.leave, (3,), "exit status 3"), (work.crash, (), "SIGSEGV")],
)
def test_a_child_that_ends_is_told_with_how_and_is_replaced(
    processes: Processes, func: Callable[..., object], args: tuple[object, ...], how: str
) -> None:
    for _ in range(3):
        with pytest.raises(WorkerDied, match=how):
            processes.run(Silent(), func, *args)
    assert processes.run(Silent(), work.echo, 1) == 1


def test_an_idle_child_that_was_killed_fails_no_call(processes: Processes) -> None:
    who = processes.run(Silent(), work.pid)
    os.kill(who, signal.SIGKILL)
    wait_until(lambda: gone(who), 2)
    assert processes.run(Silent(), work.pid) != who


def test_a_progress_that_raises_leaves_no_busy_child_among_the_idle(processes: Processes) -> None:
    class Faulty(Silent):
        def tell(self, event: object) -> None:
            raise ValueError("a bug of the caller")

    with pytest.raises(ValueError, match="a bug of the caller"):
        processes.run(Faulty(), work.told, 1, 0.2)
    assert [processes.run(Silent(), work.echo, i) for i in range(4)] == [0, 1, 2, 3]


@pytest.mark.parametrize("step_mib", [1, 2048])
def test_a_memory_bomb_ends_the_call_and_nothing_else(processes: Processes, step_mib: int) -> None:
    before = psutil.Process().memory_info().rss
    with pytest.raises(WorkerLimit, match="256 MiB"):
        processes.run(Silent(), work.take_memory, 1 << 20, step_mib, limits=Limits(256, 60, 60))
    assert psutil.Process().memory_info().rss - before < 100 << 20
    assert processes.run(Silent(), work.take_memory, 64, 1, limits=Limits(256, 60, 60)) == 64 << 20


def test_the_settings_bound_what_a_call_may_ask_for() -> None:
    processes = Processes(1, memory_mib=256)
    try:
        with pytest.raises(WorkerLimit, match="256 MiB"):
            processes.run(Silent(), work.take_memory, 512, 1, limits=Limits(4096, 60, 60))
    finally:
        processes.close()


def test_what_an_earlier_call_kept_is_not_charged_to_the_next(processes: Processes) -> None:
    who = processes.run(Silent(), work.keep_memory, 300, limits=Limits(1024, 60, 60))
    assert processes.run(Silent(), work.pid, limits=Limits(1024, 60, 60)) == who
    small = Limits(400, 60, 60)
    assert processes.run(Silent(), work.take_memory, 200, 1, limits=small) == 200 << 20


def test_a_mapped_file_is_no_burden(processes: Processes, tmp_path: Path) -> None:
    path = tmp_path / "long.bin"
    with path.open("wb") as file:
        file.truncate(400 << 20)
    assert processes.run(Silent(), work.read_mapped, path, limits=Limits(256, 60, 60)) == 0


def test_a_call_is_bounded_in_computing_and_in_waiting(processes: Processes) -> None:
    with pytest.raises(WorkerLimit, match="of computing"):
        processes.run(Silent(), work.burn, 30.0, limits=Limits(1024, 0.5, 60))
    with pytest.raises(WorkerLimit, match="in all"):
        processes.run(Silent(), work.asleep, 30.0, limits=Limits(1024, 60, 0.5))


def test_computing_is_counted_by_call(processes: Processes) -> None:
    for _ in range(3):
        processes.run(Silent(), work.burn, 0.4, limits=Limits(1024, 0.8, 60))


def test_map_keeps_the_order_and_puts_errors_in_their_place(processes: Processes) -> None:
    heard = Recorder()
    names = ["one", "two", "bad three", "four", "five"]
    answers = processes.map(heard, work.refused, names)
    assert [str(answer) for answer in answers] == [
        "ONE", "TWO", "bad three is damaged.", "FOUR", "FIVE",
    ]  # fmt: skip
    assert isinstance(answers[2], InvalidRecording)
    assert heard.fractions == sorted(heard.fractions)
    assert heard.fractions[-1] == 1.0
    assert processes.map(Silent(), work.refused, []) == ()


def test_map_runs_side_by_side(processes: Processes) -> None:
    processes.map(Silent(), work.asleep, [0.2, 0.2])  # both children are there now
    began = time.monotonic()
    processes.map(Silent(), work.asleep, [1.0, 1.0])
    assert time.monotonic() - began < 1.7


def test_map_survives_a_child_that_dies(processes: Processes) -> None:
    answers = processes.map(Silent(), work.leave, [3, 4])
    assert all(isinstance(answer, WorkerDied) for answer in answers)


def test_map_does_not_take_an_error_for_its_own_waiting(processes: Processes) -> None:
    with pytest.raises(TimeoutError, match="instrument"):
        processes.map(Silent(), work.timed_out, [1, 2])


def test_cancelling_map_kills_all_its_children(processes: Processes) -> None:
    heard = Recorder()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(processes.map, heard, work.asleep, [60.0] * 10)
        wait_until(lambda: len(children()) == 2, 10)
        pids = children()
        time.sleep(0.3)
        began = time.monotonic()
        heard.cancel.set()
        with pytest.raises(Cancelled):
            running.result()
        assert time.monotonic() - began < 2
    assert all_gone(pids)


def asleep(heard: Recorder) -> list[int]:
    """The process in which a call of ``work.asleep`` is."""
    return [int(text) for text in heard.texts if text.isdigit()]


def test_one_kill_fails_exactly_one_call(processes: Processes) -> None:
    recorders = [Recorder() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(processes.run, heard, work.asleep, 0.5) for heard in recorders]
        wait_until(lambda: any(asleep(heard) for heard in recorders), 10)
        victim = next(pid for heard in recorders for pid in asleep(heard))
        os.kill(victim, signal.SIGKILL)
        errors = [future.exception() for future in running]
    failed = [error for error in errors if error is not None]
    gate("calls_failed_by_one_kill", str(len(failed)), "1", passed=len(failed) == 1)
    assert isinstance(failed[0], WorkerDied)
    assert sum(future.exception() is None and future.result() == "woke" for future in running) == 7


def test_children_hold_neither_window_nor_store_nor_what_they_do_not_need(
    processes: Processes,
) -> None:
    heavy = ("PySide6", "sqlalchemy", "alembic", "torch", "sklearn", "scipy", "numpy", "pydantic")
    assert processes.run(Silent(), work.loaded, heavy) == ()


def test_children_share_the_cores_and_stand_apart(processes: Processes) -> None:
    found = processes.run(Silent(), work.surroundings)
    threads = str(max(1, (os.cpu_count() or 1) // 2))
    assert found["OMP_NUM_THREADS"] == found["MKL_NUM_THREADS"] == threads
    assert found["OPENBLAS_NUM_THREADS"] == threads
    assert found["OMP_WAIT_POLICY"] == "passive"
    if sys.platform != "win32":
        assert found["session"] == found["pid"]
    assert os.environ.get("OMP_WAIT_POLICY") != "passive"


def test_a_warm_child_has_loaded_what_it_will_need() -> None:
    processes = Processes(2, preload=("wave", "not_installed_here"))
    try:
        processes.warm()
        wait_until(lambda: len(children()) == 1, 5)
        ready = children()
        time.sleep(0.5)
        assert {processes.run(Silent(), work.pid)} == ready
        assert processes.run(Silent(), work.loaded, ("wave",)) == ("wave",)
    finally:
        processes.close()


def test_closing_kills_what_still_runs() -> None:
    processes = Processes(2)
    heard = Recorder()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(processes.run, heard, work.asleep, 60.0)
        assert heard.heard.wait(10)
        began = time.monotonic()
        processes.close()
        assert time.monotonic() - began < 2
        with pytest.raises(WorkerDied):
            running.result()
    assert gone(int(heard.texts[0]))
    with pytest.raises(WorkerDied, match="ending"):
        processes.run(Silent(), work.pid)
    processes.close()


def test_another_child_is_ready_while_one_works_once_warmth_was_asked_for(
    processes: Processes,
) -> None:
    """What takes the place of a long call need not wait for a child to be born."""
    before = children()
    processes.warm()
    with ThreadPoolExecutor(1) as pool:
        long = pool.submit(processes.run, Recorder(), work.slow, 3.0)
        wait_until(lambda: len(children() - before) == 2, 5)
        born = children()
        assert processes.run(Silent(), work.pid) in born - before
        assert children() == born
        long.result()
