"""The trace: what is drawn is the envelope of the samples, at any zoom."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.core.figures.trace import Columns
from pfd_desktop.ui.plots.overview import Overview
from pfd_desktop.ui.plots.trace_plot import TracePlot
from tests.ui import recordings as made


def shown(qtbot: QtBot, plot: TracePlot) -> TracePlot:
    qtbot.addWidget(plot)
    plot.resize(800, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


@pytest.fixture
def plot(qtbot, tmp_path):
    plot = shown(qtbot, TracePlot("trace"))
    plot.show_figure(made.trace(made.blob(tmp_path, made.bearing_samples(20))))
    return plot


def drawing(plot: TracePlot) -> tuple[np.ndarray, QPointF, QPointF]:
    """The picture as RGB, and where the view's top left and bottom right corner lie in it."""
    QApplication.processEvents()  # the scene lays itself out in an event of its own
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = raw[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    view = plot.view()
    return (
        pixels,
        plot.position_of(view.left(), view.bottom()),
        plot.position_of(view.right(), view.top()),
    )


def coloured(plot: TracePlot) -> tuple[np.ndarray, QPointF]:
    """Which pixels of the drawing area have the colour of the trace."""
    # Where an earlier test left the pointer, the cross hair would cover some of them.
    QApplication.sendEvent(plot.canvas.viewport(), QEvent(QEvent.Type.Leave))
    pixels, corner, other = drawing(plot)
    colour = plot.colours().curve
    area = pixels[round(corner.y()) : round(other.y()), round(corner.x()) : round(other.x())]
    return (area == (colour.red(), colour.green(), colour.blue())).all(axis=2), corner


def test_no_column_is_empty_and_no_peak_is_lost(plot):
    hits, corner = coloured(plot)
    assert hits.any(axis=0).all()  # no hairline gaps
    samples = plot.figure.waveform.samples
    tops = np.flatnonzero(hits.any(axis=1))
    highest = plot.position_of(0.0, float(samples.max())).y() - corner.y()
    lowest = plot.position_of(0.0, float(samples.min())).y() - corner.y()
    assert tops[0] == pytest.approx(highest, abs=1.5)
    assert tops[-1] == pytest.approx(lowest, abs=1.5)


def test_one_sample_among_many_is_seen(qtbot, tmp_path):
    samples = np.zeros(3_000_000, np.float32)
    samples[1_234_567] = 7.0
    plot = shown(qtbot, TracePlot("trace"))
    plot.show_figure(made.trace(made.blob(tmp_path, samples)))
    hits, corner = coloured(plot)
    top = plot.position_of(1_234_567 / made.RATE_HZ, 7.0) - corner
    row = hits[round(top.y()) : round(top.y()) + 3].any(axis=0)
    assert np.flatnonzero(row).tolist() == pytest.approx([top.x()], abs=1.5)


def test_columns_are_the_exact_extremes(plot):
    figure = plot.figure
    samples = np.asarray(figure.waveform.samples)
    for low_s, high_s in [(0.0, 20.0), (3.3, 4.7), (19.0, 20.0)]:
        plot.show_x(low_s, high_s)
        plot.grab()
        drawn: Columns = plot.trace.drawn
        minima, maxima = figure.waveform.envelope(drawn.start, drawn.stop, drawn.minima.size)
        np.testing.assert_array_equal(drawn.minima, minima)
        piece = samples[drawn.start : drawn.stop]
        assert drawn.start / made.RATE_HZ == pytest.approx(low_s, abs=0.03)
        assert drawn.minima.min() == piece.min()
        assert drawn.maxima.max() == piece.max()
        assert maxima.size == drawn.maxima.size


def test_raw_columns_equal_numpy_column_by_column(plot):
    plot.show_x(2.0, 2.2)  # 2,400 samples over some 700 pixels: read from the samples themselves
    plot.grab()
    drawn: Columns = plot.trace.drawn
    piece = np.asarray(plot.figure.waveform.samples[drawn.start : drawn.stop])
    starts = np.arange(drawn.minima.size) * piece.size // drawn.minima.size
    np.testing.assert_array_equal(drawn.minima, np.minimum.reduceat(piece, starts))
    np.testing.assert_array_equal(drawn.maxima, np.maximum.reduceat(piece, starts))


def test_deep_zoom_draws_a_line_through_the_samples(plot):
    plot.show_x(2.0, 2.004)  # 48 samples
    hits, corner = coloured(plot)
    assert hits.any(axis=0).all()
    samples = plot.figure.waveform.samples
    for index in range(24001, 24048, 7):
        at = plot.position_of(index / made.RATE_HZ, float(samples[index])) - corner
        x, y = round(at.x()), round(at.y())
        assert hits[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].any()


def test_a_view_beyond_the_recording_draws_only_the_recording(plot):
    plot.show_x(-5.0, 25.0)
    hits, corner = coloured(plot)
    columns = np.flatnonzero(hits.any(axis=0))
    assert columns[0] == pytest.approx(plot.position_of(0.0, 0.0).x() - corner.x(), abs=1.5)
    assert columns[-1] == pytest.approx(plot.position_of(20.0, 0.0).x() - corner.x(), abs=1.5)


def test_sharp_screens_get_their_own_columns(plot):
    plot.grab()
    before = plot.trace.drawn.minima.size
    image = QImage(1600, 800, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    plot.render(image, QPoint(0, 0))
    assert plot.trace.drawn.minima.size == pytest.approx(2 * before, abs=2)


def test_overview_and_view_follow_each_other(qtbot, plot):
    bar = Overview("overview")
    qtbot.addWidget(bar)
    bar.resize(800, 44)
    bar.show_figure(plot.figure)
    bar.show()
    chosen = []
    bar.region_chosen.connect(lambda low, high: chosen.append((low, high)))
    bar.show_region(5.0, 7.0)
    middle = QPoint(round(bar._x(6.0)), 20)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(bar, pos=QPoint(round(bar._x(9.0)), 20))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton)
    assert chosen[-1] == pytest.approx((8.0, 10.0), abs=0.05)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(bar._x(10.0)), 20))
    qtbot.mouseMove(bar, pos=QPoint(round(bar._x(14.0)), 20))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton)
    assert chosen[-1] == pytest.approx((8.0, 14.0), abs=0.1)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(bar._x(4.0)), 20))
    assert chosen[-1] == pytest.approx((1.0, 7.0), abs=0.1)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert chosen[-1] == pytest.approx((1.6, 7.6), abs=0.1)
