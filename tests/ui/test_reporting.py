"""The evidence report from the window: a job that writes a PDF beside the UI thread."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The whole program on one recording."""
    built = build(qapp, tmp_path / "project", Settings())
    wanted = SyntheticRequest(Fault.OUTER_RACE, bearing=find("6205-2RS"), duration_s=2.0)
    built.context.services.generation.make([Planned(wanted, "fan", "")], Silent())
    built.window.show()
    yield built
    built.close()


def test_a_report_is_written_as_a_job(
    app: App, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    app.context.workspace.message.connect(said.append)
    app.context.actions["report"].trigger()
    assert "Choose the recording" in said[-1]
    app.context.workspace.choose_recording(app.context.services.data.recordings()[0].id)
    for kind, start in (("PDF document (*.pdf)", b"%PDF-"), ("Web page (*.html)", b"<!DOCTYPE")):
        name = str(tmp_path / "evidence é")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, n=name, k=kind: (n, k))
        before = len(said)
        app.context.actions["report"].trigger()
        qtbot.waitUntil(lambda count=before: len(said) > count, timeout=60_000)
        assert said[-1].startswith("The report was written to"), said[-1]
        path = Path(name).with_suffix(".pdf" if "pdf" in kind else ".html")
        assert path.read_bytes().startswith(start)
