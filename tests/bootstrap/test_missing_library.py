"""A system without the libraries that a window needs: a sentence, not a traceback."""

import subprocess
import sys

BARE = """
import sys

class Bare:
    def find_spec(self, name, path, target=None):
        if name == "PySide6.QtWidgets":
            raise ImportError({text!r})

sys.meta_path.insert(0, Bare())
sys.argv = ["pfd-desktop", "--help"]
from pfd_desktop.__main__ import main
sys.exit(main())
"""


def started(text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BARE.format(text=text)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_a_missing_system_library_is_named_with_what_to_install() -> None:
    outcome = started("libGL.so.1: cannot open shared object file: No such file or directory")
    assert outcome.returncode == 1
    assert "the system library libGL.so.1 is missing" in outcome.stderr
    assert "apt-get install" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_missing_part_of_ours_is_not_mistaken_for_one() -> None:
    outcome = started("cannot import name 'Window'")
    assert outcome.returncode == 1
    assert "Traceback" in outcome.stderr
