"""Liftering: a harmonic family goes, the defect stays."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.cepstrum import (
    comb_lifter,
    liftered,
    pass_lifter,
    prewhiten,
    real_cepstrum,
)
from pfd_desktop.core.dsp.envelope import envelope_spectrum
from pfd_desktop.errors import InvalidInput

RATE_HZ = 12_800.0
COUNT = 128_000
BPFO_HZ = 107.3


def gear_and_bearing(seed: int) -> np.ndarray:
    """60 harmonics of 25 Hz; impulses near 107.3 Hz with slip, exciting 3 kHz; noise."""
    random = np.random.default_rng(seed)
    time = np.arange(COUNT) / RATE_HZ
    family = sum(
        np.cos(2 * np.pi * 25 * k * time + random.uniform(0, 2 * np.pi)) / np.sqrt(k)
        for k in range(1, 61)
    )
    decay = np.arange(256) / RATE_HZ
    response = np.exp(-800 * decay) * np.sin(2 * np.pi * 3000 * decay)
    gaps = (1 + 0.005 * random.standard_normal(1060)) / BPFO_HZ
    impulses = np.zeros(COUNT)
    impulses[(np.cumsum(gaps) * RATE_HZ).astype(int)] = 1.0
    return family + np.convolve(impulses, response)[:COUNT] + 0.1 * random.standard_normal(COUNT)


def family_power(samples: np.ndarray) -> np.ndarray:
    """Power of the 60 lines, two bins either side."""
    power = np.abs(np.fft.rfft(samples * np.hanning(COUNT))) ** 2
    return np.convolve(power, np.ones(5), "same")[250 * np.arange(1, 61)]


def defect_line(samples: np.ndarray) -> float:
    found = envelope_spectrum(samples, RATE_HZ, (2000.0, 4000.0))
    near = np.abs(found.frequency_hz - BPFO_HZ) < 1
    return float(found.amplitude[near].max())


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_comb_lifter_removes_a_family_by_20_db_and_leaves_the_defect(seed: int) -> None:
    samples = gear_and_bearing(seed)
    edited = liftered(samples, comb_lifter(COUNT, RATE_HZ, 25.0, 0.02))
    assert 10 * np.log10(family_power(samples).sum() / family_power(edited).sum()) >= 20
    assert (10 * np.log10(family_power(samples) / family_power(edited))).min() >= 20
    assert abs(20 * np.log10(defect_line(edited) / defect_line(samples))) <= 1


def test_an_echo_is_removed_by_the_lifter_of_its_lag() -> None:
    noise = np.random.default_rng(0).standard_normal(4096)
    echoed = noise + 0.5 * np.roll(noise, 128)
    edited = liftered(echoed, comb_lifter(4096, 1000.0, 1000 / 128, 0.0))
    assert abs(real_cepstrum(edited, 1000.0).values[128]) < 1e-10
    assert real_cepstrum(echoed, 1000.0).values[128] > 0.2
    assert real_cepstrum(echoed, 1000.0).power[128] == pytest.approx(
        2 * real_cepstrum(echoed, 1000.0).values[128]
    )


def test_keeping_all_changes_nothing_and_keeping_none_whitens() -> None:
    samples = np.random.default_rng(1).standard_normal(4096).cumsum()
    np.testing.assert_allclose(liftered(samples, np.ones(4096)), samples, atol=1e-9)
    nothing = np.zeros(4096)
    white = liftered(samples - samples.mean(), nothing)
    np.testing.assert_allclose(white / white.std(), prewhiten(samples), atol=0.05)


def test_passes_divide_a_cepstrum_at_their_quefrency() -> None:
    samples = np.random.default_rng(2).standard_normal(4096)
    before = real_cepstrum(samples, 1000.0).values
    for long in (True, False):
        edited = liftered(samples, pass_lifter(4096, 1000.0, 0.5, long))
        after = real_cepstrum(edited, 1000.0).values
        kept, gone = (
            (slice(500, None), slice(1, 500)) if long else (slice(1, 500), slice(500, None))
        )
        np.testing.assert_allclose(after[kept], before[kept], atol=1e-9)
        assert np.abs(after[gone]).max() < 1e-9
        assert after[0] == pytest.approx(before[0])


def test_lifters_that_do_nothing_are_refused() -> None:
    with pytest.raises(InvalidInput, match="must last 4 samples"):
        comb_lifter(4096, 1000.0, 400.0, 0.02)
    with pytest.raises(InvalidInput, match="does nothing"):
        pass_lifter(4096, 1000.0, 3.0, True)
