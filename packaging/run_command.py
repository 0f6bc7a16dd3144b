"""The frozen command's start. Children start here too, so freeze_support comes first."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from pfd_desktop.bootstrap.command import main

    raise SystemExit(main())
