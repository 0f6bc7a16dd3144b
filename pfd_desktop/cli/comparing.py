"""pfd compare."""

import argparse
from pathlib import Path

from pfd_desktop.cli import reporting, selecting
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.comparison import words
from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.comparison import ROPE, Comparison


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("compare", help="whether one of 2 to 10 runs is better")
    parser.add_argument("names", nargs="+", metavar="RUN", help="id or name of a run")
    parser.add_argument(
        "--rope",
        type=float,
        default=ROPE,
        metavar="SHARE",
        help="difference in accuracy that makes none in practice, 0 to 1",
    )
    parser.add_argument(
        "--anyway", action="store_true", help="compare runs judged under different or leaky splits"
    )
    reporting.add_kinds(parser, required=False)
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Compare and print; refused on unequal terms unless that is wanted."""
    arguments = session.arguments
    path = reporting.wanted_path(arguments)
    ids = [selecting.run(session.services, name).id for name in arguments.names]
    found = session.services.comparison.compare(ids, session.progress, arguments.rope)
    session.progress.clear()
    if not found.equal_terms and not arguments.anyway:
        raise InvalidInput(f"{found.warnings[0]} --anyway compares them all the same.")
    if path is not None:
        _report(session, found, path)
    if session.json:
        print_json({"comparison": found, "report": path})
        return 0
    print_comparison(found)
    if path is not None:
        print(f"{path}: report of this comparison.")
    return 0


def _report(session: Session, found: Comparison, path: Path) -> None:
    session.job(
        f"Report of a comparison {path.name}",
        "report",
        lambda progress: session.services.reports.comparison(found, path, progress),
    )


def print_comparison(found: Comparison) -> None:
    """The verdict first, then what it rests on, then what would settle what is open."""
    print(found.verdict)
    for warning in found.warnings:
        print(f"note: {warning}")
    print(f"{words.facts_words(found)}.")
    print_table(words.SIDES, [words.side_row(side) for side in found.sides])
    print_table(words.headings_of_tests(found), words.rows_of_tests(found))
    if found.chances:
        print_table(words.CHANCES, [words.chance_row(one) for one in found.chances])
    for one in found.not_applied:
        print(f"not asked: {one.test}: {one.reason}")
    for setting in found.settings:
        told = (f"{n} {v}" for n, v in zip(found.run_names, setting.values, strict=True))
        print(f"differs: {setting.name}: {', '.join(told)}")
    if len(found.pairs) > 1:
        for pair in found.pairs:
            print(words.pair_words(pair))
    if more := words.open_words(found):
        print(more)
