"""pfd sources: files outside the project that recordings were left in."""

import argparse
from pathlib import Path

from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    parser = commands.add_parser("sources", help="files that recordings were left in")
    acts = parser.add_subparsers(required=True, metavar="ACT")
    shown = acts.add_parser("list", help="which they are, and whether they can be read")
    shown.set_defaults(run=_list)
    find = acts.add_parser("find", help="look for those that were moved, by size and hash")
    find.add_argument("folder", type=Path, help="the folder to look below")
    find.set_defaults(run=_find)


def _list(session: Session) -> int:
    """1 when one cannot be read."""
    outside = session.services.sources.outside(session.progress)
    session.progress.clear()
    if session.json:
        print_json(outside)
    elif outside:
        rows = [
            (str(one.path), f"{one.size / 1e6:.1f} MB", ", ".join(one.recordings), one.trouble)
            for one in outside
        ]
        print_table(("file", "size", "recordings", "trouble"), rows)
    else:
        print("All samples lie in the project.")
    return 1 if any(one.trouble for one in outside) else 0


def _find(session: Session) -> int:
    """1 when one is still missing."""
    folder: Path = session.arguments.folder
    done = session.job(
        "Find moved files", "sources", lambda p: session.services.sources.find(folder, p)
    )
    if session.json:
        print_json(done)
    else:
        for before, now in done.found:
            print(f"found: {before} is {now} now")
        for path in done.missing:
            print(f"still missing: {path}")
        if not done.found and not done.missing:
            print("Nothing is missing.")
    return 1 if done.missing else 0
