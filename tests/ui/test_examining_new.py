"""What arrives in the window is examined by itself: seen at once, graded soon after."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.records.importing import ImportRequest
from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.records.recording import NOT_EXAMINED
from pfd_desktop.progress import Silent
from pfd_desktop.settings import Settings
from pfd_desktop.ui.dialogs.import_report import ImportReportDialog
from tests.importing import desk_inline
from tests.signals_of_tests import RATE_HZ, tone

LONG = 60_000  # ms


def written(folder: Path, count: int = 3) -> Path:
    folder.mkdir()
    for number in range(count):
        np.savez(folder / f"{number}.npz", x=tone(number), fs=RATE_HZ)
    return folder


def grades(app: App) -> list[str]:
    return [one.grade for one in app.context.services.data.recordings()]


def test_after_an_import_the_grades_follow_in_the_report_too(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[str] = []
    app.context.workspace.message.connect(said.append)
    app.context.workspace.files_dropped.emit((written(tmp_path / "rig"),))

    def report() -> ImportReportDialog | None:
        found = app.window.findChildren(ImportReportDialog)
        return found[0] if found else None

    qtbot.waitUntil(lambda: report() is not None, timeout=LONG)
    dialog = report()
    assert dialog is not None
    qtbot.waitUntil(lambda: all("grade " in one.text for one in dialog.files), timeout=LONG)
    assert "" not in grades(app)
    qtbot.waitUntil(lambda: any("Grade of the measurements" in one for one in said), timeout=LONG)
    dialog.close()
    (job,) = (one for one in app.context.services.jobs.recent() if one.kind == "examine new")
    assert job.state is JobState.DONE


def test_what_a_killed_program_left_is_examined_when_the_window_opens(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And until then it is listed as not examined, and found by that."""
    monkeypatch.setattr("pfd_desktop.ui.commands.examining._FIRST_MS", 1_000)
    with desk_inline(tmp_path / "project") as desk:
        desk.imports.import_files(ImportRequest((written(tmp_path / "rig"),)), Silent())
    built = build(qapp, tmp_path / "project", Settings())
    try:
        built.window.go_to("measure")
        built.window.show()
        built.window.builder.finish()
        view = built.window.docks["recordings"].widget()
        table = view.table.model
        qtbot.waitUntil(lambda: len(table.records) == 3, timeout=LONG)
        place = [
            table.headerData(at, Qt.Orientation.Horizontal) for at in range(table.columnCount())
        ].index("Grade")
        assert {table.index(row, place).data() for row in range(3)} == {"not yet"}
        view.grade_wanted.emit(NOT_EXAMINED)
        qtbot.waitUntil(lambda: "" not in grades(built), timeout=LONG)
        qtbot.waitUntil(lambda: not table.records, timeout=LONG)
    finally:
        built.close()
