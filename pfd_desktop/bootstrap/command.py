"""The command ``pfd``."""

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    multiprocessing.freeze_support()
    from pfd_desktop.bootstrap.drawing import draw
    from pfd_desktop.bootstrap.places import default_project, home
    from pfd_desktop.bootstrap.services import Opened, open_services
    from pfd_desktop.cli.main import run
    from pfd_desktop.settings_file import load_settings

    def open_project(folder: Path | None) -> Opened:
        settings, problems = load_settings(home() / "settings.toml")
        for problem in problems:
            sys.stderr.write(f"pfd: {problem}\n")
        opened = open_services(folder or default_project(), settings)
        for job in opened.interrupted:
            sys.stderr.write(f"pfd: {job.title!r} was interrupted when the program ended.\n")
        return opened

    return run(sys.argv[1:] if argv is None else argv, open_project, draw)


if __name__ == "__main__":
    raise SystemExit(main())
