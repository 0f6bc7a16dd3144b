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
from pfd_desktop.core.records.measured import Measured
from pfd_desktop.core.training.strangers import Stranger


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("evaluate", help="how far a run's answers can be trusted")
    parser.add_argument("name", metavar="RUN", help="id or name of a run")
    parser.add_argument(
        "--unknown",
        action="store_true",
        help="leave each class out in turn: is a fault noticed that was never learned? Kept, and"
        " printed without this",
    )
    parser.add_argument(
        "--robust",
        nargs="*",
        metavar="KIND",
        help="ask again of the raw recordings with noise, gain and the like: all kinds, or some of "
        + ", ".join(KINDS)
        + "; kept as well",
    )
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Assess and print."""
    chosen = selecting.run(session.services, session.arguments.name)
    found = session.services.evaluation.assess(chosen.id, session.progress)
    session.progress.clear()
    if session.arguments.unknown:
        session.job(
            f"Unknown faults, {chosen.name}",
            "unknown faults",
            lambda progress: session.services.evaluation.strangers(chosen.id, progress),
        )
    if (kinds := session.arguments.robust) is not None:
        session.job(
            f"Robustness, {chosen.name}",
            "robustness",
            lambda progress: session.services.evaluation.robustness(chosen.id, progress, kinds),
        )
    unknown = session.services.evaluation.kept_strangers(chosen.id)
    robust = session.services.evaluation.kept_robustness(chosen.id)
    if session.json:
        told = {
            "run": chosen.id,
            "assessment": found,
            "unknown": unknown.found if unknown else None,
            "robustness": robust.found if robust else None,
            "measured": {
                "unknown": unknown.at if unknown else None,
                "robustness": robust.at if robust else None,
            },
        }
        print_json(told)
        return 0
    print(f"{chosen.name} ({chosen.id[-8:]}), {chosen.split.value} split")
    print_assessment(found)
    _print_unknown(unknown)
    _print_robustness(robust, found.levels[1].interval)
    return 0


def _print_unknown(measured: Measured[tuple[Stranger, ...]] | None) -> None:
    if measured is None:
        print("Unknown faults: not measured; --unknown measures them.")
        return
    if measured.found is not None:
        print_table(strangers.COLUMNS, [strangers.row(one) for one in measured.found])
    print(f"Unknown faults: {measured.words}")


def _print_robustness(measured: Measured[Robustness] | None, of_run: Interval | None) -> None:
    if measured is None:
        print("Robustness: not measured; --robust measures it.")
        return
    if (found := measured.found) is not None:
        levels = (found.undisturbed, *found.levels)
        print_table(robustness.COLUMNS, [robustness.row(one) for one in levels])
        print(robustness.robustness_words(found, of_run))
    print(f"Robustness: {measured.words}")


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
