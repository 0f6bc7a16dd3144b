"""pfd cache."""

import argparse
from dataclasses import asdict

from pfd_desktop.cli.output import print_json
from pfd_desktop.cli.session import Session


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("cache", help="how much is kept of processed waveforms")
    parser.add_argument("--clear", action="store_true", help="drop it; it is computed when needed")
    parser.set_defaults(run=run)


def run(session: Session) -> int:
    """Say it, after clearing where asked."""
    kept = session.services.chains.kept
    freed = kept.clear() if session.arguments.clear else 0
    use = kept.use()
    if session.json:
        print_json({**asdict(use), "freed": freed})
        return 0
    if session.arguments.clear:
        print(f"{freed / 1e6:.1f} MB are free again.")
    print(f"{use.files} processed waveforms, {use.size / 1e6:.1f} of {use.limit / 1e6:.0f} MB.")
    return 0
