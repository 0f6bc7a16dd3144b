"""By hand from real recordings to a report: extract, train, watch, pause, go on, compare."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.records.learning import RunState
from pfd_desktop.settings import Settings
from pfd_desktop.store.project import open_project
from pfd_desktop.ui.panels.comparison.view import ComparisonView
from pfd_desktop.ui.panels.evaluation.view import EvaluationView
from pfd_desktop.ui.panels.experiments.view import ExperimentsView
from pfd_desktop.ui.panels.features.view import FeaturesView
from pfd_desktop.ui.panels.training.view import TrainingView
from tests.services.learning_project import put_cwru
from tests.ui.built import panel

LEFT = Qt.MouseButton.LeftButton
LONG = 120_000  # ms
pytestmark = [pytest.mark.real_data, pytest.mark.long]


class Bench:
    """The program before the user: what he presses, and what he waits for."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app, self.qtbot = app, qtbot

    def _seen(self, name: str) -> object:
        self.app.window.show_panel(name)
        return panel(self.app, name)

    def extract(self, features: str) -> None:
        """Choose the features, press Extract, wait for the set."""
        view = self._seen("features")
        assert isinstance(view, FeaturesView)
        before = view.sets.count()
        view.offered.setCurrentIndex(view.offered.findData(features))
        self.qtbot.mouseClick(view.extract, LEFT)
        self.qtbot.waitUntil(lambda: view.sets.count() == before + 1, timeout=LONG)

    def training(self, classifier: str, features: str = "") -> TrainingView:
        """Fill the form."""
        view = self._seen("training")
        assert isinstance(view, TrainingView)
        sets = self.app.context.services.features.list_all()
        chosen = next((one.id for one in sets if one.code_version.startswith(features)), "")
        self.qtbot.waitUntil(lambda: view.features.count() == len(sets), timeout=LONG)
        view.classifier.setCurrentIndex(view.classifier.findData(classifier))
        if features:
            view.features.setCurrentIndex(view.features.findData(chosen))
            view.features.activated.emit(view.features.currentIndex())
        self.qtbot.waitUntil(view.train.isEnabled, timeout=LONG)
        return view

    def train(self, classifier: str, features: str) -> None:
        """Press Train and wait for the end."""
        view, before = self.training(classifier, features), len(self.runs())
        self.qtbot.mouseClick(view.train, LEFT)
        self.qtbot.waitUntil(
            lambda: view.train.isEnabled() and len(self.runs()) > before, timeout=LONG
        )

    def runs(self) -> dict[str, RunState]:
        """What the project knows of them."""
        return {run.id: run.state for run in self.app.context.services.training.summaries()}


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot, tmp_path: Path, shared_data: Path) -> Iterator[Bench]:
    """The program on the 32 recordings of six faulty bearings."""
    project = open_project(tmp_path / "project")
    put_cwru(project, shared_data)
    project.close()
    built = build(qapp, tmp_path / "project", Settings())
    built.window.resize(1600, 960)
    built.window.show()
    built.window.go_to("learn")
    built.window.builder.finish()
    yield Bench(built, qtbot)
    built.close()


def test_from_recordings_of_real_bearings_to_a_report_of_what_is_better(
    bench: Bench, tmp_path: Path
) -> None:
    qtbot = bench.qtbot
    bench.extract("evidence")
    bench.extract("standard")
    bench.train("physics", "evidence")
    bench.train("logistic", "standard")

    view = bench.training("wdcnn")
    view.epochs.setValue(3)
    qtbot.mouseClick(view.train, LEFT)
    qtbot.waitUntil(lambda: view.plots is not None and view.plots.isVisible(), timeout=LONG)
    qtbot.mouseClick(view.cancel, LEFT)
    qtbot.waitUntil(lambda: RunState.CANCELLED in bench.runs().values(), timeout=LONG)
    experiments = panel(bench.app, "experiments")
    assert isinstance(experiments, ExperimentsView)
    rows = experiments.table.model

    def states() -> list[RunState]:
        return [run.state for run in rows.records]

    qtbot.waitUntil(lambda: RunState.CANCELLED in states(), timeout=LONG)
    stopped = states().index(RunState.CANCELLED)
    experiments.table.select([stopped])
    assert experiments.resume.isEnabled()
    qtbot.mouseClick(experiments.resume, LEFT)
    qtbot.waitUntil(lambda: set(bench.runs().values()) == {RunState.DONE}, timeout=LONG)
    history = bench.app.context.services.training.run(next(iter(bench.runs()))).history
    assert [(event.fold, event.epoch) for event in history] == [
        (fold, epoch) for fold in range(2) for epoch in (1, 2, 3)
    ]

    bench.app.window.show_panel("evaluation")
    evaluation = panel(bench.app, "evaluation")
    assert isinstance(evaluation, EvaluationView)
    qtbot.waitUntil(lambda: bool(evaluation.levels.model.records), timeout=LONG)

    qtbot.waitUntil(lambda: all(run.has_result for run in rows.records), timeout=LONG)
    experiments.table.select([0, 1, 2])
    qtbot.mouseClick(experiments.compare, LEFT)
    comparison = panel(bench.app, "comparison")
    assert isinstance(comparison, ComparisonView)
    qtbot.waitUntil(comparison.verdict.isVisible, timeout=LONG)
    assert comparison.verdict.text()
    report = tmp_path / "bearings.html"
    comparison.report_requested.emit(report)
    qtbot.waitUntil(report.is_file, timeout=LONG)
    best = max(rows.records, key=lambda run: run.accuracy.value if run.accuracy else 0.0)
    assert best.classifier == "physics"
    assert best.name in report.read_text("utf-8")
