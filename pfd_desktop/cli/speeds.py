"""pfd speed."""

import argparse

import numpy as np

from pfd_desktop.cli import selecting
from pfd_desktop.cli.output import number, print_json
from pfd_desktop.cli.session import Session
from pfd_desktop.cli.setting import band
from pfd_desktop.core.records.speed import (
    CombSpeed,
    ProjectSpeed,
    RidgeSpeed,
    TachoSpeed,
    ToldSpeed,
)
from pfd_desktop.errors import InvalidInput


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("speed", help="the speed of a recording over time")
    parser.add_argument("id", metavar="ID")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--rpm", type=float, help="the same at all times")
    source.add_argument("--tacho", metavar="ID2", help="from the pulses of this recording")
    source.add_argument("--ridge", metavar="LO:HI", help="changing, from the signal, in rpm")
    source.add_argument("--comb", action="store_true", help="constant, from the signal")
    source.add_argument("--told", action="store_true", help="as told of the recording again")
    parser.add_argument("--pulses", type=float, default=1.0, help="of --tacho, per revolution")
    parser.add_argument("--slope", choices=("rising", "falling"), default="rising")
    parser.add_argument("--level", type=float, help="of --tacho, in its unit; else half-way")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Tell where the speed is from if that is asked, then say what it is."""
    service = session.services.speeds
    recording = selecting.recording(session.services, session.arguments.id)
    wanted = _reference(session)
    before = None if wanted is None else service.tell(recording.id, wanted)
    try:
        found = service.reading(recording.id, session.progress)
    except InvalidInput:
        if before is not None:  # a source that gives no speed is not kept
            service.tell(recording.id, before)
        raise
    session.progress.clear()
    speed = found.speed
    if session.json:
        told = service.told(recording.id)
        document = {"reference": told, "time_s": speed.time_s, "rpm": speed.rpm}
        print_json({**document, "notes": found.notes})
        return 0
    low, high = float(np.min(speed.rpm)), float(np.max(speed.rpm))
    spread = f", from {number(low, 5)} to {number(high, 5)}" if speed.varies else ""
    print(f"{recording.name}: {number(60 * speed.mean_hz, 5)} rpm{spread} ({speed.source})")
    for note in found.notes:
        print(f"note: {note}")
    return 0


def _reference(session: Session) -> ProjectSpeed | None:
    arguments = session.arguments
    if arguments.rpm is not None or arguments.told:
        return ToldSpeed(arguments.rpm)
    if arguments.tacho is not None:
        tacho = selecting.recording(session.services, arguments.tacho)
        return TachoSpeed(tacho.id, arguments.pulses, arguments.slope, arguments.level)
    if arguments.ridge is not None:
        low, high = band("--ridge", arguments.ridge, "rpm", "300:3000")
        return RidgeSpeed(low, high)
    return CombSpeed() if arguments.comb else None
