"""What a narrow panel still shows whole."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from pfd_desktop.core.figures.ranks import RanksFigure
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.ui.plots.bars_plot import Bar, BarsPlot
from pfd_desktop.ui.plots.confusion_plot import ConfusionPlot
from pfd_desktop.ui.plots.ranks_plot import RanksPlot
from pfd_desktop.ui.plots.text_table import TextTable
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
