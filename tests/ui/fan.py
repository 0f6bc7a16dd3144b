"""A small plant for the tests of panels: a fan with two bearings, two recordings each."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.generation import GenerationService, Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.inspector.view import InspectorView
from pfd_desktop.ui.panels.machines.view import MachinesView
from pfd_desktop.ui.panels.recordings.view import RecordingsView
from tests.ui.built import panel


def fan(qapp: QApplication, folder: Path) -> App:
    """The program on that plant, in the workspace Measure."""
    built = build(qapp, folder / "project", Settings())
    wanted = [
        Planned(
            SyntheticRequest(
                Fault.HEALTHY, bearing=find("6205-2RS"), speed_rpm=speed, duration_s=0.5, seed=seed
            ),
            unit,
            f"{speed:g} rpm",
            "Fan",
        )
        for seed, (unit, speed) in enumerate(
            (unit, speed) for unit in ("drive end", "fan end") for speed in (1500.0, 1797.0)
        )
    ]
    GenerationService(built.opened.project, Inline()).make(wanted, Silent())
    built.window.show()
    built.window.go_to("measure")
    return built


def recording(app: App, place: int = 0) -> Recording:
    """One of them as the store has it now."""
    return app.context.services.data.recordings()[place]


def machines(app: App, qtbot: QtBot) -> MachinesView:
    view = panel(app, "machines")
    assert isinstance(view, MachinesView)
    qtbot.waitUntil(lambda: view.tree.topLevelItemCount() == 1)
    return view


def inspector(app: App, qtbot: QtBot) -> InspectorView:
    view = panel(app, "inspector")
    assert isinstance(view, InspectorView)
    app.context.workspace.choose_recording(recording(app).id)
    qtbot.waitUntil(lambda: view.name.text() == recording(app).name)
    return view


def listed(app: App) -> RecordingsView:
    view = panel(app, "recordings")
    assert isinstance(view, RecordingsView)
    return view
