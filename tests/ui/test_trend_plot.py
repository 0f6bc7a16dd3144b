"""A trend: its limits are named below it, and what lies above one is veiled."""

from dataclasses import replace

from pfd_desktop.core.figures.trend import TrendLimit
from pfd_desktop.ui.plots.trend_plot import TrendPlot
from tests.ui.test_references import trend

LIMITS = (
    TrendLimit("baseline", 1.0, "median of the baseline"),
    TrendLimit("alert", 2.0, "chance 0.01"),
    TrendLimit("alarm", 3.0, "chance 0.001"),
    TrendLimit("alarm", 3.5, "told"),
)


def veil(plot, y):
    """The colour of the ground at that height, and whether it is warmer than grey."""
    place = plot.position_of(36.0, y)
    colour = plot.grab().toImage().pixelColor(round(place.x()), round(place.y()))
    return colour.name(), colour.red() > colour.blue() + 5


def test_limits_are_named_below_and_what_lies_above_is_veiled(qtbot):
    plot = TrendPlot("trend")
    qtbot.addWidget(plot)
    plot.resize(700, 420)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_figure(replace(trend([1.0, 1.0, 5.0]), limits=LIMITS))
    assert plot.legend.names[1] == "alert: chance 0.01"
    assert len(plot.legend.names) == 4
    ground, alert, alarm = veil(plot, 1.5), veil(plot, 2.2), veil(plot, 4.2)
    assert (ground[1], alert[1], alarm[1]) == (False, True, True)
    assert alert[0] != alarm[0] == veil(plot, 3.2)[0]
    plot.show_figure(trend([1.0, 1.0, 5.0]))
    assert plot.legend.names == ()
    assert veil(plot, 4.2) == ground
