"""A program's window on a virtual screen: how soon it shows, and that it closes as asked."""

import subprocess
import time
from collections.abc import Mapping, Sequence

from tests.gates import ROOT

TITLE = "PFD Desktop"


def opens_and_closes(
    command: Sequence[str], screen: Mapping[str, str], within_s: float, open_s: float
) -> float:
    """Seconds from the start until the window shows; it stays *open_s*, then ends well."""
    began = time.monotonic()
    program = subprocess.Popen(command, env=dict(screen), cwd=ROOT)
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", TITLE]
    try:
        found = subprocess.run(
            search, check=True, env=screen, timeout=within_s, capture_output=True, text=True
        )
        shown_s = time.monotonic() - began
        time.sleep(open_s)  # the sample project is made while the window is open
        assert program.poll() is None
        window = found.stdout.split()[0]
        subprocess.run(["xdotool", "windowactivate", "--sync", window], check=True, env=screen)
        subprocess.run(["xdotool", "key", "alt+F4"], check=True, env=screen)
        assert program.wait(20) == 0
    finally:
        program.kill()
        program.wait()
    return shown_s
