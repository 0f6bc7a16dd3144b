"""The Features panel writes how a set is made."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import build
from pfd_desktop.core.features.recipe import recipe_from_json
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.features.view import FeaturesView
from tests.ui.built import panel


def test_a_set_is_exported_by_the_button(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = build(qapp, tmp_path / "project", Settings())
    request = SyntheticRequest(
        fault=Fault.HEALTHY, bearing=find("6205-2RS"), speed_rpm=1500.0, duration_s=1.0, seed=0
    )
    services = app.context.services
    services.generation.make([Planned(request, "one", "1500 rpm")], Silent())
    ids = tuple(one.id for one in services.data.recordings())
    services.features.extract(ExtractRequest(ids, 2048), Silent())
    app.window.show()
    app.window.builder.finish()
    app.window.show_panel("features")
    view = panel(app, "features")
    assert isinstance(view, FeaturesView)
    qtbot.waitUntil(lambda: view.export.isEnabled() and view.feature.count() > 0, timeout=20_000)
    told = (str(tmp_path / "recipe"), "Recipe (*.json)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: told)
    qtbot.mouseClick(view.export, Qt.MouseButton.LeftButton)
    written = tmp_path / "recipe.json"
    qtbot.waitUntil(written.exists, timeout=20_000)
    qtbot.waitUntil(view.message.isVisible, timeout=20_000)  # it says so
    assert recipe_from_json(written.read_text(encoding="utf-8")).window_samples == 2048
    app.close()
