"""Start here. Nothing heavy is imported at the top: spawned children import this file."""

import multiprocessing
import sys


def main() -> int:
    """Open the window; the exit status of the program."""
    multiprocessing.freeze_support()
    try:
        from pfd_desktop.bootstrap.window import run
    except ImportError as error:
        if ".so" not in str(error):  # a library of the system is missing, not a part of ours
            raise
        sys.stderr.write(f"{without(str(error).partition(':')[0])}\n")
        return 1
    return run()


def without(library: str) -> str:
    """What to do where the operating system lacks a library that a window needs."""
    return (
        f"PFD Desktop cannot open its window: the system library {library} is missing. On Debian "
        "and Ubuntu: sudo apt-get install libegl1 libgl1 libglib2.0-0 libxkbcommon0 libdbus-1-3 "
        "libfontconfig1 libxcb-cursor0. The command pfd works without it."
    )


if __name__ == "__main__":
    raise SystemExit(main())
