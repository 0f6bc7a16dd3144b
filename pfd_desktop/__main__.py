"""Start here. Nothing heavy is imported at the top: spawned children import this file."""

import multiprocessing


def main() -> int:
    """Open the window; the exit status of the program."""
    multiprocessing.freeze_support()
    from pfd_desktop.bootstrap.window import run

    return run()


if __name__ == "__main__":
    raise SystemExit(main())
