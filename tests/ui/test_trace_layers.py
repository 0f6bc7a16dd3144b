"""What lies over a trace: overlays, RMS, periodic markers, labels, where the sound is."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from pfd_desktop.core.figures.comb import PeriodicComb
from pfd_desktop.core.figures.labels import LabelSheet, TraceLabel
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.ui.plots.label_layer import LANE
from pfd_desktop.ui.plots.overlays import Overlay
from pfd_desktop.ui.plots.trace_plot import TracePlot
from tests.importing import desk_inline
from tests.services.test_in_place_cut import cut, left_in
from tests.ui import recordings as made

SECONDS = 10.0
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def plot(qtbot, tmp_path):
    plot = TracePlot("trace")
    qtbot.addWidget(plot)
    plot.resize(900, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_figure(made.trace(made.blob(tmp_path, made.bearing_samples(SECONDS))))
    QApplication.processEvents()
    return plot


def place(plot: TracePlot, seconds: float, below_top: float) -> QPoint:
    """On the canvas."""
    at = plot.canvas_at(seconds, plot.view().center().y())
    top = at.y() - plot.below_top(at)
    return QPointF(at.x(), top + below_top).toPoint()


def drag(plot: TracePlot, start: QPoint, stop: QPoint, modifier=NONE) -> None:
    """With the left button, in three steps."""
    viewport = plot.canvas.viewport()
    left, held = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    steps = [start, QPoint((start.x() + stop.x()) // 2, start.y()), stop]
    kinds = [QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseMove]
    for kind, at in zip(kinds, steps, strict=True):
        button = left if kind == QEvent.Type.MouseButtonPress else held
        position = QPointF(at)
        event = QMouseEvent(kind, position, viewport.mapToGlobal(position), button, left, modifier)
        QApplication.sendEvent(viewport, event)
    position = QPointF(stop)
    kind = QEvent.Type.MouseButtonRelease
    where = viewport.mapToGlobal(position)
    QApplication.sendEvent(viewport, QMouseEvent(kind, position, where, left, held, modifier))


def pixels(plot: TracePlot) -> np.ndarray:
    """The canvas as RGB."""
    QApplication.processEvents()
    image = plot.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return raw[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def coloured(plot: TracePlot, colour) -> np.ndarray:
    """Where the canvas has just this colour."""
    return (pixels(plot) == (colour.red(), colour.green(), colour.blue())).all(axis=2)


def test_a_file_that_is_cut_short_is_said_in_the_place_of_the_trace(plot, tmp_path):
    """Another program wrote the file anew that the samples lie in: nothing ends by it."""
    with desk_inline(tmp_path / "project") as desk:
        path = left_in(desk, tmp_path / "a.npy")
        waveform = open_blob(path, in_pieces=True)
    plot.show_figure(made.trace(waveform, waveform.rate_hz))
    drawn = coloured(plot, plot.trace.colours.curve).sum()
    cut(tmp_path / "a.npy")
    plot.show_view(5.0, 5.5, -4.0, 4.0)
    assert drawn > 1000 > coloured(plot, plot.trace.colours.curve).sum()
    assert (coloured(plot, plot.trace.colours.text)[100:300, 200:700]).sum() > 40  # smoothed words


# -- overlays ------------------------------------------------------------------------------------


def test_an_overlay_is_drawn_where_its_offset_says(plot, tmp_path):
    (tmp_path / "b").mkdir()
    spike = np.zeros(int(SECONDS * made.RATE_HZ), np.float32)
    spike[round(4.0 * made.RATE_HZ)] = 1.0
    figure = made.trace(made.blob(tmp_path / "b", spike))
    plot.show_overlays((Overlay(figure, 1.5),))
    assert plot.view().right() == pytest.approx(SECONDS + 1.5)
    plot.show_x(5.0, 6.0)
    with_spike = pixels(plot)
    plot.show_overlays(())
    plot.show_x(5.0, 6.0)
    changed = (pixels(plot) != with_spike).any(axis=2)
    spot = plot.canvas_at(5.5, 0.9)
    columns = np.flatnonzero(changed[round(spot.y()), : round(plot.canvas_at(6.0, 0.0).x()) - 300])
    assert columns.mean() == pytest.approx(spot.x(), abs=2.0)


def test_the_legend_names_all_with_unit_and_offset(plot):
    assert plot.overlays.legend == ()
    plot.show_overlays((Overlay(plot.figure), Overlay(plot.figure, -0.25)))
    assert plot.overlays.legend == (
        "bearing 1 (g)",
        "bearing 1 (g)",
        "bearing 1 (g), −250.0 ms",
    )
    colours = {layer.colour().name() for layer in plot.overlays.layers}
    assert len(colours | {plot.trace.colour().name()}) == 3
    plot.show_figure(plot.figure)
    assert plot.overlays.layers == ()


def test_alt_and_drag_moves_the_overlay(plot):
    plot.show_overlays((Overlay(plot.figure),))
    told = []
    plot.overlays.moved.connect(told.append)
    view = plot.view()
    drag(plot, place(plot, 3.0, 150), place(plot, 4.0, 150), ALT)
    assert told == [pytest.approx(1.0, abs=0.03)]
    assert plot.overlays.layers[0].offset_s == told[0]
    assert plot.view() == view  # the plot itself stayed


# -- RMS -----------------------------------------------------------------------------------------


def test_the_rms_band_is_as_high_as_the_rms(plot):
    plot.show_rms(True)
    pixels(plot)
    drawn = plot.rms.drawn
    samples = np.asarray(plot.figure.waveform.samples, float)
    edges = drawn.start + np.arange(len(drawn.maxima) + 1) * (drawn.stop - drawn.start) // len(
        drawn.maxima
    )
    rms = [np.sqrt(np.mean(samples[a:b] ** 2)) for a, b in itertools.pairwise(edges)]
    np.testing.assert_allclose(drawn.maxima, rms, rtol=1e-5)
    np.testing.assert_array_equal(drawn.minima, -drawn.maxima)
    hits = coloured(plot, plot.rms.colour())
    rows = np.flatnonzero(hits.any(axis=1))
    highest = plot.canvas_at(0.0, float(drawn.maxima.max())).y()
    assert rows[0] == pytest.approx(highest, abs=1.5)
    plot.show_rms(False)
    assert not coloured(plot, plot.rms.colour()).any()


# -- periodic markers ----------------------------------------------------------------------------


def test_a_comb_stands_at_every_strike_and_follows_the_cursor(plot):
    plot.show_x(2.0, 2.1)
    plot.show_comb(PeriodicComb("BPFO", 100.0, 2.005))
    colour = plot.colours().family("BPFO")
    row = coloured(plot, colour)[40:200].any(axis=0)
    found = np.flatnonzero(row)
    expected = [plot.canvas_at(2.005 + k / 100, 0.0).x() for k in range(10)]
    for x in expected:
        assert np.abs(found - x).min() <= 1.5
    assert plot.comb.drawn == 10
    plot.cursor_tool.place(2.0431)
    assert plot.comb.comb.anchor_s == plot.cursor_tool.cursors.first.x


def test_lines_too_close_to_be_told_apart_are_not_drawn(plot):
    plot.show_comb(PeriodicComb("BPFO", 500.0, 0.0))
    pixels(plot)
    assert plot.comb.drawn == 0
    assert "zoom in" in plot.comb.note


# -- labels --------------------------------------------------------------------------------------


def sheet(*spans: tuple[float, float]) -> LabelSheet:
    """Labels of outer-race faults."""
    return LabelSheet(TraceLabel(str(i), a, b, "outer race", 1) for i, (a, b) in enumerate(spans))


def test_ten_thousand_labels_are_few_drawing_calls(plot):
    starts = np.linspace(0, SECONDS, 10_000, endpoint=False)
    plot.labels.show_labels(
        LabelSheet(
            TraceLabel(str(i), s, s + 0.0005, "rub", i % 5) for i, s in enumerate(starts.tolist())
        )
    )
    pixels(plot)
    assert plot.labels.layer.operations <= 6  # one for each colour
    plot.show_x(3.0, 3.01)  # ten labels wide enough for a name
    pixels(plot)
    assert 10 <= plot.labels.layer.operations <= 4 * 14


def test_the_name_of_a_long_label_is_seen_wherever_one_looks(plot):
    plot.labels.show_labels(sheet((1.0, 9.0)))
    for low, high in ((0.0, 10.0), (4.0, 4.5), (8.0, 12.0)):
        plot.show_x(low, high)
        bar = pixels(plot)[round(place(plot, low, 3).y()) : round(place(plot, low, LANE - 3).y())]
        left = place(plot, max(low, 1.0), 0).x()
        text = plot.colours().text
        near = (np.abs(bar[:, left + 3 : left + 80].astype(int) - text.red()) < 60).all(axis=2)
        assert near.sum() > 20, (low, high)


def test_a_drag_after_l_makes_a_region_and_a_click_a_point(plot):
    told = []
    plot.labels.made.connect(lambda low, high: told.append((low, high)))
    plot.labels.arm(True)
    drag(plot, place(plot, 2.0, 150), place(plot, 3.5, 150))
    assert told == [pytest.approx((2.0, 3.5), abs=0.03)]
    assert not plot.labels.armed
    plot.labels.arm(True)
    drag(plot, place(plot, 6.0, 150), place(plot, 6.0, 150))
    assert told[1][0] == told[1][1] == pytest.approx(6.0, abs=0.03)
    view = plot.view()
    assert (view.left(), view.right()) == (0.0, SECONDS)


def test_an_edge_can_be_dragged_and_a_click_on_the_bar_chooses(plot):
    plot.labels.show_labels(sheet((2.0, 4.0), (6.0, 7.0)))
    reached, chosen = [], []
    plot.labels.reached.connect(lambda *what: reached.append(what))
    plot.labels.chosen.connect(chosen.append)
    drag(plot, place(plot, 4.0, LANE / 2), place(plot, 5.0, LANE / 2))
    assert reached == [("0", 2.0, pytest.approx(5.0, abs=0.03))]
    assert chosen[-1] == "0"
    at = place(plot, 6.5, LANE / 2)
    drag(plot, at, at)
    assert chosen[-1] == "1"
    drag(plot, place(plot, 7.0, 200), place(plot, 6.5, 200))  # the chosen one's edge, anywhere
    assert reached[-1] == ("1", 6.0, pytest.approx(6.5, abs=0.03))
    drag(plot, place(plot, 6.0, 5), place(plot, 6.0, 5))  # only clicked
    assert len(reached) == 2


def test_a_low_plot_keeps_room_for_its_trace(plot):
    plot.labels.show_labels(sheet((1.0, 5.0), (2.0, 6.0), (3.0, 7.0), (4.0, 8.0)))
    pixels(plot)
    layer = plot.labels.layer
    assert layer.row_at(3.5 * LANE) == 3
    plot.resize(900, 130)
    pixels(plot)
    assert layer.row_at(1.5 * LANE) is None
    assert layer.in_row(0, 7.5, 0.01).low_s == 4.0  # those of all lanes lie in the one row


def test_a_plot_squeezed_to_nothing_draws_nothing(plot):
    plot.labels.show_labels(sheet((1.0, 5.0)))
    plot.show_rms(True)
    plot.resize(900, 20)
    assert plot.canvas.getViewBox().height() <= 0.0 or pixels(plot).size
    plot.resize(900, 400)
    assert coloured(plot, plot.colours().curve).any()


def test_n_and_p_step_from_label_to_label(qtbot, plot):
    plot.labels.show_labels(sheet((1.0, 1.2), (5.0, 5.1), (8.0, 8.0)))
    plot.show_x(0.0, 0.5)
    seen = []
    for key in (Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_P):
        qtbot.keyClick(plot, key)
        label = plot.labels.layer.chosen
        seen.append(label.low_s)
        assert plot.view().left() <= label.low_s <= plot.view().right()
    assert seen == [1.0, 5.0, 8.0, 8.0, 5.0]


def test_escape_leaves_what_was_begun_last(qtbot, plot):
    plot.cursor_tool.place(2.0)
    plot.choose_span((1.0, 2.0))
    plot.labels.arm(True)
    for armed, span, cursor in ((False, True, True), (False, False, True), (False, False, False)):
        qtbot.keyClick(plot, Qt.Key.Key_Escape)
        assert plot.labels.armed == armed
        assert (plot.span is not None) == span
        assert (plot.cursor_tool.cursors.first is not None) == cursor


def test_the_keys_say_what_is_wanted(qtbot, plot):
    told = []
    plot.play_requested.connect(lambda: told.append("play"))
    plot.label_requested.connect(lambda: told.append("label"))
    plot.label_edit_requested.connect(lambda: told.append("edit"))
    plot.label_delete_requested.connect(lambda: told.append("delete"))
    plot.class_pressed.connect(told.append)
    keys = (Qt.Key.Key_Space, Qt.Key.Key_L, Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_7)
    for key in keys:
        qtbot.keyClick(plot, key)
    assert told == ["play", "label", "edit", "delete", 7]


def test_where_the_sound_is(plot):
    plot.playhead.show_at(5.0)
    hits = coloured(plot, plot.colours().series[0])
    columns = np.flatnonzero(hits.sum(axis=0) > 150)
    assert columns.mean() == pytest.approx(plot.canvas_at(5.0, 0.0).x(), abs=1.5)
    plot.playhead.show_at(None)
    assert not (coloured(plot, plot.colours().series[0]).sum(axis=0) > 150).any()
