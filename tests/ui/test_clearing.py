"""What is kept is cleared from the File menu: all, or what is called so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.progress import Silent
from pfd_desktop.services.signals import AnalysisRequest
from tests.ui.fan import fan


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The program on a fan with two bearings, at two speeds each, each looked at once."""
    built = fan(qapp, tmp_path)
    services = built.context.services
    for one in services.data.recordings():
        services.signals.analyse(AnalysisRequest(one.id, AnalysisChoice("cepstrum")), Silent())
    yield built
    built.close()


def kept(app: App) -> int:
    """How many of those analyses are there; panels look at others."""
    looks = [
        one for one in app.context.services.signals.kept._kept if one.asked.analysis == "cepstrum"
    ]
    return len(looks)


def test_a_pattern_clears_some_and_the_banner_says_what_is_kept(app: App, qtbot: QtBot) -> None:
    said: list[str] = []
    app.context.workspace.message.connect(said.append)
    assert kept(app) == 4
    names = [one.name for one in app.context.services.data.recordings()]

    def clear_of(pattern: str) -> None:
        said.clear()
        app.context.actions["clear_kept_of"].trigger()
        (dialog,) = [one for one in app.window.findChildren(QInputDialog) if one.isVisible()]
        dialog.setTextValue(pattern)
        dialog.accept()
        qtbot.waitUntil(lambda: len(said) == 1)

    clear_of("nothing like it")
    assert "No recording is called nothing like it" in said[0]
    assert kept(app) == 4
    clear_of(names[0])
    assert "MB are free again" in said[0]
    assert "Analyses in memory: " in said[0]
    assert kept(app) == 4 - names.count(names[0])
    said.clear()
    app.context.actions["clear_kept"].trigger()
    qtbot.waitUntil(lambda: len(said) == 1)
    assert kept(app) == 0
