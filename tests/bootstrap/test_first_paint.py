"""What is there when the window is first seen, and what is not."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from pfd_desktop.bootstrap.painted import AfterFirstPaint
from pfd_desktop.bootstrap.window import make_frame
from pfd_desktop.settings import Settings
import psutil

HEAVY = ("torch", "scipy.signal", "scipy.stats", "sklearn", "captum", "optuna", "matplotlib",
         "pandas", "onnxruntime", "numpy", "sqlalchemy", "pyqtgraph", "h5py")

def seen():
    print("heavy", [name for name in HEAVY if name in sys.modules])
    print("children", len(psutil.Process().children()))
    application.quit()

if __name__ == "__main__":
    application = QApplication([])
    frame = make_frame(application, Path(sys.argv[1]), Settings())
    AfterFirstPaint(frame.window, seen)
    frame.window.show()
    application.exec()
    frame.close()
"""


def test_nothing_heavy_is_loaded_and_no_child_started_before_the_first_paint(
    tmp_path: Path,
) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    for _ in range(2):  # a project that is made, and one that is there
        said = subprocess.run(
            [sys.executable, str(program), str(tmp_path / "project")],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout.splitlines()
        assert said == ["heavy []", "children 0"]
