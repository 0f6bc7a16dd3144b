"""F1: the page of the panel that has the focus, search, back and forth, pictures."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.ui.catalog import PANELS
from pfd_desktop.ui.dialogs.manual import ManualWindow, manual_pages, page_of
from tests.ui.built import panel

PICTURE = QTextDocument.ResourceType.ImageResource.value


def opened(app: App) -> ManualWindow:
    app.context.actions["manual"].trigger()
    (shown,) = app.window.findChildren(ManualWindow)
    return shown


def test_f1_opens_the_page_of_the_panel_with_the_focus(app: App, qtbot: QtBot) -> None:
    assert app.context.actions["manual"].shortcut().toString() == "F1"
    view = panel(app, "recordings")
    assert view is not None
    assert page_of(view) == "recordings"
    assert page_of(None) == page_of(app.window) == "index"
    shown = opened(app)
    assert shown.isVisible()
    shown.show_page("spectrum")
    assert "amplitude contract" in shown.browser.toPlainText()
    assert shown.browser.documentTitle() == "Spectrum"
    assert shown.contents.currentItem().text().strip() == "Spectrum"
    assert opened(app) is shown


def test_every_panel_and_every_page_opens(app: App) -> None:
    names = {page.name for page in manual_pages()}
    assert {spec.name for spec in PANELS} <= names
    shown = opened(app)
    for page in manual_pages():
        shown.show_page(page.name)
        assert shown.browser.documentTitle() == page.title
        assert len(shown.browser.toPlainText()) > 200


def test_search_lists_the_pages_that_hold_every_word(app: App, qtbot: QtBot) -> None:
    shown = opened(app)
    everything = shown.listed()
    qtbot.keyClicks(shown.search, "leak random")
    assert set(shown.listed()) < set(everything)
    assert "results" in shown.listed()
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert shown.browser.page() == shown.listed()[0]
    assert shown.browser.textCursor().selectedText().casefold() == "leak"
    shown.search.setText("no such words anywhere")
    assert shown.listed() == ()
    shown.search.clear()
    assert shown.listed() == everything


def test_back_and_forth_and_a_click_in_the_contents(app: App, qtbot: QtBot) -> None:
    shown = opened(app)
    shown.show_page("markers")
    row = next(
        r for r in range(shown.contents.count())
        if shown.contents.item(r).text().strip() == "Windows and averaging"
    )  # fmt: skip
    shown.contents.setCurrentRow(row)
    assert shown.browser.page() == "windows"
    qtbot.mouseClick(shown.back, Qt.MouseButton.LeftButton)
    assert shown.browser.page() == "markers"
    qtbot.mouseClick(shown.forward, Qt.MouseButton.LeftButton)
    assert shown.browser.page() == "windows"
    qtbot.mouseClick(shown.home, Qt.MouseButton.LeftButton)
    assert shown.browser.page() == "index"


def test_pictures_follow_the_theme(app: App) -> None:
    shown = opened(app)
    shown.show_page("signal")
    brightness = []
    for theme in ("light", "dark"):
        app.context.theme.apply(theme)
        QApplication.processEvents()
        image = shown.browser.loadResource(PICTURE, QUrl("pictures/signal_light.png"))
        picture = QImage.fromData(image) if not isinstance(image, QImage) else image
        brightness.append(picture.pixelColor(4, 4).lightness())
    assert brightness[0] > 200
    assert brightness[1] < 60
