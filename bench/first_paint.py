"""From the start of the process to the first paint of the window, against a bare Qt window.

    python -m bench.first_paint [ROUNDS]

Bare: a main window with menus, a dock and six tabs, nothing of ours imported. Ours: the whole
program on an empty project that is there already. Both in turn, so that other load strikes alike.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT, GOAL = 5.0, 3.5

BARE = """
import sys
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMainWindow, QTabWidget

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            sys.stdout.write("painted\\n"); sys.stdout.flush()
            application.quit()
        return False

application = QApplication([])
window, tabs, watch = QMainWindow(), QTabWidget(), Watch()
for name in ("File", "Analyse", "View", "Help"):
    window.menuBar().addMenu(name).addAction(name)
for i in range(6):
    tabs.addTab(QLabel(str(i)), str(i))
window.setCentralWidget(tabs)
window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, QDockWidget("Dock"))
window.installEventFilter(watch)
window.show()
application.exec()
"""

OURS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from pfd_desktop.bootstrap.painted import AfterFirstPaint
from pfd_desktop.bootstrap.window import build
from pfd_desktop.settings import Settings

def painted():
    sys.stdout.write("painted\\n"); sys.stdout.flush()
    application.quit()

application = QApplication([])
app = build(application, Path(sys.argv[1]), Settings())
AfterFirstPaint(app.window, painted)
app.window.show()
application.exec()
app.close()
"""


def painted_s(program: str, folder: Path) -> float:
    """Seconds until the program's window was painted."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder / "project")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PFD_HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        said = process.stdout.readline()
        took = time.perf_counter() - began
    assert said == "painted\n", "the window did not open"
    return took


def measure(rounds: int) -> tuple[float, float]:
    """Medians: bare and ours, in seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        painted_s(BARE, folder)
        painted_s(OURS, folder)  # makes the project, fills the page cache
        pairs = [(painted_s(BARE, folder), painted_s(OURS, folder)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def main() -> int:
    """Print the medians and the gate; 1 when it fails."""
    bare, ours = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
    ratio = ours / bare
    print(f"bare {bare * 1e3:.0f} ms, ours {ours * 1e3:.0f} ms, goal {GOAL}")
    print(f"GATE first_paint {ratio:.2f} {LIMIT} {'pass' if ratio <= LIMIT else 'fail'}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
