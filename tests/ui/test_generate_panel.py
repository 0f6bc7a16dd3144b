"""The Generate panel on a real project: looked at, weighed, made, kept and opened again."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.services import Opened, open_services
from pfd_desktop.core.generator.designs import Mode
from pfd_desktop.core.generator.legacy.conditions import Severity
from pfd_desktop.core.generator.presets import presets
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.generate.presenter import GeneratePresenter
from pfd_desktop.ui.panels.generate.view import GenerateView
from pfd_desktop.workers.jobs import Jobs

WAIT_MS = 60_000


class Desk:
    """The panel over a project of its own."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.opened: Opened = open_services(folder, Settings())
        services = self.opened.services
        self.jobs = Jobs(services.jobs)
        self.view = GenerateView()
        qtbot.addWidget(self.view)
        self.view.presenter = GeneratePresenter(
            self.view, services.data, services.designs, self.jobs
        )
        self.view.resize(1000, 800)
        self._qtbot = qtbot

    def settle(self) -> None:
        """Until nothing runs."""
        self._qtbot.waitUntil(lambda: not self.jobs.running, timeout=WAIT_MS)

    def choose(self, words: str) -> None:
        """A preset, as the user does."""
        place = self.view.preset.findText(words)
        assert place >= 0
        self.view.preset.setCurrentIndex(place)
        self.view.preset.activated.emit(place)

    def close(self) -> None:
        self.jobs.close()
        self.opened.close()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "project", qtbot)
    made.view.show()
    made.settle()
    yield made
    made.close()


def shorten(desk: Desk, **more: float) -> None:
    """Half a second of one record each."""
    desk.view.form.fields.show_values({"duration_s": 0.5, "per_level": 1.0, "units": 1.0, **more})
    desk.view.form.changed.emit()
    desk.settle()
    assert desk.view.message.isHidden(), desk.view.message.label.text()


def test_it_opens_with_a_record_to_look_at(desk: Desk) -> None:
    view = desk.view
    assert view.time.figure is not None
    assert {curve.name for curve in view.time.figure.curves} == {"X", "Y"}
    assert view.weight.text().startswith("6 classes × 4 severities × 8 = 192 records")
    assert view.make.isEnabled()
    assert view.bar.isHidden()


def test_every_preset_can_be_looked_at(desk: Desk) -> None:
    for design in presets():
        desk.choose(design.name)
        desk.settle()
        assert desk.view.message.isHidden(), desk.view.message.label.text()
        assert f"= {len(design)} records" in desk.view.weight.text()


def test_dragging_a_slider_shows_the_latest(desk: Desk) -> None:
    row = desk.view.form.fields._rows["noise"]
    desk.view.shown_class.setCurrentIndex(desk.view.shown_class.findText("healthy"))
    shorten(desk)
    before = desk.view.spectrum.figure
    for step in range(0, 401, 40):
        row.slider.setValue(step)
    desk.settle()
    after = desk.view.spectrum.figure
    assert before is not None
    assert after is not None
    assert np.median(after.y) > 10 * np.median(before.y)
    assert desk.view.form.design().rig.noise == 50


def test_the_set_is_made_and_not_twice(desk: Desk) -> None:
    desk.choose("Older benchmark, small")
    desk.settle()
    shorten(desk)
    desk.view.make.click()
    assert desk.view.cancel.isVisible()
    desk.settle()
    assert desk.view.message.label.text() == "44 records are in the project."
    made = desk.opened.services.data.recordings()
    assert len(made) == 44
    desk.view.make.click()
    desk.settle()
    assert desk.opened.services.data.recordings() == made


def test_a_set_that_is_cancelled_says_how_to_go_on(desk: Desk) -> None:
    desk.view.make.click()
    desk.view.cancel.click()
    desk.settle()
    assert "to go on" in desk.view.message.label.text()
    assert desk.view.make.isEnabled()


def test_a_mixture_is_added_and_a_nonsense_refused(desk: Desk) -> None:
    form = desk.view.form
    form.mixture.setText("rub+ imbalance")
    form.add_mixture.click()
    assert "rub + imbalance" in form.design().classes
    form.mixture.setText("rub + outer race")
    form.add_mixture.click()
    assert "cannot have" in desk.view.message.label.text()
    assert form.mixture.text() == "rub + outer race"


def test_the_calculator_balances(desk: Desk) -> None:
    form = desk.view.form
    form.total.setText("1000")
    form.total.number_chosen.emit()
    desk.settle()
    assert form.design().per_level == 42  # 6 × 4 × 42 = 1008
    for level in list(Severity)[1:]:
        form.levels[level].click()
    form.total.number_chosen.emit()
    desk.settle()
    assert form.design().per_level == 167
    assert "1 severities × 167 = 1002" in desk.view.weight.text()


def test_a_design_that_cannot_be_says_why_and_is_not_made(desk: Desk) -> None:
    for button in desk.view.form.classes.values():
        if button.isChecked():
            button.click()
    desk.settle()
    assert "Choose at least one class" in desk.view.message.label.text()
    assert not desk.view.make.isEnabled()


def test_a_design_is_kept_and_opened_again(desk: Desk, tmp_path: Path) -> None:
    desk.choose("Rig: rolling bearing 6205")
    desk.settle()
    wanted = desk.view.form.design()
    desk.view.save_requested.emit(tmp_path / "design.json")
    desk.settle()
    desk.choose("Older benchmark, small")
    desk.settle()
    assert desk.view.form.design().mode is Mode.LEGACY
    desk.view.load_requested.emit(tmp_path / "design.json")
    desk.settle()
    assert desk.view.form.design() == wanted
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    desk.view.load_requested.emit(tmp_path / "bad.json")
    desk.settle()
    assert "cannot be read" in desk.view.message.label.text()
    assert desk.view.form.design() == wanted
