"""The table of gates that ends the test command."""

import os
import sys
import threading

import pytest

from tests.gates import (
    Gate,
    Outcome,
    Verdict,
    checked,
    conclusion,
    gate_lines,
    pytest_run,
    run,
    side_by_side,
    table,
)


def test_printed_gates_are_rows_and_other_lines_are_not() -> None:
    lines = ["..", "GATE first_paint 2.9 5.0 pass", "GATE stall_ms 61 50 fail", "GATE of dawn"]
    assert gate_lines(lines) == [
        Gate("first_paint", "2.9", "5.0", Verdict.PASS),
        Gate("stall_ms", "61", "50", Verdict.FAIL),
    ]


def test_the_table_is_aligned() -> None:
    text = table([Gate("a", "1", "2", Verdict.PASS), Gate("longer", "10", "2", Verdict.FAIL)])
    first, second = text.splitlines()[2:]
    assert first.index("pass") == second.index("FAIL")


def test_the_last_words_lose_their_decoration() -> None:
    assert Outcome(0, ("x", "===== 3 passed in 1.0s =====", "")).last == "3 passed in 1.0s"
    assert Outcome(0, ()).last == "nothing was said"


def test_a_step_keeps_its_status_and_words() -> None:
    code = "print('wörds'); raise SystemExit(3)"
    outcome = run("a step", [sys.executable, "-X", "utf8", "-c", code], os.environ)
    assert outcome.status == 3
    assert outcome.lines == ("wörds",)


def test_a_step_that_is_killed_fails_its_gate() -> None:
    kill = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    gates = pytest_run("aborting", [], os.environ, *kill)
    assert gates[0].verdict is Verdict.FAIL
    assert "signal" in gates[0].value


@pytest.mark.parametrize(("status", "verdict"), [(0, Verdict.PASS), (1, Verdict.FAIL)])
def test_a_check_that_ends_badly_fails_its_gate(status: int, verdict: Verdict) -> None:
    gates = checked("a check", [sys.executable, "-c", f"raise SystemExit({status})"], "clean")
    assert [gate.verdict for gate in gates] == [verdict]


def test_a_suite_without_tests_fails_its_gate() -> None:
    gates = pytest_run("empty", ["tests/gates.py"], os.environ)
    assert [(gate.value, gate.verdict) for gate in gates] == [("no tests", Verdict.FAIL)]


def test_steps_beside_each_other_meet_and_keep_their_order() -> None:
    meeting = threading.Barrier(2)

    def step(name: str) -> list[Gate]:
        meeting.wait(10)
        return [Gate(name, "1", "2", Verdict.PASS)]

    gates = side_by_side(lambda: step("first"), lambda: step("second"))
    assert [gate.name for gate in gates] == ["first", "second"]


def test_one_failed_gate_fails_the_run_and_stands_in_the_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    good, bad = Gate("a", "1", "2", Verdict.PASS), Gate("slow", "3", "2", Verdict.FAIL)
    assert conclusion([good, Gate("b", "none", "2", Verdict.SKIP)]) == 0
    assert conclusion([good, bad]) == 1
    assert "FAIL" in capsys.readouterr().out
