"""pfd generate: synthetic recordings, marked so wherever they are shown."""

import argparse

from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Session
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.services.generation import BEARING, Planned


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("generate", help="make synthetic recordings of a fault")
    parser.add_argument("fault", choices=[fault.value for fault in Fault])
    parser.add_argument("--journal", action="store_true", help="of a hydrodynamic bearing")
    parser.add_argument("--bearing", default=BEARING, help="of the bearing table")
    parser.add_argument("--units", type=int, default=1, help="how many bearings with the fault")
    parser.add_argument("--speed-rpm", type=float, default=1797.0)
    parser.add_argument("--rate-hz", type=float, default=12_000.0)
    parser.add_argument("--duration-s", type=float, default=5.0)
    parser.add_argument("--severity", type=float, default=1.0, help="1 is pronounced")
    parser.add_argument("--noise", type=float, default=0.1, metavar="G", help="its RMS in g")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--machine", default="Synthetic machine")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Make them and tell which."""
    planned = [_planned(session, number) for number in range(session.arguments.units)]
    made = session.job(
        f"Make {len(planned)} synthetic recordings",
        "generate",
        lambda progress: session.services.generation.make(planned, progress),
    )
    if session.json:
        print_json(made)
    else:
        for recording in made:
            print(f"{recording.name} ({recording.id[-8:]}): synthetic, {recording.source_name}")
    return 0


def _planned(session: Session, number: int) -> Planned:
    wanted = session.arguments
    kind = BearingKind.JOURNAL if wanted.journal else BearingKind.ROLLING
    request = SyntheticRequest(
        fault=Fault(wanted.fault),
        kind=kind,
        bearing=None if wanted.journal else session.services.data.bearing(wanted.bearing),
        speed_rpm=wanted.speed_rpm,
        rate_hz=wanted.rate_hz,
        duration_s=wanted.duration_s,
        severity=wanted.severity,
        noise_rms=wanted.noise,
        seed=wanted.seed + number,
    )
    unit = f"{kind.value} {wanted.seed + number} ({wanted.fault})"
    return Planned(request, unit, machine=wanted.machine)
