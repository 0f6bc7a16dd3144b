"""Cyclic coherence of amplitude-modulated white noise, in closed form."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.cyclic import CyclicCoherence, cyclic_coherence
from pfd_desktop.errors import InvalidInput

RATE_HZ = 10_000.0
COUNT = 1 << 18


def modulated_noise(modulation_hz: float, depth: float = 0.5) -> np.ndarray:
    noise = np.random.default_rng(0).standard_normal(COUNT)
    return (1 + depth * np.cos(2 * np.pi * modulation_hz * np.arange(COUNT) / RATE_HZ)) * noise


def at(found: CyclicCoherence, cyclic_hz: float) -> float:
    """The enhanced envelope spectrum there."""
    return float(found.enhanced_envelope()[np.abs(found.cyclic_hz - cyclic_hz).argmin()])


@pytest.mark.parametrize("bins", [400, 1000, 4000])  # below, near and above one line of the STFT
def test_modulated_white_noise(bins: int) -> None:
    modulation_hz = bins * RATE_HZ / COUNT
    found = cyclic_coherence(modulated_noise(modulation_hz), RATE_HZ, 128, 4 * modulation_hz)
    assert at(found, modulation_hz) == pytest.approx(0.5 / 1.125, abs=0.015)  # 0.4444
    assert at(found, 2 * modulation_hz) == pytest.approx(0.0625 / 1.125, abs=0.008)  # 0.0556
    # |γ| of what is not there is the scatter of one cell, √(π/4 · step in f / (length · …)); small
    assert at(found, 1.5 * modulation_hz) < 0.02
    assert at(found, 3 * modulation_hz) < 0.02


def test_only_the_modulated_carrier_is_coherent() -> None:
    time = np.arange(COUNT) / RATE_HZ
    random = np.random.default_rng(1)
    carrier = np.fft.irfft(
        np.fft.rfft(random.standard_normal(COUNT))
        * (np.abs(np.fft.rfftfreq(COUNT, 1 / RATE_HZ) - 3000) < 500),
        COUNT,
    )
    modulation_hz = 2000 * RATE_HZ / COUNT
    samples = (1 + 0.8 * np.cos(2 * np.pi * modulation_hz * time)) * carrier
    samples += 0.3 * random.standard_normal(COUNT)
    found = cyclic_coherence(samples, RATE_HZ, 128, 300.0)
    column = found.magnitude[:, np.abs(found.cyclic_hz - modulation_hz).argmin()]
    inside = np.abs(found.frequency_hz - 3000) < 350
    outside = np.abs(found.frequency_hz - 3000) > 800
    assert column[inside].min() > 0.3
    assert column[outside].max() < 0.1
    in_band = found.enhanced_envelope((2600.0, 3400.0)).max()
    assert in_band > 2 * found.enhanced_envelope().max()


def test_agrees_with_the_averaged_cyclic_periodogram() -> None:
    modulation_hz = 1000 * RATE_HZ / COUNT
    samples = modulated_noise(modulation_hz)
    shift = np.exp(-1j * np.pi * modulation_hz * np.arange(COUNT) / RATE_HZ)
    upper, lower = pieces(samples * shift), pieces(samples * np.conj(shift))
    cross = np.abs((upper * np.conj(lower)).mean(axis=0))
    direct = cross / np.sqrt((abs(upper) ** 2).mean(axis=0) * (abs(lower) ** 2).mean(axis=0))
    found = cyclic_coherence(samples, RATE_HZ, 128, 100.0)
    fast = found.magnitude[:, np.abs(found.cyclic_hz - modulation_hz).argmin()]
    np.testing.assert_allclose(fast[3:-3], direct[3:62], atol=0.03)


def pieces(samples: np.ndarray) -> np.ndarray:
    """Transforms of Hann-windowed segments, three quarters overlapping."""
    segments = np.lib.stride_tricks.sliding_window_view(samples, 128)[::32]
    return np.fft.fft(segments * (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(128) / 128)))


def test_what_cannot_be_told_is_refused() -> None:
    samples = np.random.default_rng(2).standard_normal(4096)
    with pytest.raises(InvalidInput, match="at most 250 Hz"):
        cyclic_coherence(samples, 1000.0, 64, 300.0)
    with pytest.raises(InvalidInput, match="No line of the coherence"):
        cyclic_coherence(samples, 1000.0, 64, 50.0).enhanced_envelope((100.0, 101.0))
