"""The command ``pfd``: arguments in, exit status out."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pfd_desktop import __version__
from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Draw, OpenProject, Session, StderrProgress
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Cancelled

DONE, FAILED, USAGE, CANCELLED = 0, 1, 2, 130


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    from pfd_desktop.cli import (
        analysing,
        chaining,
        checking,
        diagnosing,
        examining,
        generating,
        importing,
        labelling,
        learning,
        recordings,
        reporting,
        sample,
        severity,
        solving,
        spectra,
        speeds,
        trending,
    )

    whole = argparse.ArgumentParser("pfd", description="Fault diagnosis of rotating machines.")
    whole.add_argument("--version", action="version", version=f"pfd {__version__}")
    whole.add_argument("--project", type=Path, metavar="DIR", help="the project's folder")
    whole.add_argument("--json", action="store_true", help="one JSON document instead of text")
    whole.add_argument("--quiet", action="store_true", help="no progress on standard error")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (
        importing,
        recordings,
        spectra,
        analysing,
        chaining,
        speeds,
        labelling,
        severity,
        trending,
        diagnosing,
        solving,
        reporting,
        learning,
        generating,
        sample,
        checking,
        examining,
    ):
        module.add(commands)
    return whole


def run(argv: Sequence[str], open_project: OpenProject, draw: Draw) -> int:
    """One call of ``pfd``; the exit status. *draw* makes a picture, which needs Qt.

    0 done, 1 the request failed (the message says what and what to do), 2 wrong usage,
    130 cancelled.
    """
    arguments = parser().parse_args(argv)
    progress = StderrProgress(quiet=arguments.quiet or arguments.json)
    progress.cancel_on_interrupt()
    try:
        opened = open_project(arguments.project)
        try:
            return int(arguments.run(Session(opened.services, arguments, progress, draw)))
        finally:
            opened.close()
    except PfdError as error:
        progress.clear()
        if arguments.json:
            print_json({"error": type(error).__name__, "message": str(error)})
        print(f"pfd: {error}", file=sys.stderr)
        return FAILED
    except (Cancelled, KeyboardInterrupt):
        progress.clear()
        print("pfd: cancelled; what was already done is kept.", file=sys.stderr)
        return CANCELLED
    except BrokenPipeError:
        return FAILED
