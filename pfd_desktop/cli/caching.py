"""pfd cache."""

import argparse
from dataclasses import asdict

from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Session


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "cache", help="how much is kept of processed waveforms and analyses"
    )
    parser.add_argument(
        "--clear",
        nargs="?",
        const="",
        metavar="PATTERN",
        help="drop it, it is computed when needed: all, or of the recordings called so, as in"
        " '105*'; analysis:psd names analyses, which are kept in memory while a program runs",
    )
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Say it, after clearing where asked."""
    kept, pattern = session.services.kept, session.arguments.clear
    freed = 0 if pattern is None else kept.clear(pattern)
    use = kept.use()
    if session.json:
        print_json({**asdict(use), "freed": freed})
        return 0
    if pattern is not None:
        print(f"{freed / 1e6:.1f} MB are free again.")
    for words, one in (
        ("processed waveforms", use.processed),
        ("analyses in memory", use.analyses),
    ):
        print(
            f"{one.count} {words}, {one.size / 1e6:.1f} of {one.limit / 1e6:.0f} MB; {one.found} of"
            f" {one.asked} were there when asked for, {one.dropped} dropped."
        )
    return 0
