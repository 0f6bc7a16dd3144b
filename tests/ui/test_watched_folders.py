"""A folder is watched from the window: what comes arrives, what lacks something is asked for."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.ui.dialogs.mapping.dialog import MappingDialog
from pfd_desktop.ui.dialogs.watched import WatchedDialog
from tests.bad_files import good_csv, good_npy

LONG = 40_000  # ms


def test_new_files_arrive_and_a_missing_rate_is_asked_for(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    rig = tmp_path / "rig"
    rig.mkdir()
    app.context.actions["watch_folders"].trigger()
    (dialog,) = app.window.findChildren(WatchedDialog)
    qtbot.waitUntil(dialog.isVisible, timeout=LONG)
    dialog.folder_told.emit(rig, False)
    qtbot.waitUntil(lambda: len(dialog.table.model.records) == 1, timeout=LONG)
    good_csv(rig / "monday.csv")
    good_npy(rig / "tuesday.npy", seed=1)
    data = app.context.services.data
    qtbot.waitUntil(lambda: len(data.recordings()) == 1, timeout=LONG)
    qtbot.waitUntil(dialog.tell.isEnabled, timeout=LONG)
    assert "never guessed" in dialog.reasons.text()
    qtbot.mouseClick(dialog.tell, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(app.window.findChildren(MappingDialog)) == 1, timeout=LONG)
    (asking,) = app.window.findChildren(MappingDialog)
    qtbot.waitUntil(lambda: asking.form.variable.count() == 1, timeout=LONG)
    asking.form.rate.setText("2000")
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(data.recordings()) == 2, timeout=LONG)
    qtbot.waitUntil(lambda: not dialog.tell.isEnabled(), timeout=LONG)
    qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.table.model.records, timeout=LONG)
    dialog.close()
