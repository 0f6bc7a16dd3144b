"""The signal browser against its limits: a thousand million samples, labels, the pyramid.

usage: python bench/signal_browser.py [--work FOLDER] [--small]

Offscreen, 1600x800, the views of trace_frames.py. Prints one line for each goal: name, value,
limit, pass or fail; the exit status is 1 if one is missed. Ratios are of CPU time, which other
work on the machine moves little; frame_max_ms is wall time and wants a quiet machine. --small uses
a hundredth of the samples, to try the script itself. Needs 9 GB of disk for a moment.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from trace_frames import RATE_HZ, REPEATS, SIZE, measure, memory_mb, shown, views

from pfd_desktop.core.figures.labels import LabelSheet, TraceLabel
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.waveforms.blob import TOP, open_blob, write_blob
from pfd_desktop.core.waveforms.envelope import BASE, next_pairs, pairs_of
from pfd_desktop.core.waveforms.mean_squares import power_tower, powers_of
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.plot import Plot
from pfd_desktop.ui.plots.trace_plot import TracePlot

HUGE, LARGE, LABELS = 1_000_000_000, 100_000_000, 10_000
PIECE = 1 << 20
LIMITS = {
    "frame_median_over_empty": 2.5,
    "frame_max_ms": 16.7,
    "memory_mb": 40.0,
    "peak_mode_p95_over_ours": -8.0,  # negative: at least
    "pyramid_over_minmax_bandwidth": -0.3,
    "labels_frame_over_without": 2.0,
}


def recording(count: int) -> Iterator[NDArray[np.float32]]:
    """Noise with impacts; one piece again and again, each a little louder than the last."""
    rng = np.random.default_rng(0)
    piece = rng.standard_normal(PIECE, dtype=np.float32)
    piece[::193] += 6
    for start in range(0, count, PIECE):
        yield piece[: min(PIECE, count - start)] * np.float32(1 + 0.2 * start / count)


def figure_of(folder: Path, count: int) -> TraceFigure:
    """A waveform file of so many samples, open."""
    path = folder / f"browser-{count}.h5"
    if not path.is_file():
        write_blob(path, recording(count), RATE_HZ, "g", "acceleration")
    blob = open_blob(path)
    return TraceFigure(blob, RATE_HZ, "acceleration", "g", "bench", blob.sha256)


def slowest_ms(plot: Plot, wanted: list[tuple[float, float]]) -> float:
    """Wall time of the slowest view, each at its best of several tries."""
    tries = []
    for _ in range(REPEATS):
        costs = []
        for low, high in wanted:
            start = time.perf_counter()
            plot.show_x(low, high)
            QApplication.processEvents()
            costs.append((time.perf_counter() - start) * 1e3)
        tries.append(costs)
    return float(np.max(np.min(tries, axis=0)))


def frames(folder: Path, count: int) -> dict[str, float]:
    """A frame of *count* samples against one of an empty plot; labels on top."""
    wanted = views(count)
    empty_plot = Plot("empty")
    empty_plot.set_axes(AxisText("Time", "s"), AxisText("Acceleration", "g"))
    empty_plot.set_home(0, count / RATE_HZ, -12, 12)
    figure = figure_of(folder, count)
    shown(empty_plot)
    measure(empty_plot, wanted)
    empty, floor = measure(empty_plot, wanted), memory_mb()
    empty_plot.hide()
    plot = TracePlot("trace")
    shown(plot)
    plot.show_figure(figure)
    trace, reached = measure(plot, wanted), memory_mb()
    slowest = slowest_ms(plot, wanted)
    plot.labels.show_labels(labels(figure.duration_s))
    labelled = measure(plot, wanted)
    plot.hide()
    return {
        "frame_median_over_empty": trace.cpu / empty.cpu,
        "frame_max_ms": slowest,
        "memory_mb": reached - floor,
        "labels_frame_over_without": labelled.cpu / trace.cpu,
    }


def labels(duration_s: float) -> LabelSheet:
    """Ten thousand, of five classes."""
    starts = np.linspace(0, duration_s, LABELS, endpoint=False).tolist()
    length = 0.3 * duration_s / LABELS
    return LabelSheet(
        TraceLabel(str(i), start, start + length, "rub", i % 5) for i, start in enumerate(starts)
    )


def peak_mode(folder: Path, count: int) -> float:
    """95th percentile of pyqtgraph's frame in peak mode over ours, of the same samples."""
    wanted, figure = views(count), figure_of(folder, count)
    plot = TracePlot("trace")
    shown(plot)
    plot.show_figure(figure)
    ours = measure(plot, wanted)
    plot.hide()
    peer = pg.PlotWidget()
    peer.resize(*SIZE)
    curve = peer.plot(pen=pg.mkPen("b", width=1))
    curve.setDownsampling(auto=True, method="peak")
    curve.setClipToView(True)
    peer.show()
    times = np.arange(count) / RATE_HZ
    curve.setData(times, np.array(figure.waveform.samples))
    peer.getViewBox().disableAutoRange()
    costs = []
    for low, high in wanted:
        start = time.process_time()
        peer.setXRange(low, high, padding=0)
        QApplication.processEvents()
        costs.append((time.process_time() - start) * 1e3)
    peer.close()
    return float(np.percentile(costs, 95)) / ours.cpu_p95


def pyramid(count: int) -> float:
    """Bandwidth of building extremes and mean squares over that of numpy's minimum and maximum."""
    samples = np.concatenate(list(recording(count)))

    def build() -> None:
        pairs = np.concatenate([pairs_of(p, BASE) for p in pieces(samples)], axis=1)
        while pairs.shape[1] > TOP:
            pairs = next_pairs(pairs)
        powers = np.concatenate([powers_of(p) for p in pieces(samples)])
        list(power_tower(powers, count, TOP))

    return best(lambda: (samples.min(), samples.max())) / best(build)


def pieces(samples: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """As the waveform file is written."""
    for start in range(0, len(samples), PIECE):
        yield samples[start : start + PIECE]


def best(call: Callable[[], object]) -> float:
    """Seconds of CPU of the cheapest of some calls."""
    costs = []
    for _ in range(3):
        start = time.process_time()
        call()
        costs.append(time.process_time() - start)
    return min(costs)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=None, help="where the recordings are kept")
    parser.add_argument("--small", action="store_true")
    chosen = parser.parse_args()
    application = QApplication([])
    share = 100 if chosen.small else 1
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.work or Path(temporary)
        found = frames(folder, HUGE // share)
        found["peak_mode_p95_over_ours"] = peak_mode(folder, LARGE // share)
        found["pyramid_over_minmax_bandwidth"] = pyramid(LARGE // share)
    application.closeAllWindows()
    missed = 0
    for name, limit in LIMITS.items():
        good = found[name] >= -limit if limit < 0 else found[name] <= limit
        missed += not good
        print(f"{name} {found[name]:.3f} {abs(limit):g} {'pass' if good else 'fail'}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
