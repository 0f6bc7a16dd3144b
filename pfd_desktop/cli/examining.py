"""pfd doctor: what is wrong with the measurements themselves."""

import argparse

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.doctor.grades import FINDINGS


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("doctor", help="grade recordings by what is wrong with them")
    parser.add_argument("recordings", nargs="*", help="names or ids; all where none are named")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Examine and tell; 1 where something could not be examined."""
    named = selecting.recordings(session.services, session.arguments.recordings)
    ids = [one.id for one in named]
    examined = session.job(
        "Examine recordings", "doctor", lambda p: session.services.doctor.examine(ids, p)
    )
    if session.json:
        print_json(examined)
    else:
        rows = []
        for one in examined:
            found = [flag for flag in one.recording.flags if flag.code in FINDINGS]
            words = "; ".join(f"{f.text}. {FINDINGS[f.code].advice}" for f in found)
            rows.append((one.recording.name, one.grade.value, one.refused or words))
        print_table(("recording", "grade", "findings"), rows)
    return 1 if any(one.refused for one in examined) else 0
