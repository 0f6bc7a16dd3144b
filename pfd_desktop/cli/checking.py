"""pfd check."""

import argparse

from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Session


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("check", help="whether all that the project keeps is whole")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Read everything once; 1 when something is wrong."""
    report = session.job("Check the project", "check", session.services.checking.check)
    if session.json:
        print_json(report)
    else:
        for problem in report.problems:
            print(problem)
        ended = f"{len(report.problems)} problems" if report.problems else "all whole"
        print(f"{report.recordings} recordings checked: {ended}.")
    return 1 if report.problems else 0
