"""The Signal panel: presenter and real view, jobs in the test's own thread."""

import csv

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLineEdit, QWidget

from pfd_desktop.errors import NotFound, StoreUnavailable
from pfd_desktop.ui.exports import serve
from pfd_desktop.ui.panels.signal.presenter import SignalPresenter
from pfd_desktop.ui.panels.signal.view import SignalView
from pfd_desktop.ui.panels.spectrum.view import SpectrumView
from tests.fakes import HeldJobs, InlineJobs
from tests.ui import recordings as made


class Project:
    """Data and signals of two recordings, as the services offer them."""

    def __init__(self, folder) -> None:
        self.blobs = {}
        for seed, name in enumerate(("one", "two")):
            (folder / name).mkdir()
            samples = made.bearing_samples(2.0 + seed, seed)
            self.blobs[name] = made.blob(folder / name, samples)
        self.opened = []
        self.chain = ""
        self.error: Exception | None = None

    def recording(self, recording_id: str):
        if self.error:
            raise self.error
        if recording_id not in self.blobs:
            raise NotFound(f"There is no recording {recording_id}.")
        return made.recording(self.blobs[recording_id], recording_id)

    def seen_blob(self, recording_id: str, progress):
        self.opened.append(recording_id)
        return self.blobs[recording_id], self.chain

    def steady_speed(self, recording):
        return recording.speed_rpm


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def panel(qtbot, project, jobs, show=True):
    view = SignalView()
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.presenter = SignalPresenter(view, project, project, jobs)
    if show:
        with qtbot.waitExposed(view):
            view.show()
    return view, view.presenter


def test_a_chosen_recording_is_shown_with_its_numbers(qtbot, project):
    view, presenter = panel(qtbot, project, InlineJobs())
    assert view.pages.currentIndex() == 0
    presenter.choose("one")
    assert view.pages.currentIndex() == 1
    assert view.title.text().startswith("one  ·  acceleration in g  ·  12.00 kHz  ·  2.000 s")
    assert "synthetic" in view.title.text()
    assert "RMS" in view.readouts.text()
    assert "Kurtosis 6." in view.readouts.text()
    assert view.plot.axis_text("left") == "Acceleration (g)"
    assert view.plot.axis_text("bottom") == "Time (s)"
    assert view.overview.region == pytest.approx((0.0, 2.0), abs=1e-6)
    presenter.choose("")
    assert view.pages.currentIndex() == 0
    assert view.plot.figure is None


def test_a_hidden_panel_computes_nothing(qtbot, project):
    jobs = InlineJobs()
    view, presenter = panel(qtbot, project, jobs, show=False)
    presenter.choose("one")
    presenter.choose("two")
    assert jobs.titles == []
    view.show()
    assert project.opened == ["two"]
    assert view.plot.figure.recording == "two"
    view.hide()
    view.show()
    assert project.opened == ["two"]


def test_a_late_answer_is_dropped(qtbot, project):
    jobs = HeldJobs()
    view, presenter = panel(qtbot, project, jobs)
    presenter.choose("one")
    presenter.choose("two")
    first, second = jobs.jobs
    assert first.was_cancelled
    second.run()
    first.run()
    assert view.plot.figure.recording == "two"
    readouts = jobs.jobs[2]
    presenter.choose("one")
    readouts.run()
    assert view.readouts.text() == ""


def test_errors_are_said_and_can_be_retried(qtbot, project):
    view, presenter = panel(qtbot, project, InlineJobs())
    presenter.choose("gone")
    assert view.message.isVisible()
    assert view.message.label.text() == "There is no recording gone."
    assert not view.message.retry.isVisible()
    project.error = StoreUnavailable("The project cannot be read. Try again.")
    presenter.choose("one")
    assert view.message.retry.isVisible()
    project.error = None
    view.message.retry.click()
    assert not view.message.isVisible()
    assert view.plot.figure.recording == "one"


def test_news_from_the_store_reread_the_recording(qtbot, project):
    _view, presenter = panel(qtbot, project, InlineJobs())
    presenter.choose("one")
    presenter.store_changed(frozenset({"jobs"}))
    assert project.opened == ["one"]
    presenter.store_changed(frozenset({"recordings"}))
    assert project.opened == ["one", "one"]


def test_export_writes_what_is_seen(qtbot, project, tmp_path):
    jobs = InlineJobs()
    view, presenter = panel(qtbot, project, jobs)
    serve(view, jobs)
    presenter.choose("one")
    view.plot.show_x(0.5, 0.6)
    view.plot.menu.export(tmp_path / "seen.csv")
    rows = list(csv.reader((tmp_path / "seen.csv").read_text("utf-8").splitlines()))
    assert rows[-1][0].startswith("0.6")
    assert view.message.label.text() == f"Written to {tmp_path / 'seen.csv'}."
    view.plot.menu.export(tmp_path / "seen.csv" / "no folder.csv")
    assert "no folder.csv could not be written" in view.message.label.text()


def test_overview_moves_the_trace(qtbot, project):
    view, presenter = panel(qtbot, project, InlineJobs())
    presenter.choose("one")
    view.overview.region_chosen.emit(0.5, 0.75)
    seen = view.plot.view()
    assert (seen.left(), seen.right()) == pytest.approx((0.5, 0.75))
    assert view.overview.region == pytest.approx((0.5, 0.75))


@pytest.mark.parametrize("kind", [SignalView, SpectrumView])
def test_everything_one_can_reach_has_a_name(qtbot, kind):
    view = kind()
    qtbot.addWidget(view)
    reachable = (QAbstractButton, QComboBox, QLineEdit, QAbstractScrollArea)
    nameless = [
        widget.metaObject().className()
        for widget in view.findChildren(QWidget)
        if isinstance(widget, reachable)
        and not widget.accessibleName()
        and not _inside_of_a_box(widget)
    ]
    assert nameless == []
    assert view.accessibleName()


def _inside_of_a_box(widget: QWidget) -> bool:
    """Qt's own parts of a combo box or a table."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def test_cursor_table_follows_and_copies(qtbot, project):
    view, presenter = panel(qtbot, project, InlineJobs())
    presenter.choose("one")
    assert not view.cursors.isVisible()
    view.plot.cursor_tool.place(0.5)
    view.plot.menu.actions()["Delta cursor"].trigger()
    view.plot.cursor_tool.place(0.9)
    names = [row[0] for row in view.cursors.rows]
    assert names == ["Reference", "Cursor", "Difference", "1 / Δt"]
    assert view.cursors.text().startswith("Cursor\tx\ty\nReference\t")
