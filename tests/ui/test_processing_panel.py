"""The Processing panel on a real project: steps act, move, are undone, saved and applied."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLineEdit

from pfd_desktop.bootstrap.services import open_services
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.chains.table import STEPS
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.history import History
from pfd_desktop.ui.panels.processing.presenter import ProcessingPresenter
from pfd_desktop.ui.panels.processing.view import ProcessingView
from pfd_desktop.workers.jobs import Jobs


@pytest.fixture
def opened(tmp_path):
    made = open_services(tmp_path / "project", Settings())
    wanted = SyntheticRequest(Fault.OUTER_RACE, bearing=find("6205-2RS"), duration_s=1.0)
    made.services.generation.make((Planned(wanted, "bearing A"),), Silent())
    yield made
    made.close()


@pytest.fixture
def panel(qtbot, opened):
    view = ProcessingView(STEPS)
    qtbot.addWidget(view)
    view.resize(380, 700)
    jobs = Jobs(opened.services.jobs)
    history = History(jobs)
    view.presenter = ProcessingPresenter(view, opened.services.chains, jobs, history)
    view.show()
    recording = opened.services.data.recordings()[0]
    view.presenter.choose(recording.id)

    def settle():
        qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
        view.presenter.store_changed(frozenset({"active_chains"}))
        qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)

    qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)
    yield view, history, settle, recording
    settle()
    jobs.close()


def test_steps_act_move_and_are_undone(opened, panel):
    view, history, settle, recording = panel
    chains = opened.services.chains
    assert "as it was measured" in view.words.text()
    view.add_step("highpass")
    settle()
    view.add_step("integrate")
    settle()
    assert [card.accessibleName() for card in view.cards] == [
        "Step 1: High-pass",
        "Step 2: Integrate",
    ]
    assert "high-pass" in view.words.text()
    seen = open_blob(chains.seen(recording.id, Silent()).path)
    assert (seen.quantity, seen.unit) == ("velocity", "mm/s")
    seen.close()
    view.move_step(1, -1)
    settle()
    assert view.cards[0].accessibleName() == "Step 1: Integrate"
    history.undo()
    settle()
    history.undo()
    settle()
    assert len(view.cards) == 1
    view.cards[0].active.click()
    settle()
    assert chains.seen(recording.id, Silent()).words == ""  # off: the recording as measured
    raw = open_blob(recording.path)
    assert np.std(raw.samples) > 0
    raw.close()


def test_edits_made_faster_than_they_are_kept_build_on_each_other(opened, panel):
    view, history, settle, recording = panel
    view.add_step("highpass")
    view.add_step("integrate")  # while the first is still being kept
    view.add_step("detrend")
    view.move_step(2, -1)
    view.remove_step(0)
    assert [card.accessibleName() for card in view.cards] == [
        "Step 1: Detrend",
        "Step 2: Integrate",
    ]
    assert "integrate" in view.words.text()
    settle()
    kinds = [step.kind for step in opened.services.chains.active(recording.id).chain.steps]
    assert kinds == ["detrend", "integrate"]
    assert len(view.cards) == 2
    history.undo()
    settle()
    assert view.cards[0].accessibleName() == "Step 1: High-pass"
    assert len(view.cards) == 3


def test_a_field_keeps_the_focus_when_another_is_changed(opened, panel):
    view, _, settle, recording = panel
    view.add_step("highpass")
    settle()
    card, kept = view.cards[0], opened.services.chains.active(recording.id)
    fields = card.fields.findChildren(QLineEdit)
    fields[-1].setFocus()
    fields[0].setText("123")
    fields[0].editingFinished.emit()  # as it does when the focus goes
    settle()
    assert opened.services.chains.active(recording.id) != kept
    assert view.cards[0] is card
    assert view.focusWidget() is fields[-1]


def test_a_wish_that_is_refused_gives_way_to_what_is_in_force(opened, panel):
    view, _, settle, recording = panel
    view.add_step("highpass")
    settle()
    kept = opened.services.chains.active(recording.id)
    bad = Step("lowpass", (("cutoff_hz", "no number"),), on=False)  # off, so it has no words yet
    view.chain_wanted.emit(Chain((*kept.chain.steps, bad)), "Add Low-pass")
    assert len(view.cards) == 2
    settle()
    assert opened.services.chains.active(recording.id) == kept
    assert [card.accessibleName() for card in view.cards] == ["Step 1: High-pass"]
    assert "Step 2" in view.message.label.text()
    view.add_step("integrate")
    settle()
    kinds = [step.kind for step in opened.services.chains.active(recording.id).chain.steps]
    assert kinds == ["highpass", "integrate"]


def test_a_value_that_cannot_be_is_said_and_nothing_changes(opened, panel):
    view, _, settle, recording = panel
    view.add_step("highpass")
    settle()
    before = opened.services.chains.active(recording.id)
    field = next(
        control.field
        for name in ("cutoff_hz", "frequency_hz", "frequency", "cutoff")
        if (control := view.cards[0].fields.control(name)) is not None
    )
    field.setText("minus five")
    field.editingFinished.emit()
    assert "not a number" in view.message.label.text()
    assert opened.services.chains.active(recording.id) == before


def test_saved_applied_and_written(opened, panel, tmp_path: Path):
    view, history, settle, recording = panel
    view.add_step("highpass")
    settle()
    view.save_requested.emit("clean")
    settle()
    saved = opened.services.chains.saved()
    assert [one.name for one in saved] == ["clean"]
    view.apply_requested.emit(saved[0].id)
    settle()
    made = [one for one in opened.services.data.recordings() if one.processed]
    assert len(made) == 1
    assert made[0].label == recording.label
    target = tmp_path / "chain.json"
    view.json_requested.emit(target)
    settle()
    assert json.loads(target.read_text())["steps"][0]["kind"] == "highpass"
    script = tmp_path / "chain.py"
    view.python_requested.emit(script)
    settle()
    compile(script.read_text(), "chain.py", "exec")
    history.undo()
    settle()
    assert opened.services.chains.saved() == ()


def test_the_chain_of_all_is_seen_where_a_recording_has_none(opened, panel):
    view, _, settle, recording = panel
    view.scope_chosen.emit("all")
    settle()
    view.add_step("detrend")
    settle()
    view.scope_chosen.emit("recording")
    settle()
    assert "the chain of all recordings" in view.words.text()
    view.remove_step(0)
    settle()
    assert opened.services.chains.active(recording.id).own
    assert "as it was measured" in view.words.text()
    view.own_dropped.emit()
    settle()
    assert "the chain of all recordings" in view.words.text()
