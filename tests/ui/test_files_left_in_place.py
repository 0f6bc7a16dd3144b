"""Samples are left in their file from the window, missed when it is moved, and found again."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.core.waveforms.references import source_of
from pfd_desktop.ui.dialogs.import_report import ImportReportDialog
from pfd_desktop.ui.dialogs.mapping.dialog import MappingDialog
from pfd_desktop.ui.dialogs.sources import SourcesDialog
from pfd_desktop.ui.panels.signal.view import SignalView
from tests.ui.built import panel
from tests.ui.test_import_mapping import LONG, dialog


def test_left_in_its_file_moved_and_found(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "run.npy"
    np.save(path, np.random.default_rng(1).standard_normal(50_000).astype("<f4"))
    app.window.property("importing").tell_mapping({path: ""})
    asking = dialog(app, qtbot, MappingDialog)
    qtbot.waitUntil(lambda: asking.form.variable.count() == 1, timeout=LONG)
    asking.form.rate.setText("2000")
    asking.in_place.box.click()
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    data = app.context.services.data
    qtbot.waitUntil(lambda: len(data.recordings()) == 1, timeout=LONG)
    dialog(app, qtbot, ImportReportDialog).close()
    (kept,) = data.recordings()
    source = source_of(kept.path)
    assert source is not None
    assert source.path == path

    (tmp_path / "attic").mkdir()
    path.rename(tmp_path / "attic" / "renamed.npy")
    app.context.workspace.choose_recording("")
    app.context.workspace.choose_recording(kept.id)
    signal = panel(app, "signal")
    assert isinstance(signal, SignalView)
    qtbot.waitUntil(lambda: "Files left in place" in signal.message.label.text(), timeout=LONG)

    app.context.actions["sources"].trigger()
    shown = dialog(app, qtbot, SourcesDialog)
    qtbot.waitUntil(shown.search.isEnabled, timeout=LONG)
    assert "run.npy is not there" in shown.trouble.text()
    shown.search_told.emit(tmp_path / "attic")
    qtbot.waitUntil(lambda: not shown.search.isEnabled(), timeout=LONG)
    assert shown.message.label.text().startswith("1 found, 0 still missing")
    assert [one.path.name for one in shown.table.model.records] == ["renamed.npy"]
    shown.close()
    qtbot.mouseClick(signal.message.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: signal.plot.figure is not None, timeout=LONG)
