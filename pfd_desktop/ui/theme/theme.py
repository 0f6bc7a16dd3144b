"""The theme in force: fonts, palette, style sheet, icons; changed at run time."""

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from pfd_desktop.resources import resource
from pfd_desktop.ui.theme.style import palette, style_sheet
from pfd_desktop.ui.theme.tokens import THEMES, Tokens

_POINT_SIZE = 9.5
_ICON_PIXELS = 18


class Theme(QObject):
    """One for the program; ``changed`` tells all that draw by themselves."""

    changed = Signal()

    def __init__(self, application: QApplication, name: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self._chosen = name
        self._icons: dict[tuple[str, str], QIcon] = {}
        application.setStyle("Fusion")
        application.setFont(_font())
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.apply(name)

    @property
    def name(self) -> str:
        """The theme shown: "light", "dark" or "high contrast"."""
        if self._chosen != "system":
            return self._chosen
        scheme = self._application.styleHints().colorScheme()
        return "dark" if scheme is Qt.ColorScheme.Dark else "light"

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return THEMES[self.name]

    def apply(self, name: str) -> None:
        """Put a theme in force; "system" follows the desktop."""
        self._chosen = name
        self._icons.clear()
        self._application.setPalette(palette(self.tokens))
        self._application.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit()

    def icon(self, name: str) -> QIcon:
        """A shipped icon in the text's colour, sharp at single and double resolution."""
        key = (name, self.name)
        if key not in self._icons:
            self._icons[key] = _tinted(name, self.tokens)
        return self._icons[key]

    def _system_changed(self) -> None:
        if self._chosen == "system":
            self.apply("system")


def _tinted(name: str, tokens: Tokens) -> QIcon:
    drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, tokens.text),
        (QIcon.Mode.Disabled, tokens.muted),
    ):
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
        for ratio in (1, 2):
            pixels = _ICON_PIXELS * ratio
            pixmap = QPixmap(pixels, pixels)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, pixels, pixels))
            painter.end()
            pixmap.setDevicePixelRatio(ratio)
            icon.addPixmap(pixmap, mode)
    return icon


def _font() -> QFont:
    """Inter, from our own files: the same letters on every machine."""
    family = "Inter"
    for file in sorted(resource("fonts").glob("*.otf")):
        number = QFontDatabase.addApplicationFont(str(file))
        if number >= 0:
            family = QFontDatabase.applicationFontFamilies(number)[0]
    font = QFont(family)
    font.setPointSizeF(_POINT_SIZE)
    return font
