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

LIMIT = 5.0

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
from pfd_desktop.bootstrap.window import fill, make_frame
from pfd_desktop.settings import Settings

def painted():
    sys.stdout.write("painted\\n"); sys.stdout.flush()
    app = fill(frame, project, Settings())
    app.window.builder.finish()
    sys.stdout.write("filled\\n"); sys.stdout.flush()
    app.opened.close()
    application.quit()

application, project = QApplication([]), Path(sys.argv[1])
frame = make_frame(application, project, Settings())
AfterFirstPaint(frame.window, painted)
frame.window.show()
application.exec()
frame.close()
"""


def painted_s(program: str, folder: Path) -> tuple[float, float]:
    """Seconds until the program's window was painted, and until its panels were there."""
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
        painted = time.perf_counter() - began
        filled = time.perf_counter() - began if process.stdout.readline() == "filled\n" else painted
    assert said == "painted\n", "the window did not open"
    return painted, filled


def measure(rounds: int) -> tuple[float, float, float]:
    """Medians in seconds: bare, ours, ours with its panels."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        painted_s(BARE, folder)
        painted_s(OURS, folder)  # makes the project, fills the page cache
        pairs = [(painted_s(BARE, folder), painted_s(OURS, folder)) for _ in range(rounds)]
    bare = statistics.median(bare for (bare, _), _ in pairs)
    painted = statistics.median(painted for _, (painted, _) in pairs)
    return bare, painted, statistics.median(filled for _, (_, filled) in pairs)


def main() -> int:
    """Print the medians and the gate; 1 when it fails."""
    bare, ours, filled = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
    ratio = ours / bare
    print(f"bare {bare * 1e3:.0f} ms, ours {ours * 1e3:.0f} ms, with panels {filled * 1e3:.0f} ms")
    print(f"GATE first_paint {ratio:.2f} {LIMIT} {'pass' if ratio <= LIMIT else 'fail'}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
