"""Curves whose points count cases: sizes, intervals, and lines only where enough stand behind."""

import numpy as np
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from pfd_desktop.core.figures.curves import Behind, Curve, CurvesFigure
from pfd_desktop.ui.plots.counted_layer import CountedLayer
from pfd_desktop.ui.plots.curves_plot import CurvesPlot


def figure(joined: bool) -> CurvesFigure:
    """Two points level with each other, far apart."""
    behind = Behind(np.array([9, 9 if joined else 2]), "recordings", 5, np.array([joined]))
    x, y = np.array([20.0, 80.0]), np.array([50.0, 50.0])
    curve = Curve("as scored", x, y, np.array([30.0, 10.0]), np.array([70.0, 90.0]), behind)
    return CurvesFigure((curve,), "Highest score", "%", "Named rightly", "%", kind="calibration")


def shown(qtbot: QtBot, joined: bool) -> CurvesPlot:
    plot = CurvesPlot("Calibration")
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_figure(figure(joined))
    return plot


def coloured(plot: CurvesPlot, x: float, y: float, reach: int = 2) -> bool:
    """Whether the colour of the curve is seen within a few pixels of a place."""
    image: QImage = plot.grab().toImage()
    ratio = image.devicePixelRatio()
    at = plot.position_of(x, y)
    wanted: QColor = plot._curves[0].colours.series[0]

    def like(one: QColor) -> bool:
        return (
            abs(one.red() - wanted.red())
            + abs(one.green() - wanted.green())
            + abs(one.blue() - wanted.blue())
            < 60
        )

    return any(
        like(image.pixelColor(round(at.x() * ratio) + dx, round(at.y() * ratio) + dy))
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
    )


def test_a_line_leads_only_between_points_of_enough_cases(qtbot: QtBot) -> None:
    assert coloured(shown(qtbot, True), 50.0, 50.0)
    assert not coloured(shown(qtbot, False), 50.0, 50.0)


def test_points_show_their_cases_and_intervals(qtbot: QtBot) -> None:
    plot = shown(qtbot, False)
    (layer,) = plot._curves
    assert isinstance(layer, CountedLayer)
    assert layer.hollow.tolist() == [False, True]
    many, few = layer.radii.tolist()
    assert many > few + 1
    assert coloured(plot, 20.0, 50.0, 0)
    assert not coloured(plot, 80.0, 50.0, 0)  # hollow
    assert coloured(plot, 20.0, 65.0)
    assert coloured(plot, 80.0, 85.0)
    assert not coloured(plot, 20.0, 80.0)
    point, words = plot.reading_at(80.0, 50.0)
    assert point is not None
    assert words.endswith("2 recordings")
