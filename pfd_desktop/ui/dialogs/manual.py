"""The manual: contents, search, and the page that was asked for."""

import json
import re
from dataclasses import dataclass
from functools import cache
from html import unescape

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QPalette, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.resources import resource, root
from pfd_desktop.ui.plots.palette import mixed
from pfd_desktop.ui.theme.theme import Theme

INDEX = "index"
_NAME = Qt.ItemDataRole.UserRole
_LIST_WIDTH = 230


@dataclass(frozen=True)
class ManualPage:
    """A page, where it stands, and its words in lower case for the search."""

    name: str
    title: str
    group: str
    words: str


@cache
def manual_pages() -> tuple[ManualPage, ...]:
    """All pages in their order."""
    groups = json.loads(resource("manual/contents.json").read_text(encoding="utf-8"))
    return tuple(
        ManualPage(page["name"], page["title"], group["group"], _words(page["name"]))
        for group in groups
        for page in group["pages"]
    )


def _words(name: str) -> str:
    text = resource(f"manual/{name}.html").read_text(encoding="utf-8").partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()).casefold()


def page_of(widget: QWidget | None) -> str:
    """The page of the panel that holds *widget*; the first page where there is none."""
    known = {page.name for page in manual_pages()}
    while widget is not None:
        if isinstance(widget, QDockWidget) and widget.objectName() in known:
            return widget.objectName()
        widget = widget.parentWidget()
    return INDEX


class ManualBrowser(QTextBrowser):
    """Shows pages in the colours of the theme; dark pictures on dark ground."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Page of the manual")
        folder = resource("manual")
        self.setSearchPaths([str(folder), str(root().parent / "docs")])
        self.setOpenLinks(True)
        self._restyle()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures follow the theme."""
        address = name.toString() if isinstance(name, QUrl) else name
        if self._dark() and address.endswith("_light.png"):
            name = QUrl(address.removesuffix("_light.png") + "_dark.png")
        return super().loadResource(kind, name)

    def show_page(self, name: str) -> None:
        """Open a page by its name."""
        self.setSource(QUrl(f"{name}.html"))

    def page(self) -> str:
        """The name of the page that is shown."""
        return self.source().fileName().removesuffix(".html")

    def seek(self, words: str) -> None:
        """Mark the first place that holds the first of these words."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        found = words.split()
        if found:
            self.find(found[0])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.source().isValid():
            self._restyle()
            self.reload()

    def _dark(self) -> bool:
        return self.palette().color(QPalette.ColorRole.Base).lightnessF() < 0.5

    def _restyle(self) -> None:
        palette = self.palette()
        link = palette.color(QPalette.ColorRole.Highlight).name()
        text, ground = (
            palette.color(role) for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base)
        )
        faint = mixed(text, ground, 0.08).name()
        self.document().setDefaultStyleSheet(
            f"a {{ color: {link}; }} th {{ text-align: left; background: {faint}; }}"
            f"code, pre {{ background: {faint}; }} h1 {{ font-size: 20px; }}"
            "h2 { font-size: 16px; } h3 { font-size: 14px; }"
        )


class ManualWindow(QDialog):
    """Stays beside the program; F1 brings it to the page of the panel that has the focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Manual"))
        self.setAccessibleName("Manual")
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.resize(1040, 780)
        self._theme = theme
        self.search = QLineEdit()
        self.search.setAccessibleName("Search the manual")
        self.search.setPlaceholderText(self.tr("Search the manual"))
        self.search.setClearButtonEnabled(True)
        self.contents = QListWidget()
        self.contents.setAccessibleName("Contents of the manual")
        self.browser = ManualBrowser()
        self.back = self._button("arrow-u-up-left", self.tr("Back"), self.browser.backward)
        self.forward = self._button("arrow-clockwise", self.tr("Forward"), self.browser.forward)
        self.home = self._button("house", self.tr("Contents"), lambda: self.show_page(INDEX))
        self._lay_out()
        self._fill("")
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._open_first)
        self.contents.currentItemChanged.connect(self._open)
        self.browser.sourceChanged.connect(self._follow)  # comes before source() is another
        self.browser.backwardAvailable.connect(self.back.setEnabled)
        self.browser.forwardAvailable.connect(self.forward.setEnabled)
        theme.changed.connect(self._tint)
        for button in (self.back, self.forward):
            button.setEnabled(False)

    def _button(self, icon: str, words: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIcon(self._theme.icon(icon))
        button.setIconSize(QSize(16, 16))
        button.setProperty("icon_name", icon)
        button.clicked.connect(act)
        return button

    def _tint(self) -> None:
        for button in (self.back, self.forward, self.home):
            button.setIcon(self._theme.icon(str(button.property("icon_name"))))

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        for widget in (self.back, self.forward, self.home):
            above.addWidget(widget)
        above.addWidget(self.search, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.contents)
        split.addWidget(self.browser)
        split.setStretchFactor(1, 1)
        split.setSizes([_LIST_WIDTH, 1040 - _LIST_WIDTH])
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(split, 1)

    def show_page(self, name: str) -> None:
        """Open a page, and be seen."""
        self.search.clear()
        self.browser.show_page(name)
        self.show()
        self.activateWindow()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the page."""
        super().showEvent(event)
        self.browser.setFocus()

    def _fill(self, words: str) -> None:
        """The contents, or the pages that hold every word."""
        wanted = words.casefold().split()
        self.contents.blockSignals(True)
        self.contents.clear()
        group = ""
        for page in manual_pages():
            if not all(word in page.words for word in wanted):
                continue
            if page.group != group:
                group = page.group
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.contents.addItem(heading)
            item = QListWidgetItem(f"   {page.title}" if page.group else page.title)
            item.setData(_NAME, page.name)
            self.contents.addItem(item)
        self.contents.blockSignals(False)
        self._follow(self.browser.source())

    def listed(self) -> tuple[str, ...]:
        """The names of the pages in the list."""
        items = (self.contents.item(row) for row in range(self.contents.count()))
        return tuple(str(item.data(_NAME)) for item in items if item.data(_NAME))

    def _open_first(self) -> None:
        found = self.listed()
        if found:
            self.browser.show_page(found[0])
            self.browser.seek(self.search.text())

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_NAME):
            self.browser.show_page(str(item.data(_NAME)))
            self.browser.seek(self.search.text())

    def _follow(self, source: QUrl) -> None:
        """Choose the shown page in the list."""
        shown = source.fileName().removesuffix(".html")
        self.contents.blockSignals(True)
        for row in range(self.contents.count()):
            if self.contents.item(row).data(_NAME) == shown:
                self.contents.setCurrentRow(row)
        self.contents.blockSignals(False)


def focused_page() -> str:
    """The page of the panel that has the focus."""
    return page_of(QApplication.focusWidget())
