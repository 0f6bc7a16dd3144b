"""pfd watch."""

import argparse
import time
from pathlib import Path

from pfd_desktop.cli import importing
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.importing import Mapping
from pfd_desktop.core.records.watching import Ready

_EVERY_S = 2.0


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("watch", help="import the new files of a folder as they come")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--for", dest="seconds", type=float, metavar="SECONDS", help="end after so long"
    )
    importing.add_mapping(parser)
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Watch until Ctrl+C or the time is over; 1 where a file was refused."""
    arguments, service = session.arguments, session.services.watching
    wanted = importing.request(arguments, (arguments.folder,))
    told = None if wanted.mapping == Mapping() else wanted.mapping
    before = {one.id for one in service.folders()}
    folder = service.watch(arguments.folder, told, every=wanted.every)
    ends = None if arguments.seconds is None else time.monotonic() + arguments.seconds
    refused = False
    try:
        while ends is None or time.monotonic() < ends:
            for ready in service.look(session.progress):
                if ready.watched.id == folder.id:
                    refused = _take(session, ready) or refused
            time.sleep(_EVERY_S)
            session.progress.report(0.0, f"Watching {folder.folder}")
    finally:
        if folder.id not in before:  # the window is not to go on with it
            service.stop(folder.id)
    return 1 if refused else 0


def _take(session: Session, ready: Ready) -> bool:
    """Import them; whether one was refused."""
    report = session.job(
        f"Import {len(ready.files)} new files of {ready.watched.folder.name}",
        "import",
        lambda progress: session.services.watching.take(ready, progress),
    )
    importing.tell(session, report)
    return bool(report.refused)
