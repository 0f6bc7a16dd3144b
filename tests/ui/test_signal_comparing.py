"""Other recordings beside the chosen one, listening and periodic markers, in the real view."""

import wave
from dataclasses import replace

import h5py
import numpy as np
import pytest

from pfd_desktop.core.dsp.audible import LONGEST_S, SOUND_RATE_HZ, Sound
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.waveforms.blob import open_blob, write_blob
from pfd_desktop.errors import UserError
from pfd_desktop.ui.panels.signal.comparing import MOST, Comparing
from pfd_desktop.ui.panels.signal.listening import Listening
from pfd_desktop.ui.panels.signal.periods import Periods
from pfd_desktop.ui.panels.signal.presenter import SignalPresenter
from pfd_desktop.ui.panels.signal.view import SignalView
from tests.fakes import HeldJobs, InlineJobs
from tests.ui import recordings as made

EVENT = np.random.default_rng(5).standard_normal(30_000).astype(np.float32)
SHIFT = 2400  # samples by which "late" began later: 0.2 s


class Project:
    """Recordings of one event: the same twice, one that began later, one in another unit."""

    def __init__(self, folder) -> None:
        starts = {"first": 0, "late": SHIFT, "speed": 0, **{f"more{i}": 0 for i in range(MOST)}}
        self.paths = {name: folder / f"{name}.h5" for name in starts}
        for name, start in starts.items():
            unit = "mm/s" if name == "speed" else "g"
            samples = EVENT[start : start + 24_000]
            write_blob(self.paths[name], samples, made.RATE_HZ, unit, "acceleration")
        self.bearing = find("6205-2RS")
        self.speed_rpm: float | None = 1797.0

    def recording(self, name):
        blob = open_blob(self.paths[name])
        return replace(
            made.recording(blob, name),
            unit=blob.unit,
            bearing=self.bearing,
            speed_rpm=self.speed_rpm,
        )

    def seen_blob(self, name, progress):
        return open_blob(self.paths[name]), ""

    def steady_speed(self, recording):
        return self.speed_rpm

    def companions(self, name):
        return tuple(self.recording(other) for other in self.paths if other != name)


class Loudspeaker:
    """A player without a device, as the real one from outside."""

    def __init__(self) -> None:
        self.sound: Sound | None = None
        self.playing, self.position, self.volume, self.loop = False, 0, 1.0, False
        self.error: UserError | None = None

    def open(self) -> None:
        if self.error:
            raise self.error

    def play(self, sound, loop):
        self.sound, self.loop, self.position, self.playing = sound, loop, 0, True

    def resume(self):
        self.playing = True

    def pause(self):
        self.playing = False

    def stop(self):
        self.playing, self.sound, self.position = False, None, 0

    def set_loop(self, loop):
        self.loop = loop


class Panel:
    """The panel as it is put together, without the window."""

    def __init__(self, qtbot, folder, jobs) -> None:
        self.project, self.player = Project(folder), Loudspeaker()
        self.view = SignalView()
        qtbot.addWidget(self.view)
        self.view.resize(900, 500)
        self.presenter = SignalPresenter(self.view, self.project, self.project, jobs)
        self.comparing = Comparing(self.view, self.project, self.presenter.open, jobs)
        self.periods = Periods(self.view)
        self.listening = Listening(self.view, self.player, jobs)
        followers = (self.comparing, self.periods, self.listening)
        self.presenter.followers += [one.show for one in followers]
        with qtbot.waitExposed(self.view):
            self.view.show()
        self.presenter.choose("first")


@pytest.fixture
def panel(qtbot, tmp_path):
    return Panel(qtbot, tmp_path, InlineJobs())


# -- channels ------------------------------------------------------------------------------------


def test_a_ticked_channel_stands_below_on_the_same_time_axis(panel):
    view = panel.view
    view.controls.channels_asked.emit()
    view.controls.companion(0).setChecked(True)
    assert [row.figure.recording for row in view.stack.rows] == ["late"]
    assert view.controls.channels.text() == "Channels: 2"
    view.plot.show_x(0.5, 0.75)
    seen = view.stack.rows[0].view()
    assert (seen.left(), seen.right()) == pytest.approx((0.5, 0.75))
    view.stack.rows[0].show_x(1.0, 1.5)
    assert view.plot.view().left() == pytest.approx(1.0)
    assert view.overview.region == pytest.approx((1.0, 1.5))
    view.stack.rows[0].choose_span((1.1, 1.2))
    assert view.plot.span == (1.1, 1.2)
    view.controls.companion(0).setChecked(False)
    assert view.stack.rows == ()


def test_over_each_other_only_in_the_same_unit(panel):
    view = panel.view
    panel.comparing.add(("late", "speed"))
    view.controls.overlaid.trigger()
    assert view.plot.overlays.legend == ("first (g)", "late (g)")
    assert [row.figure.recording for row in view.stack.rows] == ["speed"]
    assert view.message.label.text() == ("speed in mm/s cannot be drawn over g: it stands below.")
    view.controls.stacked.trigger()
    assert view.plot.overlays.layers == ()
    assert len(view.stack.rows) == 2
    panel.presenter.choose("late")
    assert view.stack.rows == ()
    assert view.controls.channels.text() == "Channels"


def test_there_is_an_end_to_what_can_be_told_apart(panel):
    panel.comparing.add(tuple(f"more{i}" for i in range(MOST)))
    assert len(panel.view.stack.rows) == MOST
    panel.comparing.add(("late",))
    assert panel.view.message.label.text() == (
        f"At most {MOST} recordings are shown beside the chosen one."
    )


def test_the_selected_recordings_can_be_added(panel):
    panel.view.controls.selected.trigger()
    assert "Select other recordings" in panel.view.message.label.text()
    panel.comparing.selected(("first", "late"))
    panel.view.controls.selected.trigger()
    assert [row.figure.recording for row in panel.view.stack.rows] == ["late"]


def test_a_late_answer_of_another_recording_is_dropped(qtbot, tmp_path):
    jobs = HeldJobs()
    panel = Panel(qtbot, tmp_path, jobs)
    jobs.jobs[0].run()
    panel.comparing.add(("late",))
    held = jobs.jobs[-1]
    panel.presenter.choose("speed")
    jobs.jobs[-1].run()
    held.run()
    assert panel.view.stack.rows == ()


# -- offset --------------------------------------------------------------------------------------


def test_the_offset_is_found_typed_and_dragged(qtbot, panel):
    view = panel.view
    assert not view.offset.isVisible()
    panel.comparing.add(("late",))
    view.controls.overlaid.trigger()
    assert view.offset.words.text() == "Offset of late"
    view.offset.seek.click()
    assert view.plot.overlays.layers[0].offset_s == pytest.approx(SHIFT / made.RATE_HZ, abs=1e-6)
    assert view.offset.field.text() == "200"
    assert view.offset.found.text() == "r = 1.000"
    view.offset.field.setText("-12,5")
    view.offset.field.editingFinished.emit()
    assert view.plot.overlays.layers[0].offset_s == pytest.approx(-0.0125)
    assert view.offset.found.text() == ""
    view.plot.overlays.moved.emit(0.3)
    assert view.offset.field.text() == "300"
    view.offset.field.setText("soon")
    view.offset.field.editingFinished.emit()
    assert "is not a number" in view.message.label.text()


# -- RMS of older files --------------------------------------------------------------------------


def test_a_file_without_mean_squares_gets_them_in_a_job(qtbot, tmp_path):
    jobs = InlineJobs()
    panel = Panel(qtbot, tmp_path, jobs)
    with h5py.File(panel.project.paths["late"], "a") as file:
        del file["rms"]
    panel.presenter.choose("late")
    assert not panel.view.plot.figure.waveform.has_powers()
    panel.view.controls.rms.click()
    assert jobs.titles[-1] == "Compute the RMS of the trace"
    assert panel.view.plot.figure.waveform.has_powers()
    panel.view.grab()
    assert panel.view.plot.rms.drawn is not None


# -- periodic markers ----------------------------------------------------------------------------


def test_periods_of_the_bearing_at_its_speed(panel):
    view = panel.view
    view.controls.family("BPFO").trigger()
    comb = view.plot.comb.comb
    assert comb.frequency_hz == pytest.approx(3.58478 * 1797 / 60, rel=1e-5)
    assert comb.shaft_hz is None
    view.controls.turns.trigger()
    assert view.plot.comb.comb.shaft_hz == pytest.approx(1797 / 60)
    samples = np.abs(EVENT[:24_000])
    assert comb.anchor_s == pytest.approx(samples.argmax() / made.RATE_HZ)
    panel.presenter.choose("late")  # the same family is marked there
    assert view.plot.comb.comb.family == "BPFO"
    assert view.controls.comb.text() == "BPFO"
    panel.comparing.add(("first",))
    assert view.stack.rows[0].comb.comb == view.plot.comb.comb
    view.controls.family("").trigger()
    assert view.plot.comb.comb is None


def test_without_a_speed_the_menu_says_so(panel):
    panel.project.speed_rpm = None
    panel.presenter.choose("late")
    said = panel.view.controls.family("").text()
    assert said == "No steady speed is known: tell it in the Inspector"


# -- listening -----------------------------------------------------------------------------------


def test_what_is_seen_is_heard_and_the_line_shows_where(panel):
    view, player = panel.view, panel.player
    view.plot.show_x(0.5, 1.5)
    view.listen.play.click()
    assert player.playing
    assert player.sound.start_s == pytest.approx(0.5, abs=1e-3)
    assert len(player.sound.samples) == pytest.approx(SOUND_RATE_HZ, abs=20)
    assert view.listen.play.text() == "Pause"
    player.position = SOUND_RATE_HZ // 2
    view.listen.ticked.emit()
    assert view.plot.playhead.at == pytest.approx(1.0, abs=1e-3)
    view.listen.play.click()
    assert not player.playing
    view.listen.play.click()
    assert player.playing
    assert player.position == SOUND_RATE_HZ // 2  # it went on
    player.playing = False
    view.listen.ticked.emit()
    assert view.plot.playhead.at is None
    assert view.listen.play.text() == "Play"


def test_of_a_long_recording_the_first_minutes_are_heard(panel, tmp_path):
    path = panel.project.paths["long"] = tmp_path / "long.h5"
    write_blob(path, np.tile(EVENT, 3), 100.0, "g", "acceleration")  # 900 s
    panel.presenter.choose("long")
    panel.view.listen.play.click()
    assert panel.player.playing
    assert panel.player.sound.duration_s == pytest.approx(LONGEST_S, abs=0.1)
    assert "The first 300 s of it are heard" in panel.view.message.label.text()
    panel.view.message.clear()
    panel.view.plot.choose_span((850.0, 880.0))
    assert panel.player.sound.start_s == pytest.approx(850.0)
    assert panel.view.message.label.text() == ""


def test_another_stretch_or_speed_is_heard_at_once(panel):
    view, player = panel.view, panel.player
    view.listen.play.click()
    view.plot.choose_span((0.25, 0.75))
    assert player.sound.duration_s == pytest.approx(0.5, abs=1e-3)
    view.listen.speed.setCurrentIndex(view.listen.speed.findData(2.0))
    view.listen.speed.activated.emit(3)
    assert player.sound.speed == 2.0
    assert len(player.sound.samples) == pytest.approx(0.25 * SOUND_RATE_HZ, abs=5)
    view.listen.volume.setValue(30)
    assert player.volume == 0.3
    view.listen.loop.click()
    assert player.loop
    panel.presenter.choose("late")
    assert player.sound is None


def test_where_nothing_can_be_heard_the_panel_says_why(panel):
    panel.player.error = UserError("This computer offers no sound output.")
    panel.view.listen.play.click()
    assert panel.view.message.label.text() == "This computer offers no sound output."
    assert panel.view.listen.play.toolTip() == "This computer offers no sound output."
    assert not panel.player.playing


def test_a_hidden_panel_falls_silent(panel):
    panel.view.listen.play.click()
    panel.view.hide()
    assert not panel.player.playing


def test_the_wav_file_holds_what_is_heard(panel, tmp_path):
    panel.view.plot.choose_span((0.5, 1.0))
    path = tmp_path / "heard.wav"
    panel.view.listen.export_requested.emit(path)
    assert panel.view.message.label.text() == f"Written to {path}."
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
    assert len(samples) == pytest.approx(0.5 * SOUND_RATE_HZ, abs=10)
    panel.view.listen.play.click()
    np.testing.assert_allclose(samples, panel.player.sound.samples, atol=2e-5)
    no_folder = tmp_path / "heard.wav" / "x.wav"
    panel.view.listen.export_requested.emit(no_folder)
    assert "could not be written" in panel.view.message.label.text()


def test_a_chosen_stretch_is_told_and_a_zoom_is_not(panel):
    told = []
    panel.view.span_told.connect(lambda low, high: told.append((low, high)))
    panel.view.plot.show_x(0.1, 0.5)
    assert told == []
    panel.view.plot.choose_span((0.1, 0.2))
    assert told == [(0.1, 0.2)]
    panel.view.follow_span(0.1, 0.2)
    assert panel.view.plot.span == (0.1, 0.2)
    panel.view.follow_span(0.0, 0.0)
    assert panel.view.plot.span is None
    assert told[-1] == (0.0, 0.0)
