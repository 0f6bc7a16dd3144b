"""pfd report."""

import argparse
from pathlib import Path

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Session
from pfd_desktop.errors import InvalidInput


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("report", help="evidence report as HTML or PDF")
    parser.add_argument("names", nargs="+", metavar="ID", help="id, name or file name")
    add_kinds(parser, required=True)
    parser.set_defaults(run=run)


def add_kinds(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """The options that say where a report is written, and as what."""
    kinds = parser.add_mutually_exclusive_group(required=required)
    kinds.add_argument("--html", type=Path, metavar="FILE")
    kinds.add_argument("--pdf", type=Path, metavar="FILE")


def wanted_path(arguments: argparse.Namespace) -> Path | None:
    """Where the report is to be written, if at all; raises InvalidInput for another ending."""
    path: Path | None = arguments.html or arguments.pdf
    wanted = ".html" if arguments.html else ".pdf"
    if path is not None and path.suffix.lower() != wanted:
        raise InvalidInput(f"{path} does not end in {wanted}. Name a file that does.")
    return path


def run(session: Session) -> int:
    """Write the report; recordings without a verdict are diagnosed first."""
    arguments = session.arguments
    path = wanted_path(arguments)
    assert path is not None  # one of the two is required
    found = selecting.recordings(session.services, arguments.names)
    ids = tuple(recording.id for recording in found)
    written = session.job(
        f"Evidence report {path.name}",
        "report",
        lambda progress: session.services.reports.evidence(ids, path, progress),
    )
    if session.json:
        print_json({"report": written, "recordings": ids})
    else:
        print(f"{written}: evidence of {len(ids)} recording{'' if len(ids) == 1 else 's'}.")
    return 0
