"""A second child is ready about as soon as a bare process with the same imports."""

import pytest

from bench.worker_start import LIMIT, measure
from tests.workers.watching import gate

pytestmark = pytest.mark.timed


def test_a_second_child_starts_as_fast_as_a_bare_spawn() -> None:
    bare, second, warm = measure(5)
    print(f"bare {bare * 1e3:.0f} ms, second child {second * 1e3:.0f} ms, warm {warm * 1e3:.1f} ms")
    ratio = second / bare
    gate("second_worker_ready", f"{ratio:.2f}", f"{LIMIT}", passed=ratio <= LIMIT)
    assert warm < second / 4
