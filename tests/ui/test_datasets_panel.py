"""The Datasets panel by hand: made, split, frozen again, put away and back, out and in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLabel
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.networks import extra
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.datasets import BundleForm
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.commands.finding import QuickOpen
from pfd_desktop.ui.dialogs.tagging import TagDialog
from pfd_desktop.ui.panels.datasets.view import DatasetsView
from pfd_desktop.ui.widgets.thumbnail import Thumbnail
from tests.ui.built import panel

LONG = 60_000  # ms
LEFT = Qt.MouseButton.LeftButton


def planned() -> list[Planned]:
    """Two kinds, two units each, two speeds."""
    return [
        Planned(
            SyntheticRequest(
                fault=fault,
                bearing=find("6205-2RS"),
                speed_rpm=speed,
                duration_s=1.0,
                seed=100 * number + int(speed),
            ),
            f"{fault.value} {number}",
            f"{speed:g} rpm",
        )
        for fault in (Fault.HEALTHY, Fault.OUTER_RACE)
        for number in range(2)
        for speed in (1500.0, 1797.0)
    ]


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The program on eight recordings, the panel in front."""
    built = build(qapp, tmp_path / "project", Settings())
    built.context.services.generation.make(planned(), Silent())
    built.window.show()
    built.window.go_to("learn")
    built.window.builder.finish()
    built.context.workspace.show_panel("datasets")
    yield built
    built.close()


def shown(app: App) -> DatasetsView:
    view = panel(app, "datasets")
    assert isinstance(view, DatasetsView)
    return view


def create(app: App, qtbot: QtBot, name: str) -> DatasetsView:
    """A dataset of all recordings, made by hand and shown."""
    view = shown(app)
    qtbot.keyClicks(view.name, name)
    qtbot.mouseClick(view.create_button, LEFT)
    qtbot.waitUntil(lambda: name in [d.name for d in view.table.model.records], timeout=LONG)
    qtbot.waitUntil(lambda: len(view.findChildren(Thumbnail)) == 6, timeout=LONG)
    return view


def names(view: DatasetsView) -> list[str]:
    return [one.name for one in view.table.model.records]


def test_a_dataset_is_made_counted_and_split(app: App, qtbot: QtBot) -> None:
    view = create(app, qtbot, "bench")
    assert "Evenness 1.00" in view.classes.summary.text()
    assert "the largest class has 1 times" in view.classes.summary.text()
    table = view.coverage.table
    cells = [
        [table.item(r, c).text() for c in range(table.columnCount())]
        for r in range(table.rowCount())
    ]
    assert [table.verticalHeaderItem(r).text() for r in range(2)] == ["1500 rpm", "1797 rpm"]
    assert sorted(n for row in cells for n in row if n != "·") == ["4", "4"]
    view.splits.parts.setValue(2)
    qtbot.mouseClick(view.splits.design, LEFT)
    qtbot.waitUntil(lambda: view.splits.splits.count() == 1, timeout=LONG)
    (split,) = app.context.services.datasets.splits(str(view.versions.currentData()))
    assert split.certificate in view.splits.certificate.text()
    assert "unit: 0 of 4; machine: 1 of 1" in view.splits.shared.text()
    view.splits.classifier.setCurrentIndex(view.splits.classifier.findData("logistic"))
    qtbot.mouseClick(view.splits.train, LEFT)
    qtbot.waitUntil(lambda: "stands in Results" in view.message.label.text(), timeout=LONG)
    (run,) = app.context.services.training.runs()
    assert run.split_certificate == split.certificate
    assert app.context.workspace.run_id == run.id
    view.splits.look.setCurrentIndex(view.splits.look.findText("Condition"))
    heads = [view.splits.matrix.verticalHeaderItem(r).text() for r in range(2)]
    assert heads == ["⚠ 1500 rpm", "⚠ 1797 rpm"]


def test_a_split_that_cannot_be_had_says_why(app: App, qtbot: QtBot) -> None:
    view = create(app, qtbot, "bench")
    view.splits.key.setCurrentIndex(view.splits.key.findText("Machine"))
    qtbot.mouseClick(view.splits.design, LEFT)
    qtbot.waitUntil(lambda: "has a single machine" in view.message.label.text(), timeout=LONG)


def test_an_example_of_a_class_becomes_the_recording_of_the_window(app: App, qtbot: QtBot) -> None:
    view = create(app, qtbot, "bench")
    view.tabs.setCurrentWidget(view.classes)
    small = view.findChildren(Thumbnail)[0]
    qtbot.mouseClick(small, LEFT)
    chosen = app.context.services.data.recording(app.context.workspace.recording_id)
    assert small.text() == chosen.name


def test_what_is_done_can_be_undone(app: App, qtbot: QtBot) -> None:
    view, history = create(app, qtbot, "bench"), app.context.history
    qtbot.mouseClick(view.archive, LEFT)
    qtbot.waitUntil(lambda: names(view) == [], timeout=LONG)
    history.undo()
    qtbot.waitUntil(lambda: names(view) == ["bench"], timeout=LONG)
    qtbot.mouseClick(view.delete, LEFT)
    qtbot.waitUntil(lambda: view.trash.count() == 1, timeout=LONG)
    assert names(view) == []
    qtbot.mouseClick(view.restore, LEFT)
    qtbot.waitUntil(lambda: names(view) == ["bench"], timeout=LONG)
    for _ in range(3):  # the restoring, the deleting, the creating
        history.undo()
    qtbot.waitUntil(lambda: names(view) == [] and history.undo_title == "", timeout=LONG)
    history.redo()
    qtbot.waitUntil(lambda: names(view) == ["bench"], timeout=LONG)


def test_a_dataset_is_renamed_and_undo_takes_it_back(app: App, qtbot: QtBot) -> None:
    view = create(app, qtbot, "bench")
    qtbot.mouseClick(view.rename, LEFT)
    dialog = view.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    assert dialog.textValue() == "bench"
    dialog.setTextValue("rig")
    dialog.accept()
    qtbot.waitUntil(lambda: names(view) == ["rig"], timeout=LONG)
    app.context.history.undo()
    qtbot.waitUntil(lambda: names(view) == ["bench"], timeout=LONG)


def test_datasets_are_tagged_together_and_undo_takes_it_back(app: App, qtbot: QtBot) -> None:
    view, services = create(app, qtbot, "bench"), app.context.services
    services.datasets.create("other", [services.data.recordings()[0].id])
    qtbot.waitUntil(lambda: names(view) == ["bench", "other"], timeout=LONG)

    def tags() -> list[str]:
        model = view.table.model
        headings = [
            model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())
        ]
        place = headings.index("Tags")
        return [str(model.index(row, place).data()) for row in range(model.rowCount())]

    def told(name: str) -> TagDialog:
        (dialog,) = [one for one in view.findChildren(TagDialog) if one.isVisible()]
        dialog.field.setText(name)
        return dialog

    view.table.select([0, 1])
    qtbot.mouseClick(view.tag, LEFT)
    dialog = told("rig/checked")
    assert dialog.windowTitle() == "Tag datasets"
    assert "2 datasets" in [label.text() for label in dialog.findChildren(QLabel)]
    qtbot.mouseClick(dialog.add, LEFT)
    qtbot.waitUntil(lambda: tags() == ["rig/checked"] * 2, timeout=LONG)
    assert [one.name for one in view.table.selected()] == ["bench", "other"]
    assert app.context.history.undo_title == "Tag 2 datasets rig/checked"
    assert len(services.search.ids("datasets", "tag:rig")) == 2
    view.table.select([0])
    menu = view.table.menu()
    assert [one.text() for one in menu.actions()] == ["Tag…", "Rename…", "Archive", "Delete"]
    menu.actions()[0].trigger()
    qtbot.mouseClick(told("rig/checked").away, LEFT)
    qtbot.waitUntil(lambda: tags() == ["", "rig/checked"], timeout=LONG)
    assert app.context.history.undo_title == "Take the tag rig/checked from 1 dataset"
    for wanted in (["rig/checked"] * 2, ["", ""]):
        app.context.history.undo()
        qtbot.waitUntil(lambda wanted=wanted: tags() == wanted, timeout=LONG)


def test_quick_open_goes_to_a_dataset_also_an_archived_one(app: App, qtbot: QtBot) -> None:
    view, service = create(app, qtbot, "bench"), app.context.services.datasets
    second = service.create("other", [app.context.services.data.recordings()[0].id])
    qtbot.waitUntil(lambda: names(view) == ["bench", "other"], timeout=LONG)
    service.archive(second.id)
    qtbot.waitUntil(lambda: names(view) == ["bench"], timeout=LONG)
    app.context.workspace.show_panel("signal")
    finder = app.window.findChild(QuickOpen)
    assert isinstance(finder, QuickOpen)
    finder.field.setText("other archived:yes")
    qtbot.waitUntil(lambda: finder.rows.rowCount() == 1)
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(view) == ["bench", "other"], timeout=LONG)
    chosen = view.table.current()
    assert chosen is not None
    assert chosen.id == second.id
    assert view.isVisible()


def test_a_new_version_and_what_differs(app: App, qtbot: QtBot) -> None:
    view, services = create(app, qtbot, "bench"), app.context.services
    qtbot.mouseClick(view.freeze, LEFT)
    qtbot.waitUntil(view.message.isVisible, timeout=LONG)
    qtbot.waitUntil(
        lambda: "Nothing has changed since version 1" in view.message.label.text(), timeout=LONG
    )
    first = services.data.recordings()[0]
    services.data.edit_recording(first.id, label="wear")
    qtbot.mouseClick(view.freeze, LEFT)
    qtbot.waitUntil(lambda: view.versions.count() == 2, timeout=LONG)
    qtbot.waitUntil(lambda: bool(view.differences.lines.model.records), timeout=LONG)
    assert view.differences.lines.model.records == (("changed", first.name, "label"),)


def test_out_as_a_bundle_and_in_again(
    app: App, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, target = create(app, qtbot, "bench"), tmp_path / "out" / "bench"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.form.setCurrentIndex(view.form.findData(BundleForm.CSV))
    qtbot.mouseClick(view.export, LEFT)
    qtbot.waitUntil(lambda: "was written to" in view.message.label.text(), timeout=LONG)
    assert (target / "manifest.json").exists()
    manifest = str(target / "manifest.json")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (manifest, ""))
    qtbot.mouseClick(view.take_in, LEFT)
    qtbot.waitUntil(lambda: names(view) == ["bench", "bench (2)"], timeout=LONG)
    one, two = app.context.services.datasets.list_all()
    assert one.newest.hash == two.newest.hash


def test_networks_are_offered_only_where_they_can_be_trained(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = {}
    for torch in (True, False):
        monkeypatch.setattr(extra, "find_spec", lambda _name, torch=torch: torch or None)
        built = build(qapp, tmp_path / "project", Settings())
        built.window.show()
        built.window.show_panel("datasets")
        built.window.builder.finish()
        box = shown(built).splits.classifier
        offered[torch] = {box.itemData(place) for place in range(box.count())}
        assert ("torch" in box.toolTip()) is not torch
        built.close()
    assert offered[True] - offered[False] == set(NETWORKS)
    assert "forest" in offered[False]
