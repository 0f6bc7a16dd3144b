"""pfd solve."""

import argparse

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import number, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.cli.setting import band
from pfd_desktop.core.diagnosis.hypotheses import Hypothesis, Solution
from pfd_desktop.core.diagnosis.question import (
    Question,
    coverage_words,
    explained_peaks,
    slip_words,
    strength_words,
)
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "solve", help="which speed, bearing and slip explain the peaks, and what would decide"
    )
    parser.add_argument("id", metavar="ID")
    parser.add_argument(
        "--bearing",
        nargs="+",
        metavar="NAME",
        help="try these, or all of the table; the unit's own where it has one",
    )
    parser.add_argument(
        "--journal", action="store_true", help="try a journal bearing, alone without --bearing"
    )
    parser.add_argument("--free-speed", action="store_true", help="search the speed")
    parser.add_argument("--range", metavar="LO:HI", default="240:7200", help="of it, in rpm")
    parser.add_argument("--plain", action="store_true", help="peaks of the waveform's spectrum")
    parser.add_argument("--band", metavar="LO:HI", help="demodulate this band, in Hz")
    parser.add_argument("--highest-hz", type=float, default=1000.0, help="leave out peaks above")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Print the hypotheses, best first, and what the best one explains."""
    recording = selecting.recording(session.services, session.arguments.id)
    question = _question(session, recording)
    solution = session.job(
        f"Explain the peaks of {recording.name}",
        "solve",
        lambda progress: session.services.solver.solve(recording.id, question, progress),
    )
    session.progress.clear()
    if session.json:
        print_json(solution)
        return 0
    _print(solution)
    return 0


def _question(session: Session, recording: Recording) -> Question:
    """What was told; else what the unit is, as the window takes it."""
    told = session.arguments
    journal = told.journal or (told.bearing is None and recording.kind is BearingKind.JOURNAL)
    return Question(
        bearings=_bearings(told.bearing, recording, journal=journal),
        journal=journal,
        free_speed=told.free_speed,
        speed_range_rpm=band("--range", told.range, "rpm", "240:7200"),
        envelope=not (told.plain or recording.kind is BearingKind.JOURNAL),
        band_hz=None if told.band is None else band("--band", told.band),
        highest_hz=told.highest_hz,
    )


def _bearings(
    told: list[str] | None, recording: Recording, *, journal: bool
) -> tuple[str, ...] | None:
    """Names; None is all of the table."""
    if told is not None:
        return None if told == ["all"] else tuple(told)
    if journal:
        return ()
    return None if recording.bearing is None else (recording.bearing.name,)


def _print(solution: Solution) -> None:
    headings = ("bearing", "rpm", "peaks", "score", "in words", "slip")
    print_table(headings, [_row(one) for one in solution.hypotheses])
    if solution.hypotheses:
        best = solution.hypotheses[0]
        print(f"\n{best.name}: {coverage_words(solution, best)}")
        rows = [
            (
                number(one.peak.hertz, 6),
                f"{one.peak.level_db:.1f}",
                "unexplained" if one.by is None else one.by.line,
                "" if one.by is None else f"{one.by.error_hz:+.2f}",
            )
            for one in explained_peaks(solution, best)
        ]
        print_table(("peak Hz", "dB", "line", "off Hz"), rows)
    print(f"\nWhat would decide: {solution.next_measurement.text}")


def _row(one: Hypothesis) -> tuple[str, ...]:
    return (
        one.name,
        f"{one.speed_rpm:.1f}",
        str(len(one.explained)),
        f"{one.decades:.1f}",
        strength_words(one.decades),
        slip_words(one),
    )
