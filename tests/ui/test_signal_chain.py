"""The Signal panel shows a recording as its chain does, over an angle as well."""

import numpy as np
import pytest

from pfd_desktop.core.waveforms.blob import open_blob, write_blob
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.ui.panels.signal.labelling import Labelling
from tests.fakes import InlineJobs
from tests.ui import recordings as made
from tests.ui.test_signal_comparing import Panel

PER_TURN = 512.0


@pytest.fixture
def panel(qtbot, tmp_path):
    """A recording of 40 turns after order resampling."""
    panel = Panel(qtbot, tmp_path, InlineJobs())
    path = tmp_path / "turns.h5"
    samples = np.sin(2 * np.pi * 3 * np.arange(40 * PER_TURN) / PER_TURN)
    write_blob(path, samples, PER_TURN, "g", "acceleration", axis=Axis.ANGLE)
    panel.project.seen_blob = lambda *_: (open_blob(path), "order resampling")
    panel.presenter.choose("late")
    return panel


def test_over_an_angle_the_axis_counts_turns(panel):
    assert panel.view.plot.axis_text("bottom") == "Angle (turns)"
    assert panel.view.plot.view().right() == pytest.approx(40.0)
    assert "512 per turn  ·  40.00 turns" in panel.view.title.text()
    assert "order resampling" in panel.view.title.text()
    table = panel.view.plot.data_table()
    assert "processing: order resampling" in table.header
    assert "sampling rate: 512.0 per turn" in table.header
    assert table.names[0] == "angle_turns"


def test_periods_are_orders_there(panel):
    panel.view.controls.family("BPFO").trigger()
    assert panel.view.plot.comb.comb.frequency_hz == pytest.approx(3.58478, rel=1e-5)


def test_there_is_nothing_to_hear(panel):
    panel.view.listen.play.click()
    assert "no time to hear it in" in panel.view.message.label.text()
    assert not panel.player.playing


def test_an_angle_is_no_stretch_of_time(qtbot, panel):
    told = []
    panel.view.span_told.connect(lambda low, high: told.append((low, high)))
    panel.view.plot.choose_span((1.0, 2.0))
    assert set(told) <= {(0.0, 0.0)}  # an empty stretch is the whole recording


def test_labels_in_seconds_are_not_drawn_over_turns(qtbot, panel):
    class Service:
        """Nobody may ask."""

    labelling = Labelling(panel.view, Service(), None, InlineJobs())
    labelling.show(panel.presenter.open("late", None))
    assert panel.view.plot.labels.layer.sheet.labels == ()


def test_a_changed_chain_is_read_anew(panel):
    asked = []
    seen = panel.project.seen_blob
    panel.project.seen_blob = lambda *what: (asked.append(what[0]), seen(*what))[1]
    panel.presenter.store_changed(frozenset({"jobs"}))
    assert asked == []
    panel.presenter.store_changed(frozenset({"active_chains"}))
    assert asked == ["late"]
    assert panel.view.plot.figure.rate_hz != made.RATE_HZ
