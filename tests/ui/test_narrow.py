"""What a narrow panel still shows whole."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from pfd_desktop.core.dsp.band_adviser import BandAdvice
from pfd_desktop.core.evaluation.assessment import Level, Slice
from pfd_desktop.core.evaluation.robustness import Withstood
from pfd_desktop.core.features.catalogue import SETS
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.figures.ranks import RanksFigure
from pfd_desktop.core.figures.scatter import ScatterFigure
from pfd_desktop.core.records.learning import FeatureSet, Interval
from pfd_desktop.ui.analysing.view import AnalysisView
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.panels.evaluation.columns import LEVELS, SLICES, WITHSTOOD
from pfd_desktop.ui.panels.features.view import FeaturesView
from pfd_desktop.ui.panels.inspector.view import InspectorView
from pfd_desktop.ui.panels.maps.view import MapView
from pfd_desktop.ui.panels.orbit.view import OrbitView
from pfd_desktop.ui.panels.recordings.view import RecordingsView
from pfd_desktop.ui.panels.signal.view import SignalView
from pfd_desktop.ui.panels.spectrum.controls import SpectrumControls
from pfd_desktop.ui.panels.spectrum.view import SpectrumView
from pfd_desktop.ui.plots.bars_plot import Bar, BarsPlot
from pfd_desktop.ui.plots.confusion_plot import ConfusionPlot
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.plots.legend_strip import SIGN
from pfd_desktop.ui.plots.ranks_plot import RanksPlot
from pfd_desktop.ui.plots.scatter_plot import ScatterPlot
from pfd_desktop.ui.plots.signs import draw_sign
from pfd_desktop.ui.plots.text_table import TextTable, shared
from pfd_desktop.ui.widgets.record_table import RecordTable
from tests.ui.confusions import confusion

NOTE = "cannot be told from the 18th multiple of the shaft speed"


@pytest.mark.parametrize("width", [430, 900])
def test_the_axis_of_the_leak_meter_is_named_whole(qtbot: QtBot, width: int) -> None:
    plot = BarsPlot("Leak meter")
    qtbot.addWidget(plot)
    plot.show_bars([Bar("Windows at random (leaky)", Interval(0.9, 0.8, 1.0, 0.95), True)], 0.25)
    plot.resize(width, plot.sizeHint().height())
    words = QFontMetricsF(plot.font()).horizontalAdvance(
        "Recordings named rightly (%); dashed: guessing"
    )
    area = plot.title_area()
    assert area.left() >= 0
    assert area.right() <= width
    assert area.bottom() <= plot.height()
    assert area.width() >= words


@pytest.mark.parametrize("width", [200, 430])
def test_a_long_name_leaves_the_scale_its_room(qtbot: QtBot, width: int) -> None:
    """The numbers under the scale and behind the bar stay inside, and no label hides another."""
    plot = BarsPlot("Accuracy of the runs", "run")
    qtbot.addWidget(plot)
    plot.show_bars([Bar("a run with a name of its own " * 3, Interval(0.9, 0.8, 1.0), False)], 0.5)
    plot.resize(width, plot.sizeHint().height())
    scale = plot.value_area()
    assert scale.left() <= width / 2
    assert scale.width() >= 40
    assert scale.right() + 60 <= width
    ranks = RanksPlot("Ranks")
    qtbot.addWidget(ranks)
    names = ("a run with a name of its own " * 3, "b", "c")
    ranks.show_figure(RanksFigure(names, (1.0, 2.0, 3.0), 1.4, 0.05, (), "Mean rank"))
    ranks.resize(width, ranks.sizeHint().height())
    assert ranks.x_of(3.0) <= width - 10
    assert ranks.title_area().bottom() <= ranks.height()


@pytest.mark.parametrize("width", [300, 1200])
def test_the_last_column_is_whole_at_any_width(qtbot: QtBot, width: int) -> None:
    table = TextTable("markers")
    qtbot.addWidget(table)
    table.resize(width, 200)
    table.show()
    table.show_rows(("Line", "Expected (Hz)", "Found (Hz)", "Note"), (("BPFO", "1", "1", NOTE),))
    for wide in (width, 1500 - width, width):
        table.resize(wide, 200)
        header = table.horizontalHeader()
        assert header.sectionSize(3) >= QFontMetricsF(table.font()).horizontalAdvance(NOTE)
        reach = header.length() - table.viewport().width()
        bar = table.horizontalScrollBar()
        qtbot.waitUntil(lambda bar=bar, reach=reach: bar.maximum() >= reach, timeout=2000)
        assert wide < 1200 or reach == 0  # no hole at the right, nothing to scroll


SENTENCE = (
    "No difference between the forest and the trees was shown; that is not to say there is none."
)


@pytest.mark.parametrize("width", [250, 616, 1200])
def test_long_texts_wrap_and_none_is_cut(qtbot: QtBot, width: int) -> None:
    table = TextTable("pairs")
    qtbot.addWidget(table)
    table.wrap_words()
    table.show_rows(("Between", "In words"), (("A and B", SENTENCE), ("A and C", SENTENCE)))
    table.resize(300, 400)  # before it has its width
    with qtbot.waitExposed(table):
        table.show()
    table.resize(width, 400)
    header, metrics = table.horizontalHeader(), QFontMetricsF(table.font())
    assert header.length() <= table.viewport().width()  # all of it is seen
    words = QRectF(0, 0, header.sectionSize(1) - 16, 1000)
    for row in (0, 1):
        needed = metrics.boundingRect(words, Qt.TextFlag.TextWordWrap, SENTENCE).height()
        assert table.rowHeight(row) >= needed
    assert (table.rowHeight(0) > 30) == (width < 1200)


@pytest.mark.parametrize(
    ("wanted", "room", "least", "widths"),
    [
        ([50, 60], 200, 30, [50, 150]),  # the last takes what is left
        ([50, 300, 400], 450, 30, [50, 200, 200]),  # the widest give way
        ([50, 300, 400], 250, 120, [50, 120, 120]),  # and no further: the table scrolls
        ([500], 90, 30, [90]),
    ],
)
def test_texts_share_the_width(wanted: list[int], room: int, least: int, widths: list[int]) -> None:
    assert shared(wanted, room, least) == widths


def test_the_first_columns_are_seen_and_the_tip_is_whole(qtbot: QtBot) -> None:
    table = TextTable("tests")
    qtbot.addWidget(table)
    table.show_first(3)
    whole = [("McNemar's test, exact, of all recordings", "the forest and the trees", "0.79", "1")]
    short = [(whole[0][0], "A and B", "0.79", "1")]
    table.show_rows(("Test", "Between", "p", "Least p"), short, whole)
    table.resize(250, 200)
    with qtbot.waitExposed(table):
        table.show()
    header = table.horizontalHeader()
    assert header.sectionPosition(3) <= table.viewport().width()
    tip = table.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "the forest and the trees"
    assert table.text().splitlines()[1].split("\t") == list(whole[0])
    assert "the forest and the trees" in table.csv_text()
    table.resize(900, 200)
    assert header.sectionSize(0) >= QFontMetricsF(table.font()).horizontalAdvance(whole[0][0])


FAULTS = ("healthy", "outer race", "inner race", "rolling element", "cage", "combined",
          "misalignment", "imbalance", "looseness", "a class with quite a long name")  # fmt: skip


@pytest.mark.parametrize("width", [270, 500, 1200])
@pytest.mark.parametrize("classes", [FAULTS[:2], FAULTS])
def test_all_classes_of_a_confusion_matrix_are_seen(
    qtbot: QtBot, width: int, classes: tuple[str, ...]
) -> None:
    plot = ConfusionPlot("matrix")
    qtbot.addWidget(plot)
    plot.show_figure(confusion(classes))
    plot.resize(width, 10)
    assert plot.minimumSizeHint().width() <= width
    assert plot.width() == width
    last = plot.cell_area(len(classes) - 1, len(classes) - 1)
    assert last.right() <= width
    assert last.bottom() <= plot.height()
    numbers = QFontMetricsF(plot.font()).horizontalAdvance("99")
    assert last.width() > numbers
    wide = max(map(QFontMetricsF(plot.font()).horizontalAdvance, classes))
    assert plot.headings_stand() == (plot.cell_width() < wide + 6)
    assert plot.tip_at(QPointF(last.center().x(), 5)) == f"Said {classes[-1]}"
    assert plot.tip_at(QPointF(5, last.center().y())) == f"Truth {classes[-1]}"
    told = plot.tip_at(last.center()).splitlines()
    assert told[0] == f"3 of truth {classes[-1]}, said {classes[-1]} (75%)"
    assert len(told) == 4
    assert plot.tip_at(QPointF(2, 2)) == plot.tip_at(QPointF(last.right() + 9, 9e9)) == ""


def test_cells_of_a_confusion_matrix_are_reached_by_keys(qtbot: QtBot) -> None:
    plot = ConfusionPlot("matrix")
    qtbot.addWidget(plot)
    opened: list[tuple[str, str, int]] = []
    plot.cell_opened.connect(lambda cell: opened.append((cell.truth, cell.predicted, cell.count)))
    qtbot.keyClick(plot, Qt.Key.Key_Down)  # there is nothing yet
    plot.show_figure(confusion(("a", "b")))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(plot, key)
    assert opened == [("a", "a", 3), ("a", "b", 1), ("b", "b", 3), ("b", "b", 3)]
    with qtbot.waitSignal(plot.all_opened):
        qtbot.keyClick(plot, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)


def scattered() -> ScatterFigure:
    """A point in each corner and in the middle, of six classes."""
    x, y = np.array([0.0, 9.0, 0.0, 9.0, 5.0, 6.0]), np.array([0.0, 9.0, 9.0, 0.0, 5.0, 6.0])
    ids = tuple("abcdef")
    return ScatterFigure("pca", ids, ids, FAULTS[:6], x, y, "", "")


@pytest.mark.parametrize("width", [300, 900])
def test_a_legend_lies_over_no_point_and_is_read_whole(qtbot: QtBot, width: int) -> None:
    plots = ScatterPlot("scatter"), CurvesPlot("curves")
    curves = tuple(Curve(name, np.arange(3.0), np.arange(3.0)) for name in FAULTS[:6])
    for plot in plots:
        qtbot.addWidget(plot)
        plot.resize(width, 320)
        with qtbot.waitExposed(plot):
            plot.show()
    plots[0].show_figure(scattered())
    plots[1].show_figure(CurvesFigure(curves, "x", "", "y", ""))
    for plot in plots:
        qtbot.waitUntil(lambda plot=plot: plot.legend.size().height() > 10, timeout=2000)
        plot.grab()
        legend, drawn = plot.legend.sceneBoundingRect(), plot.canvas.getViewBox()
        assert set(plot.legend.names) == set(FAULTS[:6])
        assert not legend.intersects(drawn.sceneBoundingRect())
        assert legend.bottom() <= plot.canvas.height()
        metrics = QFontMetricsF(plot.legend.font())
        for name, place in zip(plot.legend.names, plot.legend.places(), strict=True):
            assert place.width() >= SIGN + metrics.horizontalAdvance(name)
            assert place.right() <= plot.legend.size().width()
            assert place.bottom() <= plot.legend.size().height()


def test_advised_bands_and_the_count_of_recordings_are_whole_where_it_is_narrow(
    qtbot: QtBot,
) -> None:
    controls = SpectrumControls()
    advice = [BandAdvice(1e3 * n, 1e3 * n + 500, 9.0 - n, 100.0, "", "why") for n in (1, 2, 3)]
    controls.advised.show_advice(advice)
    listed = RecordingsView()
    listed.pages.setCurrentIndex(1)
    listed.count.setText("40 recordings")
    for view in (controls, listed):
        qtbot.addWidget(view)
        view.resize(330, 500)
        with qtbot.waitExposed(view):
            view.show()
    for widget in (*controls.advised.chips, listed.count, listed.grades, listed.tag, listed.delete):
        name = widget.accessibleName()
        assert widget.width() >= widget.sizeHint().width(), name
        above = widget.window()
        assert above.rect().contains(QRect(widget.mapTo(above, QPoint()), widget.size())), name
    assert len({chip.mapTo(controls, QPoint()).y() for chip in controls.advised.chips}) > 1


def test_the_unit_of_a_recording_is_whole_at_the_default_width(qtbot: QtBot) -> None:
    table: RecordTable[str] = RecordTable(
        "Recordings", (Column("Name", str), Column("Unit", lambda name: name.partition(",")[0]))
    )
    qtbot.addWidget(table)
    table.give_second_its_width()
    table.show_records(["bearing A (rolling element), full load"])  # before it has its width
    table.resize(330, 300)
    with qtbot.waitExposed(table):
        table.show()
    view = table.view
    assert view.columnWidth(0) + view.sizeHintForColumn(1) <= view.viewport().width()
    assert view.columnWidth(0) >= 0.38 * (view.viewport().width() - 20)
    assert view.textElideMode() == Qt.TextElideMode.ElideMiddle
    table.resize(200, 300)  # too narrow for both: the name is read
    assert view.columnWidth(0) == view.sizeHintForColumn(0)
    table.resize(900, 300)
    assert view.columnWidth(0) == view.sizeHintForColumn(0)
    view.setColumnWidth(0, 90)  # as the user does
    table.resize(330, 300)
    assert view.columnWidth(0) == 90


def test_what_is_cut_of_a_first_column_wraps_before(qtbot: QtBot) -> None:
    table: RecordTable[str] = RecordTable(
        "Slices", (Column("Recordings of", str), Column("Right (%)", lambda _: "63.3 (50.0–75.0)"))
    )
    qtbot.addWidget(table)
    table.give_second_its_width(lines=2)
    table.show_records(["speed: 1800 rpm"])
    table.resize(212, 200)
    with qtbot.waitExposed(table):
        table.show()
    view = table.view
    assert view.columnWidth(0) + view.sizeHintForColumn(1) <= view.viewport().width()
    assert view.columnWidth(0) < view.sizeHintForColumn(0)
    assert view.wordWrap()
    assert view.rowHeight(0) >= 26 + view.fontMetrics().lineSpacing()
    table.resize(600, 200)
    assert view.rowHeight(0) == 26


@pytest.mark.parametrize("width", [250, 616])
def test_shares_with_their_intervals_are_seen_whole_in_a_narrow_panel(
    qtbot: QtBot, width: int
) -> None:
    """In every table of the evaluation that has some."""
    sure = Interval(0.867, 0.667, 1.0)
    tables = (
        (LEVELS, [Level("recordings", 60, 0.867, sure)]),
        (SLICES, [Slice("speed", "about 1800 rpm", 60, 15, sure)]),
        (WITHSTOOD, [Withstood("noise", -10.0, 60, sure, 0.5)]),
    )
    for columns, rows in tables:
        table: RecordTable[Any] = RecordTable("table", columns)
        qtbot.addWidget(table)
        table.give_second_its_width(lines=2)
        table.show_records(rows)
        table.resize(width - 38, 200)  # what margins leave
        with qtbot.waitExposed(table):
            table.show()
        assert table.model.index(0, 1).data() == "86.7 (66.7–100.0)"
        assert table.model.headerData(1, Qt.Orientation.Horizontal) == "Right (%)"
        seen = table.view.columnWidth(0) + table.view.sizeHintForColumn(1)
        assert seen <= table.view.viewport().width()


def test_the_features_panel_is_whole_in_a_narrow_column(qtbot: QtBot) -> None:
    view = FeaturesView(SETS)
    qtbot.addWidget(view)
    made = datetime(2026, 11, 28, tzinfo=UTC)
    kept = FeatureSet("f", "a set with a long name " * 5, ("a",), ("r",), 1, 2048, "1", made)
    view.show_sets((kept,), "f")
    view.resize(420, 700)
    with qtbot.waitExposed(view):
        view.show()
    assert view.width() == 420
    assert view.minimumSizeHint().width() <= 420
    for widget in (view.which, view.offered, view.window_samples, view.overlap, view.extract):
        place = QRect(widget.mapTo(view, QPoint()), widget.size())
        assert view.rect().contains(place), widget.accessibleName()
        assert widget.width() >= widget.minimumSizeHint().width(), widget.accessibleName()


def test_groups_are_told_apart_without_colour() -> None:
    signs = set()
    for group in range(7):
        picture = QImage(24, 24, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        with QPainter(picture) as painter:
            painter.setBrush(Qt.GlobalColor.black)
            draw_sign(painter, group, QPointF(12, 12), 8.0)
        signs.add(bytes(picture.constBits()))
    assert len(signs) == 7


def test_the_buttons_of_the_inspector_are_whole_where_it_is_narrow(qtbot: QtBot) -> None:
    view = InspectorView()
    qtbot.addWidget(view)
    view.pages.setCurrentIndex(1)
    view.resize(240, 700)
    with qtbot.waitExposed(view):
        view.show()
    for button in (view.unit, view.elsewhere):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert button.mapTo(view, QPoint(button.width(), 0)).x() <= view.width(), button.text()
    assert view.unit.y() < view.elsewhere.y()
    view.resize(420, 700)
    row = view.unit.parentWidget()
    qtbot.waitUntil(lambda: view.unit.y() == view.elsewhere.y(), timeout=2000)
    assert row.height() == view.unit.height()  # no gap is kept for a second row


@pytest.mark.parametrize("kind", [MapView, OrbitView, SpectrumView])
def test_in_a_low_panel_controls_give_way_to_the_plot(
    qtbot: QtBot, kind: type[AnalysisView]
) -> None:
    view = kind()
    qtbot.addWidget(view)
    view.pages.setCurrentIndex(1)
    view.say("Acceleration (g rms) · window hann · 59 averages, overlap 50 %", (), ("one note",))
    view.resize(470, 250)
    view.show()
    qtbot.waitUntil(lambda: view.height() == 250)
    assert view.waiting.height() >= 110


@pytest.mark.parametrize("tables", [0, 1, 2])
def test_in_a_low_signal_panel_nothing_lies_over_the_trace(qtbot: QtBot, tables: int) -> None:
    view = SignalView()
    qtbot.addWidget(view)
    view.pages.setCurrentIndex(1)
    view.resize(880, 332)
    view.show()
    view.offset.show()
    for table in (view.labels, view.cursors)[:tables]:
        table.show()
    qtbot.wait(30)
    shown = (view.offset, view.stack, view.overview, view.labels, view.cursors)[: 3 + tables]
    tops = [widget.geometry().top() for widget in shown[1:]]
    bottoms = [widget.geometry().bottom() for widget in shown]
    assert all(bottom < top for bottom, top in zip(bottoms, tops, strict=False))
    assert bottoms[-1] < view.height()
