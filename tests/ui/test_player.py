"""Playing without a loudspeaker: the library's own silent device fetches the samples in time."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.audible import SOUND_RATE_HZ, Sound
from pfd_desktop.errors import UserError
from pfd_desktop.ui.sound import player as module
from pfd_desktop.ui.sound.player import Player


def sound(seconds: float) -> Sound:
    """A ramp, so that each sample tells its place."""
    samples = np.linspace(0, 1, round(seconds * SOUND_RATE_HZ), dtype=np.float32)
    return Sound(samples, 2.0, seconds, 1.0, 1.0, 6000.0)


def test_it_plays_to_the_end_and_is_silent_then(qtbot):
    player = Player("NULL")
    player.play(sound(0.2), loop=False)
    assert player.playing
    qtbot.waitUntil(lambda: not player.playing, timeout=5000)
    assert player.position == round(0.2 * SOUND_RATE_HZ)
    player.stop()
    assert player.sound is None
    player.play(sound(0.2), loop=False)  # the device can be used again
    qtbot.waitUntil(lambda: player.position > 0, timeout=5000)
    player.stop()


def test_pause_remembers_where_and_a_loop_begins_anew(qtbot):
    player = Player("NULL")
    player.play(sound(0.3), loop=True)
    qtbot.waitUntil(lambda: player.position > 0, timeout=5000)
    player.pause()
    at = player.position
    qtbot.wait(150)
    assert player.position == at
    assert not player.playing
    player.resume()
    seen = {player.position}

    def wrapped() -> bool:
        seen.add(player.position)
        return min(seen) < at < max(seen) and player.playing

    qtbot.waitUntil(wrapped, timeout=10_000)
    player.set_loop(False)
    qtbot.waitUntil(lambda: not player.playing, timeout=5000)
    player.stop()


def test_each_block_goes_on_where_the_last_one_ended_at_the_volume_told():
    player = Player("NULL")
    ramp = sound(0.01)
    player._sound, player._playing, player.volume = ramp, True, 0.5
    heard = np.concatenate([player._next(100) for _ in range(6)])[:, 0]
    count = len(ramp.samples)
    np.testing.assert_allclose(heard[:count], 0.5 * ramp.samples)
    assert not heard[count:].any()
    player._loop, player._position, player._playing = True, 0, True
    heard = np.concatenate([player._next(100) for _ in range(12)])[:, 0]
    np.testing.assert_allclose(heard, 0.5 * np.tile(ramp.samples, 3)[: len(heard)])


def test_no_output_is_said_in_a_sentence(monkeypatch):
    import miniaudio

    def none(**_: object) -> object:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", none)
    with pytest.raises(UserError, match=r"offers no sound output.*WAV file"):
        module.Player().play(sound(0.1), loop=False)
