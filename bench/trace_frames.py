"""What a frame of a long recording costs, against a frame of an empty plot in the same process.

usage: python bench/trace_frames.py [--samples 1e8] [--work FOLDER] [--json]

Offscreen, 1600x800. The views: 40 zoom steps from everything to 2,000 samples, and 10 pan steps at
five widths. Gates: median frame at most 2.5 times the empty plot's, p95 at most 3 times, first
picture at most 10 empty frames, resident memory at most 40 MB above the empty plot's. The exit
status is 1 if one is missed.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication

from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.waveforms.blob import open_blob, write_blob
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.plot import Plot
from pfd_desktop.ui.plots.trace_plot import TracePlot

RATE_HZ = 20480.0
SIZE = (1600, 800)
GATES = {"median": 2.5, "p95": 3.0, "first": 10.0, "memory_mb": 40.0}
REPEATS = 3  # of all views; a frame's cost is the least of them, so other work does not count


@dataclass(frozen=True)
class Frames:
    """Milliseconds of the median frame and of the 95th percentile, by CPU and by wall clock."""

    cpu: float
    cpu_p95: float
    wall: float
    wall_p95: float


def recording(count: int) -> Iterator[NDArray[np.float32]]:
    """Noise with impacts, in pieces."""
    rng = np.random.default_rng(0)
    for start in range(0, count, 10_000_000):
        piece = rng.standard_normal(min(10_000_000, count - start), dtype=np.float32)
        piece[:: int(rng.integers(150, 250))] += 6
        yield piece


def views(count: int) -> list[tuple[float, float]]:
    """What is looked at, in seconds."""
    seen = []
    for step in range(40):
        width = count * (2000 / count) ** (step / 39)
        start = max(0.0, count * 0.37 - width / 2)
        seen.append((start, min(count, start + width)))
    for share in (1.0, 0.5, 0.1, 1e-2, 1e-3):
        width = max(count * share, 2000)
        for step in range(10):
            start = min((count - width) * 0.3 + step * width * 0.01, count - width)
            seen.append((start, start + width))
    return [(low / RATE_HZ, high / RATE_HZ) for low, high in seen]


def measure(plot: Plot, wanted: list[tuple[float, float]]) -> Frames:
    """Show every view ``REPEATS`` times."""
    cpu, wall = [], []
    for _ in range(REPEATS):
        costs = [_cost(lambda v=view: plot.show_x(*v)) for view in wanted]
        cpu.append([cost[0] for cost in costs])
        wall.append([cost[1] for cost in costs])
    best_cpu, best_wall = np.min(cpu, axis=0), np.min(wall, axis=0)
    return Frames(
        float(np.median(best_cpu)),
        float(np.percentile(best_cpu, 95)),
        float(np.median(best_wall)),
        float(np.percentile(best_wall, 95)),
    )


def _cost(change: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    change()
    QApplication.processEvents()
    return (time.process_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3


def memory_mb() -> float:
    """Resident memory of this process."""
    return float(psutil.Process().memory_info().rss) / 2**20


def shown(plot: Plot) -> None:
    """Put it on the (offscreen) screen."""
    plot.resize(*SIZE)
    plot.show()
    QApplication.processEvents()


def run(path: Path, count: int) -> dict[str, float]:
    """All figures."""
    wanted = views(count)
    empty_plot = Plot("empty")
    empty_plot.set_axes(AxisText("Time", "s"), AxisText("Acceleration", "g"))
    empty_plot.set_home(0, count / RATE_HZ, -12, 12)
    shown(empty_plot)
    measure(empty_plot, wanted)
    empty, floor = measure(empty_plot, wanted), memory_mb()
    empty_plot.hide()
    plot = TracePlot("trace")
    shown(plot)
    blob = open_blob(path)
    figure = TraceFigure(blob, RATE_HZ, "acceleration", "g", "bench", blob.sha256)
    first_cpu, first_wall = _cost(lambda: plot.show_figure(figure))
    trace, reached = measure(plot, wanted), memory_mb()
    return {
        "samples": count,
        "empty_cpu_ms": empty.cpu,
        "empty_wall_ms": empty.wall,
        "trace_cpu_ms": trace.cpu,
        "trace_wall_ms": trace.wall,
        "median": trace.cpu / empty.cpu,
        "median_wall": trace.wall / empty.wall,
        "p95": trace.cpu_p95 / empty.cpu,
        "p95_wall": trace.wall_p95 / empty.wall,
        "first": first_cpu / empty.cpu,
        "first_wall": first_wall / empty.wall,
        "memory_mb": reached - floor,
    }


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=float, default=1e8)
    parser.add_argument("--work", type=Path, default=None, help="where the recording is kept")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    application = QApplication([])
    with tempfile.TemporaryDirectory() as temporary:
        folder, count = chosen.work or Path(temporary), int(chosen.samples)
        path = folder / f"trace-{count}.h5"
        if not path.is_file():
            write_blob(path, recording(count), RATE_HZ, "g", "acceleration")
        found = run(path, count)
    application.closeAllWindows()
    missed = [name for name, most in GATES.items() if found[name] > most]
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(
                f"{name:>14} {value:12.3f}"
                + (f"   at most {GATES[name]:g}" if name in GATES else "")
            )
        print("missed: " + ", ".join(missed) if missed else "all gates kept")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
