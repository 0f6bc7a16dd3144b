"""A figure as a picture, for the command, which has no screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure

if TYPE_CHECKING:
    from pathlib import Path

    from pfd_desktop.core.analyses.analysis import Figure
    from pfd_desktop.ui.plots.data_plot import DataPlot

_SIZES = {SpectrumFigure: (1200, 500), CurvesFigure: (1200, 500), MapFigure: (1200, 800)}
_SQUARE = (800, 800)  # of an orbit: one scale for both directions


def draw(figure: Figure, path: Path) -> None:
    """Write *figure* to *path* as its ending says; raises InvalidInput for other endings."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from pfd_desktop.ui.plots.pictures import save_picture
    from pfd_desktop.ui.theme.theme import Theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme = Theme(application, "light")
    plot = _plot_of(figure)
    plot.show()
    application.processEvents()
    save_picture(plot, path)
    plot.close()
    del theme


def _plot_of(figure: Figure) -> DataPlot:
    """The plot of its shape, showing it."""
    from pfd_desktop.ui.plots.curves_plot import CurvesPlot
    from pfd_desktop.ui.plots.map_plot import MapPlot
    from pfd_desktop.ui.plots.orbit_plot import OrbitPlot
    from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot

    size = _SIZES.get(type(figure), _SQUARE)
    if isinstance(figure, SpectrumFigure):
        lines = SpectrumPlot(figure.recording)
        lines.resize(*size)
        lines.show_figure(figure)
        return lines
    if isinstance(figure, MapFigure):
        cells = MapPlot(figure.recording)
        cells.resize(*size)
        cells.show_figure(figure)
        return cells
    if isinstance(figure, CurvesFigure):
        curves = CurvesPlot(figure.recording)
        curves.resize(*size)
        curves.show_figure(figure)
        return curves
    path = OrbitPlot(figure.recording)
    path.resize(*size)
    path.show_figure(figure)
    return path
