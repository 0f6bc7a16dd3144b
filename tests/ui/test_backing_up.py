"""File: back the project up, restore a backup."""

from pathlib import Path

from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.progress import Silent
from pfd_desktop.store.backups import problems
from pfd_desktop.store.project import open_project


def test_a_backup_is_made_and_restored_from_the_menu(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    commands = app.window.property("backing_up")
    said: list[str] = []
    app.context.workspace.message.connect(said.append)
    commands.back_up(tmp_path / "backup")
    qtbot.waitUntil(lambda: any("are in" in words for words in said), timeout=30_000)
    assert problems(tmp_path / "backup", Silent()) == ()
    commands.back_up(tmp_path / "backup")
    qtbot.waitUntil(lambda: any("exists already" in words for words in said), timeout=30_000)
    commands.restore(tmp_path / "backup", tmp_path / "restored")
    qtbot.waitUntil(lambda: app.window.findChild(QMessageBox) is not None, timeout=30_000)
    box = app.window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert str(tmp_path / "restored") in box.text()
    box.reject()
    open_project(tmp_path / "restored").close()


def test_both_are_in_the_file_menu(app: App) -> None:
    assert {app.context.actions[name].text() for name in ("backup", "restore")} == {
        "Back up the project…",
        "Restore a backup…",
    }
