"""The window never waits for the database: panels read it in the threads of their jobs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.catalog import ARRANGEMENTS, PANELS
from tests.ui.store_reads import transactions_here

TABLES = frozenset({
    "recordings", "machines", "units", "points", "bearings", "chains", "active_chains", "labels",
    "speed_references", "severity_tables", "machine_facts", "baselines", "alarm_limits", "tags",
    "taggings", "feature_sets", "runs", "jobs", "datasets", "saved_searches", "diagnoses",
})  # fmt: skip


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The program on two recordings."""
    built = build(qapp, tmp_path / "project", Settings())
    request = SyntheticRequest(Fault.OUTER_RACE, bearing=find("6205-2RS"), duration_s=1.0)
    built.context.services.generation.make(
        [Planned(request, "fan", ""), Planned(replace(request, seed=1), "pump", "")], Silent()
    )
    yield built
    built.close()


def settle(app: App, qtbot: QtBot) -> None:
    """Until all that is seen is built and answered."""
    app.window.builder.finish()
    qtbot.waitUntil(lambda: not app.jobs.running, timeout=30_000)


def walk(app: App, qtbot: QtBot, ids: tuple[str, ...]) -> set[str]:
    """Look at every panel while the chosen recording changes; the names of those seen."""
    seen = set()
    for arrangement in ARRANGEMENTS:
        app.window.go_to(arrangement.name)
        settle(app, qtbot)
        for name in [name for name, dock in app.window.docks.items() if dock.isVisible()]:
            app.window.show_panel(name)
            settle(app, qtbot)
            app.context.workspace.choose_recording(ids[len(seen) % len(ids)])
            settle(app, qtbot)
            seen.add(name)
    return seen


def test_no_panel_opens_the_database_in_the_windows_thread(app: App, qtbot: QtBot) -> None:
    ids = tuple(one.id for one in app.context.services.data.recordings())
    with transactions_here() as found:
        app.window.resize(1600, 960)
        app.window.show()
        app.context.workspace.select_recordings(ids)
        assert walk(app, qtbot, ids) == {panel.name for panel in PANELS}
        app.context.workspace.store_changed.emit(TABLES)
        settle(app, qtbot)
    assert not found, "\n".join(sorted(set(found)))


def test_the_guard_sees_who_asks(app: App) -> None:
    with transactions_here() as found:
        app.context.services.data.recordings()
        app.jobs.start("Read", lambda _: app.context.services.data.recordings())
    assert found == ["a test"]
