"""Every check in one run, and a table of gates at its end: ``python3 start.py test``.

A test adds a row to the table by printing ``GATE name value limit pass`` (or ``fail``), the four
words without blanks inside; tests/conftest.py lets such lines through.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("tests/core", "tests/store", "tests/services", "tests/cli", "tests/validation")
HEADLESS = (*ROOMS, "tests/test_house.py", "tests/test_gates.py", "tests/test_start.py")
MINUTES = 25.0
NO_TESTS = 5  # pytest's exit status when it collected nothing
SIDE_BY_SIDE = "not long and not x11 and not timed"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}


class Verdict(Enum):
    """How a gate stands."""

    PASS = "pass"
    FAIL = "FAIL"
    SKIP = "skip"


@dataclass(frozen=True)
class Gate:
    """One row of the table."""

    name: str
    value: str
    limit: str
    verdict: Verdict


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    lines: tuple[str, ...]

    @property
    def last(self) -> str:
        """The last line that says something, without decoration."""
        said = [line.strip("= \t") for line in self.lines if line.strip("= \t")]
        return said[-1] if said else "nothing was said"


def gate_lines(lines: Sequence[str]) -> list[Gate]:
    """The gates that tests and benches printed."""
    gates = []
    for line in lines:
        words = line.split()
        if len(words) == 5 and words[0] == "GATE":
            verdict = Verdict.PASS if words[4] == "pass" else Verdict.FAIL
            gates.append(Gate(words[1], words[2], words[3], verdict))
    return gates


def table(gates: Sequence[Gate]) -> str:
    """The gates, aligned."""
    rows = [("gate", "value", "limit", "verdict")]
    rows += [(g.name, g.value, g.limit, g.verdict.value) for g in gates]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(r, widths, strict=True)) for r in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def tool(name: str) -> str:
    """A program of the virtual environment."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed; python3 start.py test installs it.")
    return found


def environment() -> dict[str, str]:
    """What every step sees: no screen, a UTF-8 locale, a private runtime folder."""
    wanted = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
    if "UTF-8" not in os.environ.get("LC_ALL", os.environ.get("LANG", "")).upper():
        wanted["LC_ALL"] = "C.UTF-8"
    return {**os.environ, **wanted}


def run(title: str, command: Sequence[str], environment: Mapping[str, str]) -> Outcome:
    """Run a step in the root of the project and show what it says, line by line."""
    print(f"\n=== {title}", flush=True)
    began, lines = time.monotonic(), []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip("\n"))
    print(f"=== {title}: {time.monotonic() - began:.0f} s", flush=True)
    return Outcome(process.returncode, tuple(lines))


def checked(title: str, command: Sequence[str], limit: str) -> list[Gate]:
    """A gate that passes when the command ends well."""
    outcome = run(title, command, environment())
    verdict = Verdict.PASS if outcome.status == 0 else Verdict.FAIL
    return [Gate(title, outcome.last[:60], limit, verdict)]


def pytest_run(
    title: str, arguments: Sequence[str], env: Mapping[str, str], *before: str
) -> list[Gate]:
    """A gate for one run of pytest, and the gates that its tests printed."""
    command = [*before, sys.executable, "-X", "faulthandler", "-m", "pytest", "-ra"]
    command += ["--durations=20", *arguments]
    outcome = run(title, command, env)
    if outcome.status == NO_TESTS:  # a suite that has vanished proves nothing
        return [Gate(title, "no tests", "0 failed", Verdict.FAIL)]
    if outcome.status < 0:
        return [Gate(title, f"killed by signal {-outcome.status}", "0 failed", Verdict.FAIL)]
    verdict = Verdict.PASS if outcome.status == 0 else Verdict.FAIL
    return [Gate(title, outcome.last[:60], "0 failed", verdict), *gate_lines(outcome.lines)]


@contextmanager
def virtual_screen(env: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A virtual X screen with a window manager; the environment in which it is used."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24"]
    screen = _silent([*command, "-nolisten", "tcp", "-noreset"], env, write)
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    there = {**env, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    manager = _silent(["openbox"], there)
    time.sleep(1.0)  # openbox does not say when it has taken the screen
    try:
        yield there
    finally:
        for process in (manager, screen):
            process.terminate()
            process.wait(10)


def _silent(
    command: Sequence[str], env: Mapping[str, str], *handed: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=dict(env),
        pass_fds=handed,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def on_screen() -> list[Gate]:
    """The tests that need a real screen, on a virtual one."""
    title = "pytest, real window"
    absent = [name for name in ("Xvfb", "openbox") if shutil.which(name) is None]
    if absent:
        print(f"\n=== {title}: skipped, {' and '.join(absent)} not installed", flush=True)
        return [Gate(title, f"no {' and no '.join(absent)}", "0 failed", Verdict.SKIP)]
    bus = ["dbus-run-session", "--"] if shutil.which("dbus-run-session") else []
    with virtual_screen(environment()) as there:
        return pytest_run(title, ["-m", "x11 and not long"], there, *bus)


def side_by_side(*steps: Callable[[], list[Gate]]) -> list[Gate]:
    """Run the steps at the same time, their words line by line between each other."""
    with ThreadPoolExecutor(len(steps)) as pool:
        begun = [pool.submit(step) for step in steps]
        return [gate for step in begun for gate in step.result()]


def suites() -> list[Gate]:
    """All tests: the rooms that know no Qt beside those that do; alone, what must not be disturbed.

    Two suites share the cores, so each computes on one thread.
    """
    headless = ["-p", "no:pytest-qt", "-p", "tests.no_qt", "-m", SIDE_BY_SIDE, *HEADLESS]
    ignored = [f"--ignore={folder}" for folder in HEADLESS]
    shared = {**environment(), **ONE_THREAD}
    return [
        *side_by_side(
            lambda: pytest_run("pytest, without Qt", headless, shared),
            lambda: pytest_run("pytest, offscreen", ["-m", SIDE_BY_SIDE, *ignored], shared),
        ),
        *pytest_run("pytest, timed", ["-m", "timed and not long and not x11"], environment()),
        *on_screen(),
    ]


def conclusion(gates: Sequence[Gate]) -> int:
    """Print the table; the exit status: 1 when a gate failed."""
    failed = [gate for gate in gates if gate.verdict is Verdict.FAIL]
    print(f"\n{table(gates)}\n\n{len(gates)} gates, {len(failed)} failed", flush=True)
    return 1 if failed else 0


def main() -> int:
    """Run every step; 0 when no gate failed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pfd-runtime-") as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        gates = [
            *checked("ruff check", [tool("ruff"), "check", "."], "no findings"),
            *checked("ruff format", [tool("ruff"), "format", "--check", "."], "no changes"),
            *checked("mypy --strict", [tool("mypy")], "no issues"),
            *checked("import contracts", [tool("lint-imports")], "0 broken"),
            *suites(),
        ]
    minutes = (time.monotonic() - began) / 60
    in_time = Verdict.PASS if minutes <= MINUTES else Verdict.FAIL
    gates.append(Gate("whole run", f"{minutes:.1f} min", f"{MINUTES:.0f} min", in_time))
    return conclusion(gates)


if __name__ == "__main__":
    raise SystemExit(main())
