"""From features to results by hand: the panels of the workspace Learn, with real processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.learning import RunState, SplitKind
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.evaluation.view import EvaluationView
from pfd_desktop.ui.panels.experiments.view import ExperimentsView
from pfd_desktop.ui.panels.features.view import FeaturesView
from pfd_desktop.ui.panels.recordings.view import RecordingsView
from pfd_desktop.ui.panels.results.view import LEAKY, ResultsView
from pfd_desktop.ui.panels.training.view import TrainingView
from tests.ui.built import panel

LONG = 60_000  # ms


def planned() -> list[Planned]:
    """Two conditions of three units each of two kinds."""
    return [
        Planned(
            SyntheticRequest(
                fault=fault,
                bearing=find("6205-2RS"),
                speed_rpm=speed,
                duration_s=2.0,
                seed=100 * number + int(speed),
            ),
            f"{fault.value} {number}",
            f"{speed:g} rpm",
        )
        for fault in (Fault.HEALTHY, Fault.OUTER_RACE)
        for number in range(3)
        for speed in (1500.0, 1797.0)
    ]


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The program on twelve recordings, in the workspace Learn."""
    folder: Path = tmp_path_factory.mktemp("learn") / "project"
    built = build(qapp, folder, Settings())
    built.context.services.generation.make(planned(), Silent())
    built.window.show()
    built.window.go_to("learn")
    built.window.builder.finish()
    yield built
    built.close()


def features(app: App) -> FeaturesView:
    app.window.show_panel("features")
    view = panel(app, "features")
    assert isinstance(view, FeaturesView)
    return view


def training(app: App) -> TrainingView:
    app.window.show_panel("training")
    view = panel(app, "training")
    assert isinstance(view, TrainingView)
    return view


def results(app: App) -> ResultsView:
    app.window.show_panel("results")
    view = panel(app, "results")
    assert isinstance(view, ResultsView)
    return view


def evaluation(app: App) -> EvaluationView:
    app.window.show_panel("evaluation")
    view = panel(app, "evaluation")
    assert isinstance(view, EvaluationView)
    return view


def experiments(app: App) -> ExperimentsView:
    view = panel(app, "experiments")
    assert isinstance(view, ExperimentsView)
    return view


def train(app: App, qtbot: QtBot, classifier: str, split: SplitKind) -> None:
    """Fill the form, press Train, wait for the end."""
    view = training(app)
    view.classifier.setCurrentIndex(view.classifier.findData(classifier))
    view.split.setCurrentIndex(view.split.findData(split))
    view.epochs.setValue(2)
    before = len(app.context.services.training.runs())
    qtbot.waitUntil(view.train.isEnabled)  # what it learns from is read, features among it
    assert view.problem.isHidden()
    qtbot.mouseClick(view.train, Qt.MouseButton.LeftButton)
    assert not view.train.isEnabled()
    qtbot.waitUntil(
        lambda: view.train.isEnabled() and len(app.context.services.training.runs()) > before,
        timeout=LONG,
    )


def test_training_without_features_says_what_is_missing(app: App, qtbot: QtBot) -> None:
    view = training(app)
    qtbot.waitUntil(view.problem.isVisible)
    assert "extract a feature set first" in view.problem.text()
    assert not view.train.isEnabled()
    qtbot.mouseClick(view.extract, Qt.MouseButton.LeftButton)
    assert app.window.docks["features"].isVisible()


def test_features_are_extracted_and_drawn_by_label(app: App, qtbot: QtBot) -> None:
    view = features(app)
    view.window_samples.setValue(4096)
    qtbot.mouseClick(view.extract, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(view.values.model.records) == 12, timeout=LONG)
    assert view.values.model.records[0].windows == 5
    kurtosis = view.feature.findText("kurtosis")
    view.feature.setCurrentIndex(kurtosis)
    drawn = view.strip.points
    sick = [point.value for point in drawn if point.group == "outer race"]
    well = [point.value for point in drawn if point.group == "healthy"]
    assert (len(sick), len(well)) == (6, 6)
    assert min(sick) > max(well)
    assert "Tandon" in view.formula.text()
    asked: list[str] = []
    app.context.workspace.recording_chosen.connect(asked.append)
    place = view.strip.place_of(drawn[3]).toPoint()
    qtbot.mouseClick(view.strip, Qt.MouseButton.LeftButton, pos=place)
    assert asked == [drawn[3].key]


def test_without_a_run_the_evaluation_says_what_it_is_for(app: App, qtbot: QtBot) -> None:
    view = evaluation(app)
    qtbot.waitUntil(view.empty.isVisible)
    assert "Train a classifier first" in view.empty.sentence.text()
    qtbot.mouseClick(view.empty.button, Qt.MouseButton.LeftButton)
    assert app.window.docks["training"].isVisible()


def test_a_forest_is_judged_on_units_never_met(app: App, qtbot: QtBot) -> None:
    train(app, qtbot, "forest", SplitKind.UNIT)
    run = app.context.services.training.runs()[0]
    assert (run.state, run.split) == (RunState.DONE, SplitKind.UNIT)
    assert app.context.workspace.run_id == run.id
    view = results(app)
    qtbot.waitUntil(lambda: view.name.text().startswith("Random forest"))
    assert run.result is not None
    assert f"{100 * run.result.accuracy.value:.1f} %" in view.headline.text()
    assert "12 recordings of 6 units" in view.facts.text()
    assert view.badge.isHidden()
    table = view.matrix.data_table()
    assert table is not None
    counts = next(table.pieces())[:, 0].reshape(2, 2)
    assert counts.tolist() == [list(row) for row in run.result.confusion()]


def test_the_run_is_evaluated_by_level_class_score_and_slice(app: App, qtbot: QtBot) -> None:
    view = evaluation(app)
    qtbot.waitUntil(lambda: view.name.text().startswith("Random forest"), timeout=LONG)
    result = app.context.services.training.runs()[0].result
    assert result is not None
    levels = {one.of: one for one in view.levels.model.records}
    assert levels["recordings"].right == result.accuracy.value
    assert levels["units"].cases == 6
    slices = {(one.by, one.value): one.recordings for one in view.slices.model.records}
    assert slices["condition", "1500 rpm"] == slices["label", "healthy"] == 6
    assert slices["machine", "Sample fan (synthetic)"] == 12
    for plot in (view.roc, view.precision, view.calibration, view.risk):
        assert plot.figure is not None, plot.accessibleName()
    assert "ECE" in view.calibration_note.text()
    assert "need 10 units; there are 6" in view.answers_note.text()
    assert view.answers.isHidden()
    qtbot.mouseClick(view.unknown.measure, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.message.isVisible, timeout=LONG)
    assert "three are needed, not 2" in view.message.label.text()
    assert view.unknown.measure.isEnabled()


def test_what_the_run_withstands_is_measured_and_drawn(app: App, qtbot: QtBot) -> None:
    page = evaluation(app).robustness
    assert page.table.isHidden()
    page.kind.setCurrentIndex(page.kind.findData("gain"))
    assert "powers of two" in page.about.text()
    qtbot.mouseClick(page.measuring.measure, Qt.MouseButton.LeftButton)
    assert not page.measuring.measure.isEnabled()
    qtbot.waitUntil(lambda: len(page.table.model.records) == 5, timeout=LONG)
    result = app.context.services.training.runs()[0].result
    assert result is not None
    undisturbed, *levels = page.table.model.records
    assert undisturbed.right == result.accuracy
    assert [one.level for one in levels] == [0.125, 0.5, 2.0, 8.0]
    assert page.plot.figure is not None
    named = {curve.name: curve for curve in page.plot.figure.curves}
    assert named["recordings"].y.tolist() == [100 * one.right.value for one in levels if one.right]
    assert named["recordings"].low is not None
    assert "named rightly as recorded" in page.about.text()
    page.table.choose(0)  # the recordings as they are have no curve
    assert page.plot.isHidden()
    qtbot.waitUntil(page.measuring.measure.isEnabled)


def test_a_cell_opens_the_recordings_behind_it(app: App, qtbot: QtBot) -> None:
    view = results(app)
    result = app.context.services.training.runs()[0].result
    assert result is not None
    place = result.classes.index("outer race")
    middle = view.matrix.cell_area(place, place).center().toPoint()
    qtbot.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=middle)
    behind = {p.recording_id for p in result.predictions if p.predicted == p.truth == "outer race"}
    assert set(app.context.workspace.selected) == behind
    assert {p.recording_id for p in view.table.model.records} == behind
    listed = panel(app, "recordings")
    assert isinstance(listed, RecordingsView)
    assert {recording.id for recording in listed.table.selected()} == behind
    qtbot.mouseClick(view.every, Qt.MouseButton.LeftButton)
    assert len(view.table.model.records) == 12


def test_the_leak_is_measured_and_said_in_words(app: App, qtbot: QtBot) -> None:
    view = results(app)
    qtbot.mouseClick(view.measure, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.bars.isVisible, timeout=LONG)
    assert view.bars.accessibleDescription().count("%") == 3
    assert "split at random" in view.words.text()
    newest = app.context.services.training.runs()[0]
    assert newest.leak_meter is not None
    assert app.context.workspace.run_id == newest.id


def test_importance_is_measured_and_said(app: App, qtbot: QtBot) -> None:
    tab = features(app).importance
    features(app).tabs.setCurrentWidget(tab)
    assert tab.table.isHidden()
    qtbot.mouseClick(tab.measure, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tab.table.isVisible, timeout=LONG)
    assert "features lose more than shuffled copies" in tab.words.text()
    assert len(tab.table.model.records) == len(features(app).definitions.model.records)
    shown = [str(tab.table.model.index(0, k).data()) for k in range(tab.table.model.columnCount())]
    assert shown[2] in {"yes", "no"}
    assert "of 3 folds" in shown[5]
    listed = {one.kind: one.title for one in app.context.services.jobs.recent()}
    assert listed["importance"] == "Measure the importance of features"
    assert listed["robustness"].startswith("Robustness, ")  # of a run
    assert listed["unknown faults"].startswith("Unknown faults, ")


def test_what_was_measured_is_there_again_when_the_run_is(app: App, qtbot: QtBot) -> None:
    forest, *others = reversed(app.context.services.training.runs())
    page = evaluation(app).robustness
    app.context.workspace.choose_run(others[-1].id)
    qtbot.waitUntil(page.table.isHidden, timeout=LONG)
    assert "Nothing is trained anew." in page.about.text()
    app.context.workspace.choose_run(forest.id)
    qtbot.waitUntil(lambda: len(page.table.model.records) == 5, timeout=LONG)
    assert "named rightly as recorded; nothing done lowers it. Measured 20" in page.about.text()
    data, ids = app.context.services.data, forest.recording_ids
    label = data.recording(ids[0]).label
    data.edit_recording(ids[0], label="inner race")  # of what it is, nobody knows any more
    qtbot.waitUntil(lambda: "is not shown" in page.about.text(), timeout=LONG)
    assert page.table.isHidden()
    data.edit_recording(ids[0], label=label)
    qtbot.waitUntil(lambda: len(page.table.model.records) == 5, timeout=LONG)


def test_importance_is_there_again_for_its_split(app: App, qtbot: QtBot) -> None:
    tab = features(app).importance
    tab.split.setCurrentIndex(tab.split.findData(SplitKind.CONDITION))
    qtbot.waitUntil(tab.table.isHidden)
    assert "Measured" not in tab.words.text()
    tab.split.setCurrentIndex(tab.split.findData(SplitKind.UNIT))
    qtbot.waitUntil(tab.table.isVisible)
    assert "between folds" in tab.words.text()
    assert "Measured 20" in tab.words.text()


def test_a_leaky_split_is_badged(app: App, qtbot: QtBot) -> None:
    train(app, qtbot, "logistic", SplitKind.RANDOM)
    view = results(app)
    qtbot.waitUntil(view.badge.isVisible)
    assert view.badge.text() == LEAKY
    qtbot.waitUntil(lambda: len(experiments(app).table.model.records) == 3)
    model = experiments(app).table.model
    assert "random (leaky)" in {str(model.index(0, k).data()) for k in range(model.columnCount())}


def test_the_networks_are_offered_by_title_and_say_what_they_are(app: App) -> None:
    view = training(app)
    offered = [view.classifier.itemText(place) for place in range(view.classifier.count())]
    assert [title for title in offered if title in NETWORKS.values()] == list(NETWORKS.values())
    view.classifier.setCurrentIndex(view.classifier.findText("ResNet-18"))
    assert view.about.isVisible()
    assert "CVPR 2016" in view.about.text()
    assert "3,848,578 weights" in view.about.text()  # 3,847,552 and 513 for each of two classes
    assert view.epochs.isVisible()
    assert not view.features.isVisible()
    view.classifier.setCurrentIndex(view.classifier.findData("logistic"))
    assert not view.about.isVisible()


def test_what_a_network_can_be_told_is_checked_where_it_is_typed(app: App, qtbot: QtBot) -> None:
    view = training(app)
    view.classifier.setCurrentIndex(view.classifier.findData("wdcnn"))
    field = view.options.control("patience")
    assert field is not None
    assert field.isVisible()
    for text, words in (("soon", "not a number"), ("2.5", "whole number"), ("0", "1 or more")):
        field.field.setText(text)
        field.field.editingFinished.emit()
        assert words in view.problem.text()
        assert not view.train.isEnabled()
    field.field.setText("3")
    field.field.editingFinished.emit()
    assert view.problem.isHidden()
    assert view.choice().options == (("patience", 3.0),)
    field.field.clear()
    field.field.editingFinished.emit()
    view.window_samples.setValue(1_000_000)
    assert "shorter than a window" in view.problem.text()
    view.window_samples.setValue(1024)
    assert "windows of 85.3 ms" in view.counts.text()
    view.window_samples.setValue(2048)
    view.classifier.setCurrentIndex(view.classifier.findData("logistic"))
    assert view.choice().options == (("snr_db", 0.0),)  # noisy copies, unless told otherwise
    assert not view.window_samples.isVisible()


def test_the_form_tells_what_a_network_would_take(app: App, qtbot: QtBot) -> None:
    view = training(app)
    view.classifier.setCurrentIndex(view.classifier.findData("logistic"))
    assert not view.estimate.isVisible()
    view.classifier.setCurrentIndex(view.classifier.findData("wdcnn"))
    view.window_samples.setValue(1024)
    qtbot.waitUntil(view.estimate.isEnabled)
    before = app.context.services.training.runs()
    qtbot.mouseClick(view.estimate, Qt.MouseButton.LeftButton)
    assert not view.train.isEnabled()
    qtbot.waitUntil(view.train.isEnabled, timeout=LONG)
    assert view.message.isHidden(), view.message.label.text()
    assert view.state.text().startswith("An epoch takes about ")
    assert " MiB: from one batch of " in view.state.text()
    assert app.context.services.training.runs() == before


def test_a_network_draws_its_epochs(app: App, qtbot: QtBot) -> None:
    train(app, qtbot, "wdcnn", SplitKind.UNIT)
    view = training(app)
    assert view.plots is not None
    assert view.plots.isVisible()
    assert "Done" in view.state.text()
    newest = app.context.services.training.runs()[0]
    assert {event.epoch for event in newest.history} == {1, 2}
    for kind, curves in (("accuracy", 3), ("validation", 3), ("f1", 2), ("gradient", 3)):
        view.plots.which.setCurrentIndex(view.plots.which.findData(kind))
        figure = view.plots.beside.figure
        assert figure is not None
        assert len(figure.curves) == curves
        assert all(len(curve.x) == 2 for curve in figure.curves)
    assert {curve.name for curve in figure.curves} == {"fold 1", "fold 2", "fold 3"}


def test_a_queued_training_runs_after_the_one_before_and_is_shown(app: App, qtbot: QtBot) -> None:
    view = training(app)
    view.classifier.setCurrentIndex(view.classifier.findData("logistic"))
    qtbot.waitUntil(view.train.isEnabled)
    before = len(app.context.services.training.runs())
    qtbot.mouseClick(view.train, Qt.MouseButton.LeftButton)
    view.seed.setValue(7)
    assert view.queue.isEnabled()
    qtbot.mouseClick(view.queue, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(app.context.services.training.runs()) == before + 2, timeout=LONG)
    second, first = app.context.services.training.runs()[:2]
    assert (first.seed, second.seed) == (0, 7)
    assert first.finished_at is not None
    assert first.finished_at <= second.created_at
    qtbot.waitUntil(lambda: "Fold" in view.state.text(), timeout=LONG)
    qtbot.waitUntil(lambda: "Done" in view.state.text(), timeout=LONG)
    assert app.context.services.queue.waiting() == ()
    for run in (first, second):
        app.context.services.training.delete(run.id)
    view.seed.setValue(0)
    view.classifier.setCurrentIndex(view.classifier.findData("wdcnn"))


def test_a_cancelled_training_is_resumed_and_a_run_deleted(app: App, qtbot: QtBot) -> None:
    view, table = training(app), experiments(app)
    view.epochs.setValue(400)
    view.train.click()
    qtbot.waitUntil(lambda: "Fold" in view.state.text(), timeout=LONG)
    qtbot.mouseClick(view.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Cancelled" in view.state.text(), timeout=LONG)
    stopped = app.context.services.training.runs()[0]
    assert stopped.state is RunState.CANCELLED
    qtbot.waitUntil(lambda: table.table.model.records[0].state is RunState.CANCELLED)
    table.table.choose(0)
    assert table.resume.isEnabled()
    qtbot.mouseClick(table.delete, Qt.MouseButton.LeftButton)
    box = table.findChild(QMessageBox)
    assert box is not None
    assert "cannot be undone" in box.text()
    next(b for b in box.buttons() if b.text() == "Delete").click()
    qtbot.waitUntil(lambda: len(app.context.services.training.runs()) == 4, timeout=LONG)
    assert stopped.id not in {run.id for run in app.context.services.training.runs()}


def test_runs_are_searched_starred_noted_put_away_and_trained_again(app: App, qtbot: QtBot) -> None:
    view = experiments(app)
    app.window.show_panel("experiments")
    table = view.table
    view.search.put("logistic")
    qtbot.waitUntil(lambda: {r.classifier for r in table.model.records} == {"logistic"})
    table.choose(0)
    run = table.current()
    assert run is not None
    qtbot.mouseClick(view.star, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(table.model.records) and table.model.records[0].starred)
    assert view.star.text() == "Unstar"
    view.note.setText("the first")
    view.note.editingFinished.emit()
    qtbot.waitUntil(lambda: table.model.records[0].note == "the first")
    app.context.history.undo()
    qtbot.waitUntil(lambda: table.model.records[0].note == "")
    view.search.put("wrong:")
    qtbot.waitUntil(view.error.isVisible)
    view.search.put("")
    qtbot.waitUntil(lambda: len(table.model.records) > 2)
    assert view.error.isHidden()
    place = next(i for i, r in enumerate(table.model.records) if r.id == run.id)
    table.choose(place)
    qtbot.mouseClick(view.archive, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: run.id not in {r.id for r in table.model.records})
    assert view.archived.text() == "Archived (1)"
    view.archived.click()
    qtbot.waitUntil(lambda: run.id in {r.id for r in table.model.records})
    table.choose(next(i for i, r in enumerate(table.model.records) if r.id == run.id))
    form = training(app)
    form.classifier.setCurrentIndex(form.classifier.findData("wdcnn"))
    qtbot.mouseClick(view.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.classifier.currentData() == "logistic")
    assert form.choice().seed == run.seed
    qtbot.mouseClick(view.archive, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.archived.text() == "Archived")
    view.archived.click()


def test_minirocket_is_asked_for_neither_features_nor_epochs(app: App, qtbot: QtBot) -> None:
    train(app, qtbot, "minirocket", SplitKind.UNIT)
    view = training(app)
    assert view.features.isHidden()
    assert view.epochs.isHidden()
    newest = app.context.services.training.runs()[0]
    assert (newest.classifier, newest.feature_set_id) == ("minirocket", None)
    assert newest.result is not None
    assert newest.result.accuracy.value > newest.result.chance
