"""pfd backup and pfd move: whole copies of a project, and another place for it."""

import argparse
from pathlib import Path

from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Session


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    backup = commands.add_parser("backup", help="make, check and restore whole copies")
    acts = backup.add_subparsers(required=True, metavar="ACT")
    make = acts.add_parser("make", help="copy the project, also while it is in use elsewhere here")
    make.add_argument("target", type=Path, help="a folder that does not exist")
    make.set_defaults(run=_make)
    check = acts.add_parser("check", help="whether a backup is whole")
    check.add_argument("backup", type=Path)
    check.set_defaults(run=_check)
    restore = acts.add_parser("restore", help="make a project from a backup")
    restore.add_argument("backup", type=Path)
    restore.add_argument("target", type=Path, help="a folder that does not exist")
    restore.set_defaults(run=_restore)
    move = commands.add_parser("move", help="let the project lie elsewhere")
    move.add_argument("target", type=Path, help="a folder that does not exist")
    move.set_defaults(run=_move)


def _make(session: Session) -> int:
    target: Path = session.arguments.target
    made = session.job(
        "Back the project up", "backup", lambda p: session.services.backups.make(target, p)
    )
    words = f"{len(made.files)} files, {made.size / 1e6:.1f} MB, are in {target}."
    _say(session, f"{words}{_left_outside([one.path for one in made.outside])}")
    return 0


def _check(session: Session) -> int:
    backup: Path = session.arguments.backup
    found = session.job(
        "Check a backup", "check backup", lambda p: session.services.backups.problems(backup, p)
    )
    if session.json:
        print_json({"problems": found})
    else:
        print("\n".join(found) or f"{backup} is whole.")
    return 1 if found else 0


def _restore(session: Session) -> int:
    backup, target = session.arguments.backup, session.arguments.target
    made = session.job(
        "Restore a backup", "restore", lambda p: session.services.backups.restore(backup, target, p)
    )
    words = f"The project is in {target}; pfd --project {target} opens it."
    _say(session, f"{words}{_left_outside([one.path for one in made.outside])}")
    return 0


def _move(session: Session) -> int:
    """The folder moves once the project is closed."""
    target: Path = session.arguments.target
    outside = [str(one.path) for one in session.services.sources.outside(session.progress)]

    def move() -> None:
        session.services.backups.move(target, session.progress)
        session.progress.clear()
        words = f"The project is in {target}; pfd --project {target} opens it."
        _say(session, f"{words}{_left_outside(outside)}")

    session.when_closed.append(move)
    return 0


def _left_outside(paths: list[str]) -> str:
    """Which files recordings were left in, on lines of their own; "" where there are none."""
    if not paths:
        return ""
    listed = "\n".join(f"  {path}" for path in paths)
    return f"\nThe samples of recordings stay in files outside the project, not copied:\n{listed}"


def _say(session: Session, words: str) -> None:
    if session.json:
        print_json({"message": words})
    else:
        print(words)
