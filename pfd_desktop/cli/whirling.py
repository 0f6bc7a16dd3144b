"""pfd whirl."""

import argparse

from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Session
from pfd_desktop.core.physics.journal_bearing import JournalBearing, whirl_of

_NEEDED = (
    ("--diameter-mm", "of the journal"),
    ("--length-mm", "of the bearing"),
    ("--clearance-um", "radial"),
    ("--viscosity-mpas", "of the oil, at the film's temperature"),
    ("--load-n", "on this bearing"),
    ("--rpm", "shaft speed"),
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "whirl",
        help="where a plain journal bearing's oil would whirl, and whether a rigid rotor does",
    )
    for name, about in _NEEDED:
        parser.add_argument(name, type=float, required=True, help=about)
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Print the film's state and its whirl."""
    told = session.arguments
    bearing = JournalBearing(
        told.diameter_mm, told.length_mm, told.clearance_um, told.viscosity_mpas
    )
    found = whirl_of(bearing, told.rpm / 60, told.load_n)
    if session.json:
        print_json(found)
        return 0
    at = found.equilibrium
    print(f"Sommerfeld number {at.sommerfeld:.3f}, L/D {bearing.length_ratio:.2f}")
    print(
        f"journal at {at.eccentricity:.3f} of the clearance, {at.attitude_deg:.1f}° from the load"
    )
    print(found.words)
    print("Two axial grooves at the sides, oil of one viscosity (Lund and Thomsen 1978).")
    return 0
