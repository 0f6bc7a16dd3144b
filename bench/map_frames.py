"""What a frame of a map costs, against a frame of an empty plot in the same process.

usage: python bench/map_frames.py [--columns 1025] [--rows 2000]

Offscreen, 1600x800. A map of 1025 by 2000 cells is panned and zoomed: 40 zoom steps from everything
to 20 columns, 10 pan steps at five widths. A frame's cost is the least CPU time of three.
Goals: the median frame costs at most 3 frames of an empty plot, with uneven rows (a kurtogram's)
as well, another range of colours at most 20, the first picture at most 60. One line for each:
name, value, limit, pass or fail; the exit status is 1 if one is missed.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.map_plot import MapPlot
from pfd_desktop.ui.plots.plot import Plot

SIZE = (1600, 800)
HIGHEST_HZ, SECONDS = 6000.0, 20.0
REPEATS = 3
GOALS = {
    "map_frame": 3.0,
    "map_frame_p95": 4.0,
    "map_uneven_frame": 3.0,
    "map_levels": 20.0,
    "map_first": 60.0,
}


def figure(columns: int, rows: int) -> MapFigure:
    """A run-up in noise."""
    rng = np.random.default_rng(0)
    x, y = np.linspace(0, HIGHEST_HZ, columns), np.linspace(0, SECONDS, rows)
    values = rng.rayleigh(1e-3, (rows, columns)).astype(np.float32)
    for harmonic in (1, 2, 3):
        at = np.searchsorted(x, harmonic * (200 + 40 * y))
        values[np.arange(rows), np.clip(at, 0, columns - 1)] += 1 / harmonic
    return MapFigure(
        kind="stft",
        x=x,
        y=y,
        values=values,
        x_label="Frequency",
        x_unit="Hz",
        y_label="Time",
        y_unit="s",
        quantity="acceleration",
        unit="g",
        scaling="RMS",
        window="hann",
        enbw_hz=1.5,
        averages=1,
        overlap=0.5,
        band_hz=None,
        recording="bench",
        blob="",
    )


def views(columns: int) -> list[tuple[float, float]]:
    """What is looked at, in hertz."""
    seen = []
    for step in range(40):
        width = HIGHEST_HZ * (20 / columns) ** (step / 39)
        start = max(0.0, HIGHEST_HZ * 0.37 - width / 2)
        seen.append((start, start + width))
    for share in (1.0, 0.5, 0.2, 0.1, 0.05):
        width = HIGHEST_HZ * share
        seen += [(0.2 * k * 0.1 * width, 0.2 * k * 0.1 * width + width) for k in range(10)]
    return seen


def cost_ms(change: Callable[[], object]) -> float:
    """CPU time until everything is painted."""
    start = time.process_time()
    change()
    QApplication.processEvents()
    return (time.process_time() - start) * 1e3


def frames(plot: Plot, wanted: list[tuple[float, float]]) -> list[float]:
    """The least of ``REPEATS`` costs of each view."""
    runs = [[cost_ms(lambda v=view: plot.show_x(*v)) for view in wanted] for _ in range(REPEATS)]
    return [float(cost) for cost in np.min(runs, axis=0)]


def shown(plot: Plot) -> None:
    """Put it on the (offscreen) screen."""
    plot.resize(*SIZE)
    plot.show()
    QApplication.processEvents()


def run(columns: int, rows: int) -> dict[str, float]:
    """All figures, in frames of an empty plot."""
    wanted = views(columns)
    empty_plot = Plot("empty")
    empty_plot.set_axes(AxisText("Frequency", "Hz"), AxisText("Time", "s"))
    empty_plot.set_home(0, HIGHEST_HZ, 0, SECONDS)
    shown(empty_plot)
    frames(empty_plot, wanted)
    empty = float(np.median(frames(empty_plot, wanted)))
    empty_plot.hide()
    plot, made = MapPlot("map"), figure(columns, rows)
    shown(plot)
    first = cost_ms(lambda: plot.show_figure(made))
    drawn = frames(plot, wanted)
    plot.reset_view()
    ranges = [(-60.0, -k) for k in range(1, 6)]
    levels = min(cost_ms(lambda r=ends: plot.show_range(*r)) for ends in ranges)
    plot.show_range(None, None)
    plot.show_figure(replace(made, y=SECONDS * np.linspace(0, 1, rows) ** 1.5))
    uneven = frames(plot, wanted)
    return {
        "map_frame": float(np.median(drawn)) / empty,
        "map_frame_p95": float(np.percentile(drawn, 95)) / empty,
        "map_uneven_frame": float(np.median(uneven)) / empty,
        "map_levels": levels / empty,
        "map_first": first / empty,
    }


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--columns", type=int, default=1025)
    parser.add_argument("--rows", type=int, default=2000)
    chosen = parser.parse_args()
    application = QApplication([])
    found = run(chosen.columns, chosen.rows)
    application.closeAllWindows()
    for name, value in found.items():
        print(f"{name} {value:.2f} {GOALS[name]:g} {'pass' if value <= GOALS[name] else 'fail'}")
    return any(value > GOALS[name] for name, value in found.items())


if __name__ == "__main__":
    sys.exit(main())
