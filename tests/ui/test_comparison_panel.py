"""From Experiments to a verdict by hand: the Compare panel, with real services and children."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.records.learning import RunState
from pfd_desktop.progress import Silent
from pfd_desktop.settings import Settings
from pfd_desktop.store.project import open_project
from pfd_desktop.ui.panels.comparison.view import ComparisonView
from pfd_desktop.ui.panels.experiments.view import ExperimentsView
from tests.services.test_comparison import keeper, wrong_on
from tests.ui.built import panel

LONG = 60_000  # ms
LEFT = Qt.MouseButton.LeftButton


@dataclass(frozen=True)
class Bench:
    """The program on finished runs, and their ids by name."""

    app: App
    runs: dict[str, str]
    experiments: ExperimentsView
    view: ComparisonView

    def select(self, *names: str) -> None:
        """As by hand, with Ctrl."""
        records = self.experiments.table.model.records
        self.experiments.table.select([i for i, run in enumerate(records) if run.name in names])

    def compare(self, *names: str) -> None:
        """Select and press."""
        self.select(*names)
        self.experiments.compare.click()


@pytest.fixture(scope="module")
def bench(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Three of one split, one of another, one that failed."""
    folder = tmp_path_factory.mktemp("comparing") / "project"
    project = open_project(folder)
    keep = keeper(project)
    ids = {
        "good": keep("good", wrong_on(set())),
        "near": keep("near", wrong_on({0})),
        "bad": keep("bad", wrong_on(set(range(12)))),
        "elsewhere": keep("elsewhere", wrong_on({1}), split_certificate="b" * 64),
        "failed": keep("failed", [True], result=None, state=RunState.FAILED),
    }
    project.close()
    built = build(qapp, folder, Settings())
    built.window.resize(1600, 960)
    built.window.show()
    built.window.go_to("learn")
    built.window.show_panel("comparison")
    built.window.builder.finish()
    experiments, view = panel(built, "experiments"), panel(built, "comparison")
    assert isinstance(experiments, ExperimentsView)
    assert isinstance(view, ComparisonView)
    yield Bench(built, ids, experiments, view)
    built.close()


def found(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(bench.view.verdict.isVisible, timeout=LONG)


def test_nothing_compared_is_said_in_words(bench: Bench, qtbot: QtBot) -> None:
    assert bench.view.empty.isVisible()
    assert "Select 2 to 10 finished runs in Experiments" in bench.view.empty.sentence.text()
    asked: list[str] = []
    bench.app.context.workspace.panel_requested.connect(asked.append)
    qtbot.mouseClick(bench.view.empty.button, LEFT)
    assert asked == ["experiments"]


def test_the_button_says_why_it_is_off(bench: Bench, qtbot: QtBot) -> None:
    button = bench.experiments.compare
    qtbot.waitUntil(lambda: len(bench.experiments.table.model.records) == 5, timeout=LONG)
    bench.select("good")
    assert (button.isEnabled(), button.toolTip()) == (False, "Select 2 to 10 runs to compare them.")
    assert bench.experiments.why.text() == button.toolTip()
    bench.select("good", "failed")
    assert not button.isEnabled()
    assert button.toolTip() == "failed has no result, so it cannot be compared."
    bench.select("good", "near")
    assert button.isEnabled()
    assert bench.experiments.why.text() == ""
    with qtbot.waitSignal(bench.app.context.workspace.store_changed, timeout=LONG):
        bench.app.context.workspace.announce(frozenset({"runs"}))
    qtbot.waitUntil(lambda: not bench.app.jobs.running, timeout=LONG)
    assert {run.name for run in bench.experiments.table.selected()} == {"good", "near"}


def test_three_runs_are_compared_drawn_and_reported(
    bench: Bench, qtbot: QtBot, tmp_path: Path
) -> None:
    view = bench.view
    bench.compare("good", "near", "bad")
    assert view.bar.isVisible()
    found(bench, qtbot)
    ids = [run.id for run in bench.experiments.table.selected()]
    told = bench.app.context.services.comparison.compare(ids, Silent())
    assert view.verdict.text() == told.verdict
    assert view.more.text().startswith("1 of 3 pairs is open")
    assert "good: 100.0 %" in view.bars.accessibleDescription()
    assert view.ranks.isVisible()
    assert view.ranks.accessibleDescription().startswith("good: 1.6")
    shown = [row[0] for row in view.tests.rows]
    assert shown == [line.test for line in told.tests]
    assert [row[1] for row in view.pairs.rows] == [pair.verdict for pair in told.pairs]
    assert [row[0] for row in view.settings.rows] == ["classifier"]
    assert view.key.text() == " · ".join(
        f"{letter}: {side.name}" for letter, side in zip("ABC", told.sides, strict=True)
    )
    between = [row[1] for row in view.tests.rows]
    assert {"A and B", "A and C", "B and C"} <= set(between)
    assert [row.split("\t")[1] for row in view.tests.text().splitlines()[1:]] == [
        line.between for line in told.tests
    ]  # what is copied names them
    view.tests.resize(220, 200)  # as in the narrowest dock
    assert view.tests.horizontalHeader().sectionPosition(3) <= 220
    view.curves_shown.setCurrentIndex(view.curves_shown.findText("ROC of outer race"))
    drawn = view.curves.figure
    assert drawn is not None
    assert [one.name for one in drawn.curves] == [
        "bad, area 0.400", "near, area 0.950", "good, area 1.000",
    ]  # fmt: skip
    report, numbers = tmp_path / "found.html", tmp_path / "ranks.csv"
    view.report_requested.emit(report)
    qtbot.waitUntil(lambda: str(report) in view.message.label.text(), timeout=LONG)
    assert told.verdict in report.read_text("utf-8")
    view.ranks.menu.export(numbers)
    qtbot.waitUntil(lambda: str(numbers) in view.message.label.text(), timeout=LONG)
    assert "good,1.675" in numbers.read_text("utf-8")


def test_runs_of_other_splits_are_compared_with_a_loud_warning(bench: Bench, qtbot: QtBot) -> None:
    bench.compare("good", "elsewhere")
    found(bench, qtbot)
    assert bench.view.verdict.text().startswith("Not on equal terms: ")
    assert bench.view.warnings.property("tone") == "bad"
    assert "different splits" in bench.view.warnings.text()
    assert bench.view.ranks.isHidden()
    assert bench.view.more.text().startswith("To settle this you need about")
    assert "Between" not in bench.view.tests.names


def test_a_cancelled_comparison_leaves_an_empty_panel(bench: Bench, qtbot: QtBot) -> None:
    bench.compare("good", "near")
    qtbot.mouseClick(bench.view.cancel, LEFT)
    qtbot.waitUntil(bench.view.empty.isVisible, timeout=LONG)
    assert "was cancelled" in bench.view.message.label.text()
    bench.compare("good", "bad")
    bench.compare("near", "bad")  # the latest choice is the one that is shown
    found(bench, qtbot)
    qtbot.waitUntil(lambda: not bench.app.jobs.running, timeout=LONG)
    assert [row[0] for row in bench.view.sides.rows] == ["bad", "near"]
    assert bench.view.message.isHidden()


def test_a_run_that_is_gone_is_told(bench: Bench, qtbot: QtBot) -> None:
    bench.app.context.workspace.compare_runs((bench.runs["good"], "none"))
    qtbot.waitUntil(bench.view.message.isVisible, timeout=LONG)
    assert bench.view.empty.isVisible()
    assert bench.view.message.label.property("tone") == "bad"


def test_a_compared_run_that_is_deleted_is_no_longer_shown_as_compared(
    bench: Bench, qtbot: QtBot
) -> None:
    """A mark on a run changes nothing; that a run is gone does, and is said."""
    training, view = bench.app.context.services.training, bench.view
    bench.compare("good", "near")
    found(bench, qtbot)
    qtbot.waitUntil(lambda: not bench.app.jobs.running, timeout=LONG)
    asked: list[str] = []
    bench.app.jobs.started.connect(lambda job: asked.append(job.title))
    bench.app.context.services.experiments.star([bench.runs["good"]], starred=True)
    qtbot.waitUntil(lambda: "Look at the compared runs" in asked, timeout=LONG)
    qtbot.waitUntil(lambda: not bench.app.jobs.running, timeout=LONG)
    assert not [title for title in asked if title.startswith("Compare")]
    assert view.verdict.isVisible()
    training.delete(bench.runs["near"])
    qtbot.waitUntil(view.empty.isVisible, timeout=LONG)
    qtbot.waitUntil(view.message.isVisible, timeout=LONG)
    assert view.message.label.text().startswith("Deleted since they were compared: near.")
