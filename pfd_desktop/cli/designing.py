"""pfd design: sets of synthetic recordings, balanced and the same everywhere."""

import argparse
from dataclasses import replace
from pathlib import Path

from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Session
from pfd_desktop.core.generator.designs import Design, Mode, classes_of
from pfd_desktop.core.generator.legacy.conditions import Severity
from pfd_desktop.core.records.machine import BearingKind


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("design", help="make a balanced set of synthetic recordings")
    parser.add_argument("--file", type=Path, help="a design as JSON; options change it")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the design as JSON")
    parser.add_argument("--dry-run", action="store_true", help="tell what it takes, make nothing")
    parser.add_argument("--name")
    parser.add_argument(
        "--mode", choices=[mode.value for mode in Mode], help="the older benchmark, or a rig"
    )
    parser.add_argument("--classes", nargs="+", help='such as imbalance, or "rub + imbalance"')
    parser.add_argument("--levels", nargs="+", choices=[level.value for level in Severity])
    parser.add_argument("--per-level", type=int, help="records of each class at each level")
    parser.add_argument("--units", type=int, help="machines of each class at each level of a rig")
    parser.add_argument("--rolling", action="store_true", help="a rig with a rolling bearing")
    parser.add_argument("--bearing", help="of the bearing table")
    parser.add_argument("--seed", type=int)
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Make the set, or tell what it would take."""
    design = _design(session)
    if session.arguments.save:
        session.services.designs.save(design, session.arguments.save)
    designs = session.services.designs
    if session.arguments.dry_run:
        size = session.job("Try one record", "", lambda p: designs.size(design, p))
        if session.json:
            print_json(size)
        else:
            megabytes, seconds = size.size_bytes / 1e6, size.seconds
            print(f"{size.records} records, {megabytes:.0f} MB, about {seconds:.0f} s")
        return 0
    made = session.job(
        f"Make {len(design)} records of {design.name}", "design", lambda p: designs.make(design, p)
    )
    if session.json:
        print_json({"design": design.key, "recordings": made})
    else:
        print(f"{len(design)} records of {design.name} are in the project, all synthetic.")
    return 0


def _design(session: Session) -> Design:
    """What the file says, changed by what the options say."""
    told = session.arguments
    design = Design("Synthetic set", Mode.LEGACY, ())
    if told.file:
        design = session.services.designs.load(told.file)
    if told.mode:
        design = replace(design, mode=Mode(told.mode))
    if told.rolling:
        design = replace(design, kind=BearingKind.ROLLING)
    if told.bearing:
        design = replace(design, bearing=session.services.data.bearing(told.bearing))
    if told.levels:
        design = replace(design, levels=tuple(Severity(level) for level in told.levels))
    for name in ("name", "per_level", "units", "seed"):
        value = getattr(told, name)
        if value is not None:
            design = replace(design, **{name: value})
    classes = tuple(told.classes or design.classes) or classes_of(design.mode, design.kind)
    return replace(design, classes=classes)
