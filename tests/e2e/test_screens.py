"""Every panel in both themes looks exactly as stored; ``--update-pictures`` stores it anew."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.progress import Silent
from pfd_desktop.services.features import ExtractRequest
from pfd_desktop.services.training import TrainRequest
from pfd_desktop.settings import Settings
from pfd_desktop.ui.catalog import ARRANGEMENTS, Arrangement
from tests.e2e import pictures
from tests.e2e.scenes import SCENES, Scene, guard, tell_chain

SIZE = (1600, 960)
JOB_MS = 90_000
COMPARED = ("forest", "logistic", "svm")
LOGGED = (
    ("Make the sample recordings", JobState.DONE, ""),
    ("Extract features of 24 recordings", JobState.DONE, ""),
    ("Train wdcnn, unit split", JobState.CANCELLED, "cancelled by the user"),
    ("Leak meter", JobState.DONE, ""),
)
# What is another each time: a time that was measured, a certificate made of keys.
MEASURED = (
    (r"about [0-9.]+ s$", "about 10 s"),
    (r"Split certificate [0-9a-f]+", "Split certificate 000000000000"),
)
Check = Callable[[str, QImage], None]


class Noon(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Always the same."""
        return cls(2026, 1, 1, 12, tzinfo=tz)


@pytest.fixture(scope="module", autouse=True)
def same_keys_and_time() -> Iterator[None]:
    """Keys are random otherwise and times pass, and both are shown."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pfd_desktop.store.keys.secrets.randbits", lambda _bits: 0)
        patch.setattr("pfd_desktop.store.keys.datetime", Noon)
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The sample project, diagnosed and trained on: all with seed 0."""
    built = build(qapp, tmp_path_factory.mktemp("pictures") / "sample", Settings())
    services = built.context.services
    services.generation.make_sample(0, Silent())
    recordings = services.data.recordings()
    rolling = tuple(r.id for r in recordings if r.kind.value == "rolling" and r.label)
    features = services.features.extract(ExtractRequest(rolling, 8192, 0.0, "pictures"), Silent())
    wanted = TrainRequest("forest", SplitKind.UNIT, features.id, rolling, seed=0)
    services.training.leak_meter(wanted, Silent())
    measured = services.training.runs()[0].id
    compared = [
        services.training.train(replace(wanted, classifier=one), Silent()).id for one in COMPARED
    ]
    services.datasets.create("rolling bearings", rolling, "of the sample")
    guard(services, recordings)
    chosen = next(r for r in recordings if r.label == "outer race")
    tell_chain(services, recordings)
    services.diagnosis.diagnose(chosen.id, Silent())
    for title, state, reason in LOGGED:
        services.jobs.finish(services.jobs.begin(title, "sample", "0"), state, reason)
    built.window.resize(*SIZE)
    built.window.show()
    built.window.builder.finish()
    qapp.processEvents()
    built.context.workspace.choose_feature_set(features.id)
    built.context.workspace.choose_recording(chosen.id)
    built.context.workspace.choose_run(measured)
    built.context.workspace.compare_runs(tuple(compared))
    yield built
    built.close()


def settled(app: App, qtbot: QtBot) -> None:
    """Nothing runs, nothing blinks, nothing is under the pointer."""
    app.window.builder.finish()
    app.window.setFocus()
    qtbot.waitUntil(lambda: not app.jobs.running, timeout=JOB_MS)
    qtbot.wait(300)
    qtbot.waitUntil(lambda: not app.jobs.running, timeout=JOB_MS)
    for table in app.window.findChildren(QTableView):
        table.scrollToTop()


@pytest.fixture(autouse=True)
def comparable(request: pytest.FixtureRequest) -> None:
    """Other versions of Qt draw letters otherwise: nothing can be said then."""
    reason = "" if request.config.getoption("--update-pictures") else pictures.why_not_comparable()
    if reason:
        pytest.skip(reason)


@pytest.fixture
def check(request: pytest.FixtureRequest, tmp_path: Path) -> Check:
    """Compare with the stored picture, or store."""

    def stored_or_same(name: str, image: QImage) -> None:
        if request.config.getoption("--update-pictures"):
            pictures.store(name, image)
            return
        difference = pictures.compare(name, image, tmp_path)
        assert difference is None, str(difference)

    return stored_or_same


def shown_by(arrangement: Arrangement) -> set[str]:
    """The panels of a workspace."""
    places = arrangement.left + arrangement.centre + arrangement.right
    return {name for place in places for name in place}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES, ids=[scene.picture for scene in SCENES])
def test_a_panel_looks_as_stored(
    app: App, qtbot: QtBot, check: Check, scene: Scene, theme: str
) -> None:
    """With a clock that stands still and keys that are the same."""
    app.context.theme.apply(theme)
    workspace = next(a.name for a in ARRANGEMENTS if scene.panel in shown_by(a))
    app.window.go_to(workspace)
    app.window.show_panel(scene.panel)
    chosen = scene.chosen(app.context.services.data.recordings())
    if chosen != app.context.workspace.recording_id:
        app.context.workspace.choose_recording(chosen)
    settled(app, qtbot)
    widget = app.window.docks[scene.panel].widget()
    assert widget is not None
    if scene.prepare is not None:
        scene.prepare(widget)
        settled(app, qtbot)
    for label in widget.findChildren(QLabel):
        for measured, instead in MEASURED:
            if re.search(measured, label.text()):
                label.setText(re.sub(measured, instead, label.text()))
    check(f"{scene.picture}_{theme}", widget.grab().toImage())
