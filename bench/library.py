"""A library of 10,000 recordings: opened, filtered, scrolled.

    PYTHONPATH=. QT_QPA_PLATFORM=offscreen python bench/library.py [recordings]

Aims: the list within 1 s of the panel being seen, a filter within 100 ms, 60 pictures a second
while scrolling, less than 700 MB resident. Imports are measured by importing.py.
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

    from pfd_desktop.bootstrap.window import App
    from pfd_desktop.ui.panels.recordings.view import RecordingsView

COUNT = 10_000


def filled(folder: Path, count: int) -> None:
    """A project of so many recordings, as rows alone: no waveform is looked at here."""
    from pfd_desktop.core.records.faults import Fault
    from pfd_desktop.core.records.machine import BearingKind
    from pfd_desktop.store import recordings
    from pfd_desktop.store.project import open_project
    from pfd_desktop.store.recordings import NewRecording

    random, faults = np.random.default_rng(0), tuple(Fault)
    project = open_project(folder)
    with project.store.write() as session:
        for number in range(count):
            fault = faults[number % len(faults)]
            recordings.add(
                session,
                NewRecording(
                    name=f"measurement {number:05}",
                    machine=f"Pump {number % 40:02}",
                    unit_name=f"bearing {number % 160:03}",
                    point="housing",
                    kind=BearingKind.ROLLING,
                    bearing=None,
                    source_name=f"{number:05}.mat",
                    channel="vertical",
                    blob=hashlib.sha256(str(number).encode()).hexdigest(),
                    rate_hz=12_000.0,
                    samples=int(random.integers(10_000, 1_000_000)),
                    quantity="acceleration",
                    unit="g",
                    speed_rpm=float(random.uniform(900, 3600)),
                    condition=f"{number % 4} hp",
                    label=fault.value,
                ),
            )
    project.close()


def library(count: int) -> None:
    """Open the window on it and use the list."""
    from PySide6.QtWidgets import QApplication

    from pfd_desktop.bootstrap.window import build
    from pfd_desktop.settings import Settings

    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        filled(Path(folder) / "p", count)
        app = build(application, Path(folder) / "p", Settings())
        app.window.resize(1600, 960)
        view = opened(app, count)
        searched(app, view, count)
        scrolled(view.table.view)
        print(f"resident {psutil.Process().memory_info().rss / 2**20:.0f} MB (700)")
        app.close()


def until(done: Callable[[], bool]) -> float:
    """Let the window work until it is *done*; the seconds that took."""
    from PySide6.QtWidgets import QApplication

    started = time.perf_counter()
    while not done():
        QApplication.processEvents()
    return time.perf_counter() - started


def opened(app: "App", count: int) -> "RecordingsView":
    """Show the window and wait for the list."""
    from pfd_desktop.ui.panels.recordings.view import RecordingsView

    window = app.window
    window.go_to("measure")
    started = time.perf_counter()
    window.show()
    until(lambda: isinstance(window.docks["recordings"].widget(), RecordingsView))
    print(f"panel there {time.perf_counter() - started:.2f} s after the window was shown")
    view = window.docks["recordings"].widget()
    assert isinstance(view, RecordingsView)
    table, there = view.table.view, time.perf_counter()
    until(lambda: table.model().rowCount() == count)
    table.viewport().repaint()
    print(f"list seen {time.perf_counter() - there:.2f} s after that (1)")
    window.builder.finish()
    until(lambda: not app.jobs.running)
    print(f"nothing runs any more after {time.perf_counter() - started:.2f} s")
    return view


def searched(app: "App", view: "RecordingsView", count: int) -> None:
    """Filter, and list all again."""
    search, table = app.context.services.search, view.table.view
    for words in ("rub", "pump 07 outer", "measurement 09", "quality:*", "speed:>3500"):
        rows = len(search.ids("recordings", words))
        assert rows != count, "a filter that keeps all is seen at once"
        started = time.perf_counter()
        view.search.field.put(words)
        until(lambda rows=rows: table.model().rowCount() == rows)
        took = 1e3 * (time.perf_counter() - started)
        print(f"filter {words!r}: {took:.0f} ms (100), {rows} rows")
    view.search.field.put("")
    until(lambda: table.model().rowCount() == count)


def scrolled(table: "QTableView") -> None:
    """Scroll from one end to the other."""
    bar, frames = table.verticalScrollBar(), []
    for place in np.linspace(bar.minimum(), bar.maximum(), 300).astype(int):
        started = time.perf_counter()
        bar.setValue(int(place))
        table.viewport().repaint()
        frames.append(1e3 * (time.perf_counter() - started))
    p50, p95 = np.percentile(frames, (50, 95))
    print(f"scrolling: median {p50:.1f} ms, p95 {p95:.1f} ms a picture (16.7)")


if __name__ == "__main__":
    library(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
