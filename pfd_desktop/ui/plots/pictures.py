"""A drawing as a picture: image, SVG, PDF. Files are always light, as paper is."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from pfd_desktop.atomic import atomic_path
from pfd_desktop.errors import EnvironmentFault, InvalidInput
from pfd_desktop.ui.plots.exportable import Exportable
from pfd_desktop.ui.plots.palette import for_paper

_SHARP = 2  # pixels per unit in saved images


def screen_image(plot: Exportable) -> QImage:
    """The drawing as it looks on the screen."""
    return plot.screen_image()


def save_picture(plot: Exportable, path: Path) -> None:
    """Write the drawing to a .png, .svg or .pdf file, whole or not at all."""
    writers = {".png": _save_png, ".svg": _save_svg, ".pdf": _save_pdf}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise InvalidInput(f"{path.name} ends in none of .png, .svg, .pdf. Choose one of them.")
    refused = EnvironmentFault(f"{path.name} could not be written. Choose another folder.")
    try:
        with atomic_path(path) as partial:
            if not writer(plot, partial):
                raise refused
    except OSError as error:
        raise refused from error


def _render(plot: Exportable, painter: QPainter, vector: bool) -> None:
    size, paper = plot.picture_size(), for_paper(vector)
    target = QRectF(0, 0, size.width(), size.height())
    painter.fillRect(target, paper.background)
    plot.draw_picture(painter, target, paper)


def _save_png(plot: Exportable, path: Path) -> bool:
    image = QImage(plot.picture_size() * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    with QPainter(image) as painter:
        _render(plot, painter, vector=False)
    return QImageWriter(str(path), QByteArray(b"png")).write(image)


def _save_svg(plot: Exportable, path: Path) -> bool:
    size = plot.picture_size()
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setResolution(plot.logicalDpiX())
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(plot.accessibleName())
    return _paint(plot, generator) and path.is_file()


def _save_pdf(plot: Exportable, path: Path) -> bool:
    writer = QPdfWriter(str(path))
    writer.setResolution(plot.logicalDpiX())
    points = QSizeF(plot.picture_size()) * (72.0 / plot.logicalDpiX())
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(plot.accessibleName())
    return _paint(plot, writer) and path.is_file()


def _paint(plot: Exportable, device: QSvgGenerator | QPdfWriter) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        _render(plot, painter, vector=True)
    finally:
        painter.end()
    return True
