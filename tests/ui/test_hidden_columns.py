"""Columns of a table can be put away, and stay away."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pfd_desktop.ui.hidden_columns import HiddenColumns
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.record_table import RecordTable

COLUMNS: tuple[Column[str], ...] = (
    Column("Name", lambda s: s),
    Column("Length", lambda s: str(len(s)), len, number=True),
    Column("First", lambda s: s[0]),
)
Opened = Callable[[], RecordTable[str]]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Opened:
    """A panel with a table, as a window that starts anew makes it."""

    panels: list[QWidget] = []

    def make() -> RecordTable[str]:
        panel = QWidget()
        panels.append(panel)
        qtbot.addWidget(panel)
        table: RecordTable[str] = RecordTable("Words", COLUMNS)
        QVBoxLayout(panel).addWidget(table)
        settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat, panel)
        HiddenColumns(settings).serve(panel)
        table.show_records(("one", "three"))
        return table

    return make


def choose(table: RecordTable[str], *headings: str) -> None:
    for action in table.column_menu().actions():
        if action.text() in headings:
            action.trigger()


def shown(table: RecordTable[str]) -> list[str]:
    model, across = table.view.model(), Qt.Orientation.Horizontal
    return [
        str(model.headerData(place, across))
        for place in range(model.columnCount())
        if not table.view.isColumnHidden(place)
    ]


@pytest.mark.parametrize("away", [["Length"], ["Length", "First"], []])
def test_what_was_put_away_is_away_in_the_next_window(opened: Opened, away: list[str]) -> None:
    first = opened()
    choose(first, *away)
    expected = ["Name", *(one for one in ("Length", "First") if one not in away)]
    assert shown(first) == expected
    again = opened()
    assert shown(again) == expected
    choose(again, *away)
    assert shown(again) == shown(opened()) == ["Name", "Length", "First"]


def test_the_first_column_cannot_be_put_away_and_new_columns_are_shown(opened: Opened) -> None:
    table = opened()
    assert [action.text() for action in table.column_menu().actions()] == ["Length", "First"]
    choose(table, "First")
    table.model.show_columns((*COLUMNS[1:], Column("Last", lambda s: s[-1])))
    assert shown(table) == ["Length", "Last"]


def test_what_the_panel_itself_hides_stays_hidden_and_is_not_offered(opened: Opened) -> None:
    table = opened()
    table.view.setColumnHidden(1, True)
    choose(table, "First")
    choose(table, "First")
    table.show_records(("two",))
    assert shown(table) == ["Name", "First"]
    assert [action.text() for action in table.column_menu().actions()] == ["First"]
