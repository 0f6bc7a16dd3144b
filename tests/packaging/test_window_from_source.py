"""The window as start.py opens it, on a real screen: it shows, fills the sample, and closes."""

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.packaging.opening import opens_and_closes

WITHIN_S = 20.0


@pytest.mark.x11
def test_the_window_opens_on_the_sample_and_closes(tmp_path: Path) -> None:
    if shutil.which("xdotool") is None:
        pytest.skip("not installed: xdotool")
    command = [sys.executable, "-m", "pfd_desktop", "--sample"]
    screen = {**os.environ, "PFD_HOME": str(tmp_path / "a böx")}
    shown_s = opens_and_closes(command, screen, WITHIN_S, open_s=6)
    print(f"GATE window_shown_s {shown_s:.1f} {WITHIN_S:.0f} pass")
    database = tmp_path / "a böx" / "projects" / "sample" / "project.db"
    with sqlite3.connect(database) as connection:
        states = connection.execute("select title, state from jobs").fetchall()
    connection.close()
    assert ("Make the sample recordings", "done") in states
