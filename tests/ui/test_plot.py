"""The plot itself: pan, zoom, menu, export, keys, theme."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from pfd_desktop.core.figures.cursors import CursorMode
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.outlet import Outlet
from pfd_desktop.ui.plots.pictures import save_picture
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.plots.ticks import ticks
from pfd_desktop.ui.plots.trace_plot import TracePlot
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from tests.ui import recordings as made


@pytest.fixture
def plot(qtbot, tmp_path):
    plot = TracePlot("trace")
    qtbot.addWidget(plot)
    plot.resize(800, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_figure(made.trace(made.blob(tmp_path, made.bearing_samples(10))))
    return plot


def viewport(plot) -> QWidget:
    return plot.canvas.viewport()


def on_viewport(plot, x: float, y: float) -> QPoint:
    return viewport(plot).mapFrom(plot, plot.position_of(x, y).toPoint())


def turn_wheel(plot, at: QPoint, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(viewport(plot).mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport(plot), event)


def drag_to(plot, at: QPointF) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        viewport(plot).mapToGlobal(at),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport(plot), event)


def span(plot) -> tuple[float, float]:
    return plot.view().left(), plot.view().right()


def test_the_wheel_zooms_at_the_pointer(plot):
    at = on_viewport(plot, 7.0, 0.0)
    heights = plot.view().top(), plot.view().bottom()
    turn_wheel(plot, at)
    low, high = span(plot)
    assert high - low == pytest.approx(8.0)
    assert on_viewport(plot, 7.0, 0.0).x() == pytest.approx(at.x(), abs=1)
    assert (plot.view().top(), plot.view().bottom()) == pytest.approx(heights)
    turn_wheel(plot, at, Qt.KeyboardModifier.ControlModifier)
    assert plot.view().height() == pytest.approx(0.8 * (heights[1] - heights[0]))


def test_drag_pans(qtbot, plot):
    plot.show_x(2.0, 4.0)
    start, stop = on_viewport(plot, 3.0, 0.0), on_viewport(plot, 3.5, 0.0)
    qtbot.mousePress(viewport(plot), Qt.MouseButton.LeftButton, pos=start)
    for x in np.linspace(start.x(), stop.x(), 6):
        drag_to(plot, QPointF(x, start.y()))
        qtbot.wait(15)  # pyqtgraph takes at most 100 moves a second
    qtbot.mouseRelease(viewport(plot), Qt.MouseButton.LeftButton, pos=stop)
    assert span(plot) == pytest.approx((1.5, 3.5), abs=0.05)


def shift_drag(qtbot, plot):
    shift = Qt.KeyboardModifier.ShiftModifier
    start, stop = on_viewport(plot, 3.0, 0.0), on_viewport(plot, 5.0, 0.0)
    qtbot.mousePress(viewport(plot), Qt.MouseButton.LeftButton, shift, start)
    qtbot.mouseMove(viewport(plot), stop)
    qtbot.mouseRelease(viewport(plot), Qt.MouseButton.LeftButton, shift, stop)


def test_shift_drag_zooms_to_a_stretch(qtbot):
    plot = DataPlot("plain")
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.set_home(0.0, 10.0, -1.0, 1.0)
    shift_drag(qtbot, plot)
    assert span(plot) == pytest.approx((3.0, 5.0), abs=0.05)


def test_shift_drag_on_a_trace_chooses_a_stretch_and_s_shows_it(qtbot, plot):
    told = []
    plot.span_changed.connect(lambda: told.append(plot.span))
    shift_drag(qtbot, plot)
    assert span(plot) == pytest.approx((0.0, 10.0))
    assert plot.span == pytest.approx((3.0, 5.0), abs=0.03)
    assert plot.span_or_view() == plot.span
    qtbot.keyClick(plot, Qt.Key.Key_S)
    assert span(plot) == pytest.approx((3.0, 5.0), abs=0.03)


@pytest.mark.parametrize("way", ["double click", "ctrl+0", "F", "menu"])
def test_ways_back_to_everything(qtbot, plot, way):
    plot.show_view(2.0, 4.0, -0.1, 0.1)
    if way == "double click":
        at = on_viewport(plot, 3.0, 0.0)
        qtbot.mouseDClick(viewport(plot), Qt.MouseButton.LeftButton, pos=at)
    elif way == "ctrl+0":
        qtbot.keyClick(plot, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    elif way == "F":
        qtbot.keyClick(plot, Qt.Key.Key_F)
    else:
        plot.menu.actions()["Reset view"].trigger()
    assert span(plot) == pytest.approx((0.0, 10.0))
    assert plot.view().height() > 2.0


def test_one_cannot_get_lost(plot):
    for _ in range(60):
        plot.zoom(1.25)
    assert plot.view().width() <= 20.0 + 1e-6
    for _ in range(400):
        plot.zoom(0.8)
    assert plot.view().width() > 0


def test_the_cross_hair_reads_the_nearest_sample(qtbot, plot):
    plot.show_x(2.0, 2.01)
    qtbot.mouseMove(viewport(plot), on_viewport(plot, 2.005, 0.0))
    value = float(plot.figure.waveform.samples[round(2.005 * made.RATE_HZ)])
    assert plot.readout == f"2.00500 s   {reading_text(value, 'g')}"


def test_a_click_snaps_to_the_peak_and_arrows_step(qtbot, plot):
    plot.show_x(2.0, 2.02)
    samples = np.asarray(plot.figure.waveform.samples)
    piece = samples[24000:24240]
    peak = 24000 + int(np.argmax(np.abs(piece)))
    at = on_viewport(plot, peak / made.RATE_HZ, 0.0) + QPoint(3, 0)
    qtbot.mouseClick(viewport(plot), Qt.MouseButton.LeftButton, pos=at)
    cursors = plot.cursor_tool.cursors
    assert cursors.first.x == pytest.approx(peak / made.RATE_HZ)
    assert cursors.first.y == float(samples[peak])
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.cursor_tool.cursors.first.y == float(samples[peak + 1])
    qtbot.keyClick(plot, Qt.Key.Key_D)
    assert plot.cursor_tool.cursors.mode is CursorMode.DELTA
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.cursor_tool.cursors.first is None


def test_shift_arrows_are_left_to_the_window(qtbot, plot):
    plot.cursor_tool.place(2.0)
    before = plot.cursor_tool.cursors
    qtbot.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert plot.cursor_tool.cursors == before


@pytest.mark.parametrize(
    ("suffix", "start"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")]
)
def test_pictures(plot, tmp_path, suffix, start):
    path = tmp_path / f"übersicht 1{suffix}"
    save_picture(plot, path)
    content = path.read_bytes()
    assert content.startswith(start)
    assert len(content) > 2000
    if suffix == ".png":
        image = QImage(str(path))
        assert image.width() == 2 * viewport(plot).width()
        assert image.pixelColor(2, 2) == QColor("white")


def test_a_picture_that_cannot_be_written_is_said(qtbot, plot, tmp_path):
    with pytest.raises(InvalidInput, match="none of"):
        save_picture(plot, tmp_path / "plot.gif")
    said = MessageStrip(plot)
    Outlet(plot)
    (tmp_path / "file").write_text("")
    plot.menu.save_picture(tmp_path / "file" / "plot.png")
    assert "could not be written" in said.label.text()


class Torn(CurvesPlot):
    """Drawn to the middle, then something breaks."""

    def draw_picture(self, painter, target, colours):
        painter.drawLine(0, 0, 9, 9)
        raise RuntimeError("torn")


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_picture_that_breaks_leaves_the_one_before(qtbot, tmp_path, suffix):
    torn = Torn("torn")
    qtbot.addWidget(torn)
    path = tmp_path / f"plot{suffix}"
    path.write_bytes(b"of yesterday")
    with pytest.raises(RuntimeError, match="torn"):
        save_picture(torn, path)
    assert path.read_bytes() == b"of yesterday"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_copy_data_and_the_limit(qtbot, plot):
    plot.show_x(2.0, 2.01)
    plot.menu.copy_data()
    rows = QGuiApplication.clipboard().text().splitlines()
    assert "# unit: g" in rows
    assert float(rows[-1].split("\t")[0]) == pytest.approx(2.01, abs=2 / made.RATE_HZ)
    plot.reset_view()
    said = MessageStrip(plot)
    Outlet(plot)
    plot.menu.copy_data()
    assert "Zoom in" in said.label.text()


def test_copy_image(plot):
    plot.menu.copy_image()
    assert QGuiApplication.clipboard().image().width() == plot.canvas.width()


def test_export_asks_with_what_is_seen(qtbot, plot, tmp_path):
    plot.show_x(2.0, 2.01)
    with qtbot.waitSignal(Outlet(plot).asked) as asked:
        plot.menu.export(tmp_path / "a.csv")
    path, table = asked.args
    assert path == tmp_path / "a.csv"
    assert table.rows == pytest.approx(120, abs=2)


def test_menu_offers_only_what_can_be_done(qtbot, plot):
    assert plot.menu.actions()["Pin as reference overlay"].isEnabled()
    assert not plot.menu.actions()["Clear reference overlay"].isEnabled()
    plot.menu.actions()["Pin as reference overlay"].trigger()
    assert plot.has_reference()
    plot.menu.actions()["Clear reference overlay"].trigger()
    assert not plot.has_reference()
    empty = SpectrumPlot("empty")
    qtbot.addWidget(empty)
    assert not empty.menu.actions()["Export CSV…"].isEnabled()
    assert not empty.menu.actions()["Pin as reference overlay"].isEnabled()


def test_a_pinned_spectrum_of_another_unit_is_not_drawn(qtbot):
    plot = SpectrumPlot("spectrum")
    qtbot.addWidget(plot)
    figure = made.envelope_figure(made.bearing_samples(1))
    plot.show_figure(figure)
    plot.pin_reference()
    assert plot.reference.points()[0].size == figure.x.size
    other = type(figure)(**{**vars(figure), "unit": "mm/s rms"})
    plot.show_figure(other)
    assert plot.reference.points()[0].size == 0
    assert plot.has_reference()


def test_the_theme_is_followed(plot):
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#16191d"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#e4e7eb"))
    plot.setPalette(palette)
    image = plot.grab().toImage()
    assert image.pixelColor(6, 6) == QColor("#16191d")


def test_curves(qtbot):
    plot = CurvesPlot("losses")
    qtbot.addWidget(plot)
    x = np.arange(1.0, 6.0)
    figure = CurvesFigure(
        (Curve("training", x, 1 / x), Curve("validation", x, 2 / x)), "Epoch", "", "Loss", ""
    )
    plot.show_figure(figure)
    assert span(plot) == (1.0, 5.0)
    assert plot.axis_text("bottom") == "Epoch"
    plot.grab()
    plot.show_figure(CurvesFigure((), "Epoch", "", "Loss", ""))
    plot.grab()


def test_ticks_are_round_and_prefixed():
    found = ticks(0.0, 0.0123, "s", 6)
    assert found.unit == "ms"
    assert found.labels == ("0", "2", "4", "6", "8", "10", "12")
    assert ticks(0, 6e4, "Hz", 6).labels == ("0", "10", "20", "30", "40", "50", "60")
    assert ticks(0, 6e4, "Hz", 6).unit == "kHz"
    assert ticks(0, 0.4, "µm", 2).unit == "µm"  # a unit has one prefix at most
    assert ticks(0, 3000, "h", 4).labels[-1] == "3000"  # nobody says kilohours
    assert ticks(-1.7, 1.7, "g", 2).labels == ("−1", "0", "1")  # one alone gives no scale
    assert ticks(0, 6000, "Hz", 6).unit == ticks(0, 0.5, "Hz", 6).unit == "Hz"
    assert ticks(0, 6000, "s", 3).unit == "s"
    assert ticks(0, 4e-5, "g²/Hz", 4).unit == "g²/Hz"
    assert ticks(-0.2, 0.2, "", 4).labels == ("−0.2", "−0.1", "0.0", "0.1", "0.2")
    assert ticks(1.0, 1.0, "g", 4).values == ()
    assert ticks(2.0, 2.004, "s", 4).labels == ("2.000", "2.001", "2.002", "2.003", "2.004")


def test_readings_have_the_digits_that_count():
    assert reading_text(0.0123456, "g") == "12.35 mg"
    assert reading_text(-12345, "Hz") == "−12.35 kHz"
    assert reading_text(107.3, "Hz", 6) == "107.300 Hz"
    assert reading_text(0.0, "g") == "0 g"
    assert reading_text(float("nan"), "g") == "–"
    assert reading_text(3.2e-9, "g²/Hz") == "3.200e−09 g²/Hz"
