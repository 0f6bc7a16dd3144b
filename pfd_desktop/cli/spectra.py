"""pfd spectrum."""

import argparse

from pfd_desktop.cli import analysing
from pfd_desktop.core.analyses.analysis import Shape
from pfd_desktop.core.analyses.table import of_shape

KINDS = tuple(analysis.name for analysis in of_shape(Shape.LINES))


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command: analyses that give lines, with the options used most."""
    parser = commands.add_parser("spectrum", help="a spectrum of one recording")
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--kind", choices=KINDS, default="fft")
    parser.add_argument("--band", metavar="LO:HI", help="band to demodulate, in Hz")
    parser.add_argument("--window")
    parser.add_argument("--max-hz", type=float)
    analysing.add_options(parser)
    parser.set_defaults(run=analysing.run)
