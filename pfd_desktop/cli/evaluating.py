"""pfd evaluate."""

import argparse

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import percent, print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.evaluation.assessment import Assessment
from pfd_desktop.core.evaluation.perturbations import KINDS
from pfd_desktop.core.evaluation.robustness import Robustness
from pfd_desktop.core.figures import robustness, strangers
from pfd_desktop.core.figures.assessment import (
    absent_words,
    answers_words,
    blind_words,
    calibration_words,
)
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.core.training.strangers import Stranger


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("evaluate", help="how far a run's answers can be trusted")
    parser.add_argument("name", metavar="RUN", help="id or name of a run")
    parser.add_argument(
        "--unknown",
        action="store_true",
        help="leave each class out in turn: is a fault noticed that was never learned?",
    )
    parser.add_argument(
        "--robust",
        nargs="*",
        metavar="KIND",
        help="ask again of the raw recordings with noise, gain and the like: all kinds, or some of "
        + ", ".join(KINDS),
    )
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Assess and print."""
    chosen = selecting.run(session.services, session.arguments.name)
    found = session.services.evaluation.assess(chosen.id, session.progress)
    session.progress.clear()
    unknown: tuple[Stranger, ...] = ()
    if session.arguments.unknown:
        unknown = session.job(
            f"Unknown faults, {chosen.name}",
            "unknown faults",
            lambda progress: session.services.training.strangers(chosen.id, progress),
        )
    robust: Robustness | None = None
    if (kinds := session.arguments.robust) is not None:
        robust = session.job(
            f"Robustness, {chosen.name}",
            "robustness",
            lambda progress: session.services.evaluation.robustness(chosen.id, progress, kinds),
        )
    if session.json:
        told = {"run": chosen.id, "assessment": found, "unknown": unknown, "robustness": robust}
        print_json(told)
        return 0
    print(f"{chosen.name} ({chosen.id[-8:]}), {chosen.split.value} split")
    print_assessment(found)
    if unknown:
        print_table(strangers.COLUMNS, [strangers.row(one) for one in unknown])
    if robust is not None:
        levels = (robust.undisturbed, *robust.levels)
        print_table(robustness.COLUMNS, [robustness.row(one) for one in levels])
        print(robustness.robustness_words(robust, found.levels[1].interval))
    return 0


def print_assessment(found: Assessment) -> None:
    """Levels, slices, then calibration and answers in words."""
    rows = [
        (
            one.of,
            "–" if one.cases is None else str(one.cases),
            percent(one.right),
            _range(one.interval),
        )
        for one in found.levels
    ]
    print_table(("counted in", "cases", "right", "95 % interval"), rows)
    slices = [
        (
            one.by,
            one.value,
            str(one.recordings),
            str(one.units),
            percent(one.right.value),
            _range(one.right),
        )
        for one in found.slices
    ]
    print_table(("by", "value", "recordings", "units", "right", "95 % interval"), slices)
    classes = [
        (one.name, f"{one.area:.3f}", f"{one.average_precision:.3f}") for one in found.curves.curves
    ]
    print_table(("class", "area under ROC", "average precision"), classes)
    if blind := blind_words(found):
        print(blind)
    for words in (absent_words(found), calibration_words(found), answers_words(found)):
        if words:
            print(words)
    for one in found.answers.answers:
        if not one.said:
            print(f"not named: {one.recording_name}: {one.reason}")


def _range(value: Interval | None) -> str:
    return "–" if value is None else f"{percent(value.low)} to {percent(value.high)}"
