"""What is heard: pitch, loudness and length against the tone that was measured."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.dsp.audible import PEAK, SOUND_RATE_HZ, Sound, audible
from pfd_desktop.errors import InvalidInput


def tone(frequency_hz: float, rate_hz: float, seconds: float) -> NDArray[np.float32]:
    """A sine of 3 g about an offset of 1 g."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    return (1.0 + 3.0 * np.sin(2 * np.pi * frequency_hz * time)).astype(np.float32)


def pitch_hz(sound: Sound) -> float:
    """The loudest line."""
    spectrum = np.abs(np.fft.rfft(sound.samples * np.hanning(len(sound.samples))))
    return float(spectrum.argmax() * SOUND_RATE_HZ / len(sound.samples))


@pytest.mark.parametrize("rate_hz", [12_000.0, 25_600.0, 48_000.0, 97_656.25])
@pytest.mark.parametrize("speed", [0.25, 0.5, 1.0, 2.0, 4.0])
def test_pitch_and_length_follow_the_speed(rate_hz: float, speed: float) -> None:
    sound = audible(tone(440.0, rate_hz, 2.0), rate_hz, 5.0, speed)
    assert len(sound.samples) == pytest.approx(2.0 / speed * SOUND_RATE_HZ, abs=1)
    assert pitch_hz(sound) == pytest.approx(440.0 * speed, abs=SOUND_RATE_HZ / len(sound.samples))
    assert sound.time_at(len(sound.samples)) == pytest.approx(7.0, abs=1e-3)


def test_the_gain_is_as_stated() -> None:
    sound = audible(tone(440.0, 12_000.0, 2.0), 12_000.0, 0.0)
    assert np.abs(sound.samples).max() == pytest.approx(PEAK, rel=1e-6)
    middle = sound.samples[SOUND_RATE_HZ // 2 : SOUND_RATE_HZ]
    assert np.abs(middle).max() / sound.gain == pytest.approx(3.0, rel=2e-3)
    assert sound.gain_db == pytest.approx(20 * np.log10(sound.gain))


def test_the_tone_is_the_tone_sample_by_sample() -> None:
    sound = audible(tone(1000.0, 20_480.0, 1.0), 20_480.0, 0.0)
    time = np.arange(len(sound.samples)) / SOUND_RATE_HZ
    expected = 3.0 * sound.gain * np.sin(2 * np.pi * 1000.0 * time)
    inside = slice(2000, -2000)
    np.testing.assert_allclose(sound.samples[inside], expected[inside], atol=2e-3)


def test_the_ends_are_faded_so_that_a_loop_does_not_click() -> None:
    sound = audible(tone(90.0, 12_000.0, 0.5), 12_000.0, 0.0)
    ends = np.concatenate([sound.samples[:5], sound.samples[-5:]])
    assert np.abs(ends).max() < 0.01


def test_what_the_sound_cannot_carry_is_left_out_not_folded() -> None:
    sound = audible(tone(40_000.0, 102_400.0, 1.0), 102_400.0, 0.0)
    assert sound.highest_hz == 24_000.0
    low = audible(tone(440.0, 102_400.0, 1.0) + tone(40_000.0, 102_400.0, 1.0), 102_400.0, 0.0)
    spectrum = np.abs(np.fft.rfft(low.samples * np.hanning(len(low.samples))))
    folded = spectrum[7_900:8_100].max()  # 48,000 − 40,000
    assert folded < 1e-4 * spectrum[435:445].max()


def test_silence_stays_silent() -> None:
    sound = audible(np.full(4000, 2.5, np.float32), 8000.0, 0.0)
    assert sound.gain == 0.0
    assert not sound.samples.any()


def test_what_cannot_be_heard_is_refused_in_a_sentence() -> None:
    with pytest.raises(InvalidInput, match=r"speed of 5 cannot be played"):
        audible(np.zeros(1000, np.float32), 1000.0, 0.0, 5.0)
    with pytest.raises(InvalidInput, match=r"too short a stretch"):
        audible(np.zeros(3, np.float32), 1000.0, 0.0)
    with pytest.raises(InvalidInput, match=r"1000 s are too long.*at most 600 s"):
        audible(np.zeros(1_000_000, np.float32), 1000.0, 0.0, 2.0)
