"""Listening to what is shown: the chosen stretch, else all that is seen; without Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pfd_desktop.core.dsp.audible import LONGEST_S, Sound, audible
from pfd_desktop.core.waveforms.wav import write_wav
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput, UserError

if TYPE_CHECKING:
    from pfd_desktop.core.figures.trace import TraceFigure
    from pfd_desktop.ui.panels.signal.presenter import Shown
    from pfd_desktop.ui.panels.signal.view import SignalView
    from pfd_desktop.ui.sound.player import Player
    from pfd_desktop.workers.jobs import Job, Jobs

_Question = tuple[int, tuple[float, float], float]  # which figure, stretch, speed
_NO_TIME = (
    "Over an angle there is no time to hear it in: take the step that resamples it out of the"
    " chain."
)


class Listening:
    """Makes the sound in a job, plays it, and shows where it is."""

    def __init__(self, view: SignalView, player: Player, jobs: Jobs) -> None:
        self._view, self._player, self._jobs = view, player, jobs
        self._figure: TraceFigure | None = None
        self._heard: _Question | None = None  # what the player has
        self._job: Job | None = None
        bar = view.listen
        bar.play_requested.connect(self.toggle)
        bar.loop_chosen.connect(player.set_loop)
        bar.speed_chosen.connect(self._change)
        bar.volume_chosen.connect(self._set_volume)
        bar.export_requested.connect(self.export)
        bar.ticked.connect(self.follow)
        view.plot.span_changed.connect(self._change)
        view.hidden.connect(self.pause)
        self._set_volume(bar.volume.value() / 100)

    def show(self, shown: Shown | None) -> None:
        """Another recording, or the same one processed: what was heard ends."""
        self._figure = shown.figure if shown is not None else None
        self._end()

    def toggle(self) -> None:
        """Play, or pause."""
        if self._player.playing:
            self.pause()
        elif self._player.sound is not None and self._question() == self._heard:
            self._go_on()
        else:
            self._make()

    def pause(self) -> None:
        """Fall silent; play goes on from here."""
        self._player.pause()
        self._view.listen.show_silent()

    def follow(self) -> None:
        """Show where the sound is."""
        sound = self._player.sound
        if sound is None:
            return
        self._view.stack.show_playhead(sound.time_at(self._player.position))
        if not self._player.playing:  # it came to its end
            self._end()

    def export(self, path: Path) -> None:
        """Write what would be heard."""
        figure, question = self._figure, self._question()
        if figure is None or question is None:
            return
        job = self._jobs.start(
            f"Export {path.name}", lambda _: write_wav(path, _rendered(figure, question))
        )
        job.succeeded.connect(self._view.show_exported)
        job.failed.connect(self._view.show_error)

    def _question(self) -> _Question | None:
        figure = self._figure
        if figure is None:
            return None
        return id(figure), self._view.plot.span_or_view(), self._view.listen.chosen_speed()

    def _make(self) -> None:
        figure, question = self._figure, self._question()
        if figure is None or question is None:
            return
        self._drop()

        heard = _beginning(figure, question)

        def make(_: object) -> Sound:
            sound = _rendered(figure, heard)
            self._player.open()
            return sound

        job = self._job = self._jobs.start("Make the sound", make)
        job.succeeded.connect(lambda sound: self._play(question, sound))
        job.failed.connect(lambda error: self._refuse(question, error))

    def _play(self, question: _Question, sound: Sound) -> None:
        self._job = None
        if question != self._question() or not self._view.isVisible():
            return
        self._heard = question
        self._player.play(sound, self._view.listen.loop.isChecked())
        self._view.listen.show_playing(sound)
        if self._figure is not None and _beginning(self._figure, question) != question:
            self._view.show_first_heard(sound.duration_s)

    def _go_on(self) -> None:
        sound = self._player.sound
        if sound is not None:
            self._player.resume()
            self._view.listen.show_playing(sound)

    def _refuse(self, question: _Question, error: Exception) -> None:
        self._job = None
        if question == self._question():
            self._view.show_error(error)
            self._view.listen.show_silent(str(error) if isinstance(error, UserError) else "")

    def _change(self) -> None:
        """Another stretch or speed while something is heard: hear that."""
        if self._player.playing:
            self._make()

    def _set_volume(self, volume: float) -> None:
        self._player.volume = volume

    def _end(self) -> None:
        self._drop()
        self._player.stop()
        self._heard = None
        self._view.listen.show_silent()
        self._view.stack.show_playhead(None)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None


def _beginning(figure: TraceFigure, question: _Question) -> _Question:
    """As much from its beginning as can be heard at once; a stretch holds the samples at its ends
    as well."""
    which, (low, high), speed = question
    low, high = max(low, 0.0), min(high, figure.duration_s)
    longest_s = LONGEST_S * speed - 2 / figure.rate_hz
    if high - low <= longest_s:
        return question
    return which, (low, low + longest_s), speed


def _rendered(figure: TraceFigure, question: _Question) -> Sound:
    if figure.axis is not Axis.TIME:
        raise InvalidInput(_NO_TIME)
    (low, high), speed = question[1], question[2]
    start, stop = figure.span(low, high)
    samples = np.asarray(figure.waveform.samples[start:stop])
    return audible(samples, figure.rate_hz, start / figure.rate_hz, speed)
