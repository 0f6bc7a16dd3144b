"""What a narrow panel still shows whole."""

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from pfd_desktop.core.figures.ranks import RanksFigure
from pfd_desktop.core.records.learning import Interval
from pfd_desktop.ui.plots.bars_plot import Bar, BarsPlot
from pfd_desktop.ui.plots.ranks_plot import RanksPlot
from pfd_desktop.ui.plots.text_table import TextTable

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
