"""Searching and tagging in the window, on a real project."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QStandardItem
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QInputDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.ui.commands.finding import QuickOpen
from pfd_desktop.ui.dialogs.tagging import TagDialog
from pfd_desktop.ui.dialogs.tags import TagsDialog
from pfd_desktop.ui.palette import CommandPalette
from pfd_desktop.ui.panels.recordings.view import RecordingsView
from tests.ui.fan import fan, inspector, listed


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The program on a fan with two bearings, at two speeds each."""
    built = fan(qapp, tmp_path)
    yield built
    built.close()


def full(app: App, qtbot: QtBot) -> RecordingsView:
    """The Recordings panel with all four."""
    view = listed(app)
    qtbot.waitUntil(lambda: len(view.table.model.records) == 4)
    return view


def names(view: RecordingsView) -> list[str]:
    """What is listed."""
    return [one.name for one in view.table.model.records]


def typed(view: RecordingsView, text: str) -> None:
    """Type it, as a user does."""
    view.search.field.setFocus()
    view.search.field.clear()
    QTest.keyClicks(view.search.field, text)


def test_the_list_follows_the_search_and_its_order(app: App, qtbot: QtBot) -> None:
    view = full(app, qtbot)
    everything = names(view)
    typed(view, "speed:>1600 sort:-name")
    qtbot.waitUntil(lambda: len(names(view)) == 2)
    assert names(view) == sorted(names(view), reverse=True)
    assert view.count.text() == "2 recordings"
    view.search.field.clear()
    qtbot.waitUntil(lambda: names(view) == everything)


def test_what_cannot_be_read_is_said_at_its_place_and_the_list_stays(
    app: App, qtbot: QtBot
) -> None:
    view = full(app, qtbot)
    typed(view, "speed:>1600")
    qtbot.waitUntil(lambda: len(names(view)) == 2)
    typed(view, "spede:>1600")
    qtbot.waitUntil(view.search.error.isVisible)
    assert "Did you mean speed?" in view.search.error.text()
    assert "(character 1 of the search)" in view.search.error.text()
    assert len(names(view)) == 2
    assert view.search.field.text() == "spede:>1600"
    typed(view, "speed:<1600")
    qtbot.waitUntil(lambda: not view.search.error.isVisible() and len(names(view)) == 2)


def test_a_search_that_finds_nothing_shows_an_empty_list_not_the_first_start(
    app: App, qtbot: QtBot
) -> None:
    view = full(app, qtbot)
    typed(view, "submarine")
    qtbot.waitUntil(lambda: names(view) == [])
    assert view.pages.currentIndex() == 1
    assert view.count.text() == "0 recordings"


def test_what_could_be_typed_is_offered_and_taken(app: App, qtbot: QtBot) -> None:
    view = full(app, qtbot)
    field = view.search.field

    def offers() -> list[str]:
        model = field.offers.model()
        shown = range(model.rowCount()) if field.offers.isVisible() else ()
        return [str(model.index(row, 0).data()) for row in shown]

    typed(view, "lab")
    qtbot.waitUntil(lambda: offers() == ["label:   its known fault"])
    assert field.offers.geometry().top() >= field.mapTo(app.window, field.rect().bottomLeft()).y()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert offers() == []
    assert field.text() == "lab"
    QTest.keyClicks(field, "e")
    qtbot.waitUntil(lambda: len(offers()) == 1)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "label:"
    qtbot.waitUntil(lambda: "outer race" in " ".join(offers()))
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == 'label:"outer race"'
    qtbot.waitUntil(lambda: view.search.error.text() == "" and names(view) == [])
    assert offers() == []


def answer(above: QWidget, text: str) -> None:
    """Answer the question that is open."""
    (dialog,) = [one for one in above.findChildren(QInputDialog) if one.isVisible()]
    dialog.setTextValue(text)
    dialog.accept()


def test_a_search_is_kept_pinned_used_and_forgotten(app: App, qtbot: QtBot) -> None:
    view = full(app, qtbot)
    typed(view, "speed:>1600")
    qtbot.waitUntil(lambda: len(names(view)) == 2)
    view.search.menu.aboutToShow.emit()
    view.search.menu.actions()[1].trigger()
    answer(view, "fast & loud")
    qtbot.waitUntil(view.search.pinned.isVisible)
    view.search.field.clear()
    qtbot.waitUntil(lambda: len(names(view)) == 4)
    (button,) = view.search.pinned.findChildren(QPushButton)
    assert button.accessibleName() == "Pinned search: fast & loud"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(names(view)) == 2)
    assert view.search.field.text() == "speed:>1600"
    app.context.history.undo()
    qtbot.waitUntil(lambda: not view.search.pinned.isVisible())
    assert app.context.services.search.saved() == ()
    app.context.history.redo()
    qtbot.waitUntil(view.search.pinned.isVisible)
    (saved,) = app.context.services.search.saved()
    view.search.delete_requested.emit(saved)
    qtbot.waitUntil(lambda: not view.search.pinned.isVisible())


def test_many_are_tagged_at_once_and_undo_takes_it_back(app: App, qtbot: QtBot) -> None:
    view = full(app, qtbot)
    view.table.select([0, 2])
    qtbot.mouseClick(view.tag, Qt.MouseButton.LeftButton)
    dialog = view.findChild(TagDialog)
    assert isinstance(dialog, TagDialog)
    assert not dialog.add.isEnabled()
    dialog.field.setText("checked")
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    headings = [
        view.table.model.headerData(c, Qt.Orientation.Horizontal)
        for c in range(view.table.model.columnCount())
    ]
    column = headings.index("Tags")

    def shown() -> list[str]:
        model = view.table.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    qtbot.waitUntil(lambda: shown() == ["checked", "", "checked", ""])
    assert not view.grab().isNull()  # the chips are painted
    typed(view, "tag:checked")
    qtbot.waitUntil(lambda: shown() == ["checked", "checked"])
    app.context.history.undo()
    qtbot.waitUntil(lambda: "Nothing has the tag" in view.search.error.text())
    view.search.field.clear()
    qtbot.waitUntil(lambda: shown() == [""] * 4)


def test_the_inspector_shows_adds_and_takes_away_tags(app: App, qtbot: QtBot) -> None:
    view = inspector(app, qtbot)

    def chips() -> list[str]:
        found = view.tags.chips.findChildren(QPushButton)
        return [one.accessibleName() for one in found if one.isVisible()]

    view.tags.field.setText("Bearing/Außen")
    QTest.keyClick(view.tags.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chips() == ["Take the tag Bearing/Außen away"])
    assert view.tags.field.text() == ""
    view.tags.field.setText("a//b")
    QTest.keyClick(view.tags.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "cannot be a tag" in view.tags.error.text())
    assert view.tags.field.text() == "a//b"
    qtbot.mouseClick(view.tags.chips.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: chips() == [])
    app.context.history.undo()
    qtbot.waitUntil(lambda: chips() == ["Take the tag Bearing/Außen away"])
    app.context.history.undo()
    qtbot.waitUntil(lambda: chips() == [])
    assert app.context.services.tags.all() == ()


def quick_open(app: App, qtbot: QtBot, text: str) -> QuickOpen:
    """The list of what *text* finds, with something in it."""
    finder = app.window.findChild(QuickOpen)
    assert isinstance(finder, QuickOpen)
    finder.field.setText(text)
    qtbot.waitUntil(lambda: finder.rows.rowCount() > 0)
    return finder


def test_quick_open_goes_to_what_was_found(app: App, qtbot: QtBot) -> None:
    finder = quick_open(app, qtbot, 'name:"fan end, 1797"')
    assert [finder.rows.item(row).text() for row in range(finder.rows.rowCount())] == [
        "Recording: fan end, 1797 rpm · Fan · fan end · housing"
    ]
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    (wanted,) = app.context.services.search.ids("recordings", 'name:"fan end, 1797"')
    assert app.context.workspace.recording_id == wanted
    assert app.window.docks["signal"].isVisible()


def test_quick_open_goes_to_places_and_says_what_cannot_be_read(app: App, qtbot: QtBot) -> None:
    view = full(app, qtbot)
    finder = quick_open(app, qtbot, "drive -rpm")
    (row,) = [
        row for row in range(finder.rows.rowCount())
        if finder.rows.item(row).text().startswith("Unit: drive end")
    ]  # fmt: skip
    finder.mark(row)
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(names(view)) == 2)
    assert view.place.text().startswith("Unit: drive end")
    finder.field.setText("(drive")
    qtbot.waitUntil(lambda: "not closed" in finder.error.text())
    finder.field.setText("")
    assert finder.rows.rowCount() == 0
    assert finder.error.text() == ""


def test_the_palette_does_what_is_marked(app: App, qtbot: QtBot) -> None:
    palette = app.window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    for theme in ("dark", "light"):
        palette.field.clear()
        palette.rows.clear()
        action = app.context.actions[f"theme_{theme}"]
        for spec, _ in app.context.actions:
            item = QStandardItem(spec.title)
            item.setData(spec.name, Qt.ItemDataRole.UserRole)
            palette.rows.appendRow(item)
        palette.field.setText(action.text())
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        assert app.context.theme.name == theme


def test_tags_are_renamed_recoloured_merged_and_deleted_with_undo(app: App, qtbot: QtBot) -> None:
    service = app.context.services.tags
    ids = [one.id for one in app.context.services.data.recordings()]
    service.add(["a", "a/b"], "recordings", ids[:2])
    service.add(["c"], "recordings", ids[1:3])
    app.context.actions["tags"].trigger()
    dialog = app.window.findChild(TagsDialog)
    assert isinstance(dialog, TagsDialog)

    def shown() -> list[tuple[str, str, int]]:
        return [(u.tag.name, u.tag.colour, u.total) for u in dialog.table.model.records]

    def press(place: int) -> None:
        button = dialog.buttons.itemAt(place).widget()
        assert isinstance(button, QPushButton)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    first = [("a", "", 2), ("a/b", "", 2), ("c", "", 2)]
    qtbot.waitUntil(lambda: shown() == first)
    dialog.table.choose(0)
    assert not dialog.grab().isNull()
    press(0)
    answer(dialog, "c")
    qtbot.waitUntil(lambda: "There is a tag c already" in dialog.message.label.text())
    press(0)
    answer(dialog, "x/y")
    qtbot.waitUntil(lambda: shown() == [("c", "", 2), ("x/y", "", 2), ("x/y/b", "", 2)])
    assert dialog.message.label.text() == ""
    press(1)
    (colours,) = dialog.findChildren(QColorDialog)
    colours.setCurrentColor(QColor("#123456"))
    colours.accept()
    qtbot.waitUntil(lambda: shown()[1] == ("x/y", "#123456", 2))
    press(2)
    answer(dialog, "c")
    qtbot.waitUntil(lambda: shown() == [("c", "", 3), ("x/y/b", "", 2)])
    dialog.table.choose(1)
    press(3)
    qtbot.waitUntil(lambda: shown() == [("c", "", 3)])
    for _ in range(4):
        app.context.history.undo()
    qtbot.waitUntil(lambda: shown() == first)


def ask_dataset(view: RecordingsView, name: str) -> None:
    """Ask for a dataset from the search."""
    view.search.menu.aboutToShow.emit()
    (action,) = [a for a in view.search.menu.actions() if a.text() == "Dataset from this search…"]
    assert action.isEnabled()
    action.trigger()
    answer(view, name)


def test_a_search_becomes_a_dataset_that_says_so_and_can_be_undone(app: App, qtbot: QtBot) -> None:
    view, datasets = full(app, qtbot), app.context.services.datasets
    shown: list[str] = []
    app.context.workspace.panel_requested.connect(shown.append)
    typed(view, "speed:>1600 sort:-name")
    qtbot.waitUntil(lambda: len(names(view)) == 2)
    ask_dataset(view, "fast")
    qtbot.waitUntil(lambda: shown == ["datasets"])
    (made,) = datasets.list_all()
    assert app.context.workspace.dataset_id == made.id
    assert made.newest.note == "found by: speed:>1600 sort:-name"
    members = datasets.version(made.newest.id).members
    assert [one.facts.speed_rpm for one in members] == [1797.0, 1797.0]
    app.context.history.undo()
    qtbot.waitUntil(lambda: datasets.list_all() == ())
    app.context.history.redo()
    qtbot.waitUntil(lambda: datasets.list_all() == (made,))


def test_no_dataset_is_made_of_a_search_that_finds_nothing_or_cannot_be_read(
    app: App, qtbot: QtBot
) -> None:
    view, services = full(app, qtbot), app.context.services
    typed(view, "speed:>9000")
    qtbot.waitUntil(lambda: names(view) == [])
    ask_dataset(view, "none")
    qtbot.waitUntil(lambda: "No recording fits speed:>9000" in view.message.label.text())
    view.search.dataset_requested.emit("none", "speed:fast")
    qtbot.waitUntil(lambda: "of the search)" in view.search.error.text())
    assert services.datasets.list_all() == services.datasets.trash() == ()
