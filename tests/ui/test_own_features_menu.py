"""The Features panel: from a template to own features beside the set; against a baseline."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import build
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.features.view import FeaturesView
from tests.ui.built import panel

LONG = 60_000


def action(view: FeaturesView, words: str) -> QAction:
    return next(one for one in view.own.menu_shown.actions() if words in one.text())


def test_own_features_and_a_baseline_from_the_panel(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = build(qapp, tmp_path / "project", Settings())
    request = SyntheticRequest(
        fault=Fault.HEALTHY, bearing=find("6205-2RS"), speed_rpm=1500.0, duration_s=1.0, seed=0
    )
    services = app.context.services
    plans = [Planned(request, "one", "1500 rpm"), Planned(request, "two", "1500 rpm")]
    services.generation.make(plans, Silent())
    app.window.show()
    app.window.builder.finish()
    app.window.show_panel("features")
    view = panel(app, "features")
    assert isinstance(view, FeaturesView)
    mine = str(tmp_path / "mine.py")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (mine, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (mine, ""))
    action(view, "template").trigger()
    qtbot.waitUntil(Path(mine).exists, timeout=LONG)
    action(view, "Add a file").trigger()
    qtbot.waitUntil(lambda: view.own.chosen == ("mine.py",), timeout=LONG)
    assert view.own.text() == "Own features (1)"
    assert any("peak to peak" in spec.name for spec in view.definitions.model.records)

    qtbot.mouseClick(view.extract, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.feature.findText("peak to peak") >= 0, timeout=LONG)
    action(view, "mine.py").setChecked(False)
    assert view.own.chosen == ()
    view.baseline.setChecked(True)
    assert any(s.name == "rms to baseline" for s in view.definitions.model.records)
    qtbot.mouseClick(view.extract, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.message.isVisible, timeout=LONG)  # no baseline is marked

    Path(mine).write_text("x = 1", encoding="utf-8")
    action(view, "Add a file").trigger()
    qtbot.waitUntil(lambda: "declares no feature" in view.message.label.text(), timeout=LONG)
    assert [one.name for one in services.own_features.list_all()] == ["mine.py"]
    app.close()
