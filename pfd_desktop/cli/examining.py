"""pfd doctor."""

import argparse

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import print_json, print_table
from pfd_desktop.cli.session import Session
from pfd_desktop.core.doctor.grade import GRADES
from pfd_desktop.core.doctor.table import BY_CODE, FINDINGS
from pfd_desktop.core.records.recording import Recording


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("doctor", help="examine the measurements anew: findings, grades")
    parser.add_argument("ids", nargs="*", metavar="ID", help="'all', or all recordings when none")
    parser.add_argument(
        "--waiting", action="store_true", help="only those that nobody has examined yet"
    )
    parser.add_argument("--findings", action="store_true", help="explain what can be found")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """One line a recording, one a finding; 1 when a measurement is of no use (grade D)."""
    if session.arguments.findings:
        return _explain(session)
    if session.arguments.waiting:
        return _waiting(session)
    names = [name for name in session.arguments.ids if name != "all"]
    ids = [one.id for one in selecting.recordings(session.services, names)]
    examined = session.job(
        f"Examine {len(ids)} recordings",
        "doctor",
        lambda progress: session.services.doctor.examine(ids, progress),
    )
    if session.json:
        print_json(examined)
    else:
        print_table(("id", "name", "grade", "finding"), [r for one in examined for r in _rows(one)])
        counts = {grade: sum(one.grade == grade for one in examined) for grade in GRADES}
        print(", ".join(f"{count} × {grade}" for grade, count in counts.items() if count))
    return 1 if any(one.grade == "D" for one in examined) else 0


def _waiting(session: Session) -> int:
    doctor = session.services.doctor
    found = session.job("Examine what waits", "examine new", doctor.examine_waiting)
    if session.json:
        print_json(found)
    else:
        print(f"{found.words}." if found.grades or found.failed else "None waits.")
    return 1 if found.failed or "D" in dict(found.grades) else 0


def _rows(one: Recording) -> list[tuple[str, ...]]:
    texts = [flag.text for flag in one.flags if flag.code in BY_CODE] or [""]
    head = (one.id[-8:], one.name, one.grade, texts[0])
    return [head, *(("", "", "", text) for text in texts[1:])]


def _explain(session: Session) -> int:
    if session.json:
        rows = ("code", "title", "means", "remedy")
        print_json([{name: getattr(one, name) for name in rows} for one in FINDINGS])
    else:
        found = [(f.code, f.weight.name.lower(), f.means, f.remedy) for f in FINDINGS]
        print_table(("finding", "weight", "means", "what to do"), found)
    return 0
