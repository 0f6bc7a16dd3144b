"""Plays a sound on the system's output; the device's own thread fetches the samples."""

from __future__ import annotations

import weakref
from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.audible import SOUND_RATE_HZ, Sound
from pfd_desktop.errors import UserError

if TYPE_CHECKING:
    import miniaudio

_BUFFER_MS = 60  # how far the device is ahead of what is heard
_Samples = NDArray[np.float32]


class Player:
    """One sound at a time. ``backend`` is a name of miniaudio.Backend, for tests without sound."""

    def __init__(self, backend: str = "") -> None:
        self._backend = backend
        self._device: miniaudio.PlaybackDevice | None = None
        self._sound: Sound | None = None
        self._position, self._loop, self._playing = 0, False, False
        self.volume = 1.0  # 0 to 1

    @property
    def sound(self) -> Sound | None:
        """What is played or paused."""
        return self._sound

    @property
    def playing(self) -> bool:
        """Whether something is heard now."""
        return self._playing

    @property
    def position(self) -> int:
        """The sample that was handed to the device last."""
        return self._position

    def open(self) -> None:
        """Take the system's output; raises UserError where there is none. May take a moment."""
        if self._device is None:
            self._device = _device(self._backend)
            weakref.finalize(self, self._device.close)

    def play(self, sound: Sound, loop: bool) -> None:
        """Play from the beginning; the former sound ends."""
        self.stop()
        self.open()
        self._sound, self._loop, self._position = sound, loop, 0
        self.resume()

    def resume(self) -> None:
        """Go on where it was paused."""
        if self._device is None or self._sound is None or self._playing:
            return
        if self._device.running:  # it goes on with silence after the end of a sound
            self._device.stop()
        stream = self._stream()
        next(stream)  # up to where it waits for the first request
        self._playing = True
        self._device.start(stream)

    def pause(self) -> None:
        """Fall silent and remember where."""
        self._playing = False
        if self._device is not None and self._device.running:
            self._device.stop()

    def stop(self) -> None:
        """Fall silent and forget the sound."""
        self.pause()
        self._sound, self._position = None, 0

    def set_loop(self, loop: bool) -> None:
        """Begin anew at the end, or end there."""
        self._loop = loop

    def _stream(self) -> Generator[_Samples, int, None]:
        wanted = yield np.empty((0, 1), np.float32)
        while True:
            wanted = yield self._next(wanted)

    def _next(self, count: int) -> _Samples:
        """The next *count* samples; silence after the end."""
        block = np.zeros((count, 1), np.float32)
        sound, filled = self._sound, 0
        while sound is not None and self._playing and filled < count:
            piece = sound.samples[self._position : self._position + count - filled]
            block[filled : filled + len(piece), 0] = piece * np.float32(self.volume)
            filled += len(piece)
            self._position += len(piece)
            if self._position >= len(sound.samples):
                self._playing = self._loop
                self._position = 0 if self._loop else len(sound.samples)
        return block


def _device(backend: str) -> miniaudio.PlaybackDevice:
    """The system's default output at our rate, one channel of float32."""
    import miniaudio

    chosen = [miniaudio.Backend[backend]] if backend else None
    try:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=SOUND_RATE_HZ,
            buffersize_msec=_BUFFER_MS,
            backends=chosen,
            app_name="PFD Desktop",
        )
    except miniaudio.MiniaudioError as error:
        raise UserError(_NO_DEVICE) from error
    if device.backend == "Null" and not backend:  # it would swallow the sound without a word
        device.close()
        raise UserError(_NO_DEVICE)
    return device


_NO_DEVICE = (
    "This computer offers no sound output, so nothing can be heard. Connect headphones or a"
    " loudspeaker and press play again, or export the stretch as a WAV file."
)
