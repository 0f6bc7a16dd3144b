"""Reports as PDF, laid out by Qt; for the window and for the command, which has no screen."""

import base64
import os
import re
from pathlib import Path

from pfd_desktop.errors import EnvironmentFault

_SHARP = 3  # pixels of a figure for each of its units
_DPI = 300
_DRAWING = re.compile(r'src="data:image/svg\+xml;base64,([^"]*)"')


def render_pdf(html: str, path: Path) -> None:
    """Lay *html* out on A4 and write it to *path*; its pictures are SVG within it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QByteArray, QEventLoop, QMarginsF, QUrl
    from PySide6.QtGui import (
        QGuiApplication,
        QImage,
        QPageSize,
        QPainter,
        QPdfWriter,
        QTextDocument,
    )
    from PySide6.QtSvg import QSvgRenderer
    from PySide6.QtWidgets import QApplication

    from pfd_desktop.ui.theme.theme import Theme

    application = QGuiApplication.instance()
    if application is None:
        application = QApplication([])
        theme = Theme(application, "light")  # loads the fonts that we ship
        del theme

    timers = QEventLoop()  # gives a job's thread what the timers of a document start with
    document = QTextDocument()
    words, drawings = _taken_apart(html)
    for name, drawing in drawings.items():
        renderer = QSvgRenderer(QByteArray(drawing))
        image = QImage(renderer.defaultSize() * _SHARP, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            renderer.render(painter)
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
    document.setHtml(words)
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())  # QTextDocument leaves two centimetres by itself
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    writer.setCreator("PFD Desktop")
    document.print_(writer)
    del writer, document, timers
    if not path.is_file() or path.stat().st_size == 0:
        raise EnvironmentFault(f"{path} could not be written. Choose another folder.")


def _taken_apart(html: str) -> tuple[str, dict[str, bytes]]:
    """The text with names in place of its drawings, and the drawings by these names."""
    drawings: dict[str, bytes] = {}

    def named(found: re.Match[str]) -> str:
        name = f"drawing{len(drawings)}"
        drawings[name] = base64.b64decode(found.group(1))
        return f'src="{name}"'

    return _DRAWING.sub(named, html), drawings
