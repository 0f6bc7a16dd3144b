"""A plot as a picture: image, SVG, PDF. Files are always light, as paper is."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from pfd_desktop.errors import EnvironmentFault, InvalidInput
from pfd_desktop.ui.plots.palette import for_paper
from pfd_desktop.ui.plots.plot import Plot

_SHARP = 2  # pixels per unit in saved images


def screen_image(plot: Plot) -> QImage:
    """The plot as it looks on the screen."""
    image: QImage = plot.canvas.grab().toImage()
    return image


def save_picture(plot: Plot, path: Path) -> None:
    """Write the plot to a .png, .svg or .pdf file."""
    writers = {".png": _save_png, ".svg": _save_svg, ".pdf": _save_pdf}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise InvalidInput(f"{path.name} ends in none of .png, .svg, .pdf. Choose one of them.")
    plot.restyle(for_paper(vector=writer is not _save_png))
    try:
        done = writer(plot, path)
    finally:
        plot.restyle()
    if not done:
        raise EnvironmentFault(f"{path.name} could not be written. Choose another folder.")


def _render(plot: Plot, painter: QPainter, target: QRectF) -> None:
    canvas = plot.canvas
    painter.fillRect(target, for_paper().background)
    canvas.render(painter, target, canvas.viewport().rect())


def _save_png(plot: Plot, path: Path) -> bool:
    size = plot.canvas.viewport().size()
    image = QImage(size * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    with QPainter(image) as painter:
        _render(plot, painter, QRectF(0, 0, size.width(), size.height()))
    return image.save(str(path))


def _save_svg(plot: Plot, path: Path) -> bool:
    size: QSize = plot.canvas.viewport().size()
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setResolution(plot.logicalDpiX())
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(plot.accessibleName())
    return _paint(plot, generator, size) and path.is_file()


def _save_pdf(plot: Plot, path: Path) -> bool:
    size: QSize = plot.canvas.viewport().size()
    writer = QPdfWriter(str(path))
    writer.setResolution(plot.logicalDpiX())
    points = QSizeF(size) * (72.0 / plot.logicalDpiX())
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(plot.accessibleName())
    return _paint(plot, writer, size) and path.is_file()


def _paint(plot: Plot, device: QSvgGenerator | QPdfWriter, size: QSize) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        _render(plot, painter, QRectF(0, 0, size.width(), size.height()))
    finally:
        painter.end()
    return True
