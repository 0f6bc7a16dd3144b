"""pfd formats."""

import argparse

from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("formats", help="which files are read, and by what plug-ins")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """List them; 1 when a plug-in is broken."""
    found = session.services.imports.formats(session.progress)
    if session.json:
        print_json(found)
    else:
        rows = [(one.name, " ".join(one.endings), one.plug_in or "built in") for one in found]
        print_table(("format", "endings", "from"), rows)
        for one in found:
            if one.problem:
                print(f"broken: {one.problem}")
    return 1 if any(one.problem for one in found) else 0
