"""The command ``pfd``: arguments in, exit status out."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from pfd_desktop import __version__
from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Draw, OpenProject, Session, StderrProgress
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Cancelled

DONE, FAILED, USAGE, CANCELLED = 0, 1, 2, 130


class _Commands(Protocol):
    """A module of commands."""

    def add(self, commands: "argparse._SubParsersAction[argparse.ArgumentParser]", /) -> None:
        """Declare them."""


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    whole = argparse.ArgumentParser("pfd", description="Fault diagnosis of rotating machines.")
    whole.add_argument("--version", action="version", version=f"pfd {__version__}")
    whole.add_argument("--project", type=Path, metavar="DIR", help="the project's folder")
    whole.add_argument("--json", action="store_true", help="one JSON document instead of text")
    whole.add_argument("--quiet", action="store_true", help="no progress on standard error")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in _modules():
        module.add(commands)
    return whole


def _modules() -> tuple[_Commands, ...]:
    """What declares commands, in the order of the help; loaded when a command is given."""
    return (*_of_recordings(), *_of_signals(), *_of_sets(), *_of_projects())


def _of_recordings() -> tuple[_Commands, ...]:
    from pfd_desktop.cli import examining, importing, labelling, recordings, searching, tagging

    return (importing, recordings, searching, tagging, labelling, examining)


def _of_signals() -> tuple[_Commands, ...]:
    from pfd_desktop.cli import (
        analysing,
        chaining,
        diagnosing,
        reporting,
        severity,
        solving,
        spectra,
        speeds,
        trending,
        whirling,
    )

    return (
        spectra,
        analysing,
        chaining,
        speeds,
        severity,
        trending,
        diagnosing,
        solving,
        whirling,
        reporting,
    )


def _of_sets() -> tuple[_Commands, ...]:
    from pfd_desktop.cli import (
        comparing,
        datasets,
        designing,
        evaluating,
        generating,
        guarding,
        learning,
    )

    return (datasets, learning, evaluating, guarding, comparing, generating, designing)


def _of_projects() -> tuple[_Commands, ...]:
    from pfd_desktop.cli import (
        backing_up,
        caching,
        checking,
        formats,
        sample,
        sources,
        watching,
    )

    return (sample, formats, watching, sources, checking, caching, backing_up)


def run(argv: Sequence[str], open_project: OpenProject, draw: Draw) -> int:
    """One call of ``pfd``; the exit status. *draw* makes a picture, which needs Qt.

    0 done, 1 the request failed (the message says what and what to do), 2 wrong usage,
    130 cancelled.
    """
    arguments = parser().parse_args(argv)
    progress = StderrProgress(quiet=arguments.quiet or arguments.json)
    progress.cancel_on_interrupt()
    try:
        return _carried_out(arguments, open_project, progress, draw)
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


def _carried_out(
    arguments: argparse.Namespace, open_project: OpenProject, progress: StderrProgress, draw: Draw
) -> int:
    """The command on its open project, then what had to wait until that was closed."""
    opened = open_project(arguments.project)
    session = Session(opened.services, arguments, progress, draw)
    try:
        status = int(arguments.run(session))
    finally:
        opened.close()
    for call in session.when_closed:
        call()
    return status
