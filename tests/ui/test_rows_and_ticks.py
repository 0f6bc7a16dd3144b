"""Where controls stand in their rows, how many ticks an axis has, and which words fit beside it."""

import pytest
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.plot import Plot
from pfd_desktop.ui.plots.ticks import ticks
from pfd_desktop.ui.widgets.flow_layout import FlowLayout


def test_items_stand_in_the_middle_of_their_row_and_rows_below_each_other(qtbot):
    panel = QWidget()
    qtbot.addWidget(panel)
    flow = FlowLayout(panel)
    for width, height in ((40, 30), (40, 20), (40, 10)):
        item = QWidget(panel)
        item.setFixedSize(width, height)
        flow.addWidget(item)
    panel.resize(100, 100)
    panel.show()
    places = [flow.itemAt(number).geometry() for number in range(3)]
    assert [(place.x(), place.y()) for place in places] == [(0, 0), (46, 5), (0, 36)]
    assert flow.heightForWidth(100) == 46
    assert flow.heightForWidth(40) == 30 + 20 + 10 + 2 * 6


def test_what_is_counted_has_no_ticks_between(qtbot):
    assert ticks(0.97, 2.03, "", 6, whole=True).labels == ("1", "2")
    assert ticks(0.97, 2.03, "", 6).labels[:2] == ("1.0", "1.2")
    assert ticks(1, 30, "", 6, whole=True).values == ticks(1, 30, "", 6).values


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [(238.6, 241.9, ("239", "240", "241")), (-1.4, 1.4, ("-1", "0", "1"))],
)
def test_an_axis_has_two_ticks_at_least(low, high, labels):
    found = ticks(low, high, "rpm", 2)
    assert tuple(label.replace("−", "-") for label in found.labels) == labels


def test_words_too_long_for_the_axis_give_way(qtbot):
    plot = Plot("plot")
    qtbot.addWidget(plot)
    plot.set_axes(AxisText("Time", "s"), AxisText("Acceleration, difference", "dB"))
    whole, axis = "Acceleration, difference (dB)", plot.canvas.getPlotItem().getAxis("left")
    seen = []
    for height in (500, 210, 120):
        plot.resize(400, height)
        plot.show()
        qtbot.wait(20)
        seen.append(axis.labelText)
        assert plot.axis_text("left") == whole
        middle = axis.label.mapRectToParent(axis.label.boundingRect()).center().y()
        assert middle == pytest.approx(axis.size().height() / 2, abs=3)
    assert seen == [whole, "Acceleration (dB)", "dB"]
