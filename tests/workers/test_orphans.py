"""Children end with the program, however it ends."""

import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.workers.watching import all_gone, gate

pytestmark = pytest.mark.timed


def _started() -> tuple[subprocess.Popen[str], list[int]]:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.workers.app_to_kill"], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    below = psutil.Process(program.pid).children(recursive=True)
    computing = [p.pid for p in below if "spawn_main" in " ".join(p.cmdline())]
    assert len(computing) == 4
    return program, [p.pid for p in below]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_orphans_when_the_program_is_killed(how: signal.Signals) -> None:
    program, pids = _started()
    program.send_signal(how)
    program.wait(10)
    began = time.monotonic()
    while not all_gone(pids) and time.monotonic() - began < 5:
        time.sleep(0.01)
    took = time.monotonic() - began
    gate(f"no_orphans_after_{how.name}", f"{took:.3f}s", "2s", passed=took < 2)
    assert program.stdout is not None
    program.stdout.close()


def test_a_program_that_forgets_to_close_still_ends() -> None:
    code = (
        "from pfd_desktop.workers.processes import Processes\n"
        "from pfd_desktop.progress import Silent\n"
        "from tests.workers import work\n"
        "if __name__ == '__main__':\n"
        "    print(Processes(2).run(Silent(), work.echo, 5))\n"
        "    raise RuntimeError('on the way')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False
    )
    assert ended.stdout == "5\n"
    assert ended.returncode == 1
