"""A spectrum as a picture, for the command, which has no screen."""

import os
from pathlib import Path

from pfd_desktop.core.figures.spectrum import SpectrumFigure

WIDTH, HEIGHT = 1200, 500


def draw(figure: SpectrumFigure, path: Path) -> None:
    """Write *figure* to *path* as its ending says; raises InvalidInput for other endings."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from pfd_desktop.ui.plots.pictures import save_picture
    from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
    from pfd_desktop.ui.theme.theme import Theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme = Theme(application, "light")
    plot = SpectrumPlot(figure.recording)
    plot.resize(WIDTH, HEIGHT)
    plot.show_figure(figure)
    plot.show()
    application.processEvents()
    save_picture(plot, path)
    plot.close()
    del theme
