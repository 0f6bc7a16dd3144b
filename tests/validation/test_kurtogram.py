"""The kurtogram against its textbook form, and against signals whose band is known."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.band_adviser import advise_bands
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.dsp.kurtogram import band_counts, kurtogram
from pfd_desktop.errors import InvalidInput
from tests.validation.repeating_impulses import RATE_HZ, REPEATING_HZ, repeating_impulses

RESONANCES_HZ = (1500.0, 2600.0, 4100.0)
SEEDS = (0, 1, 2)


def textbook(samples: np.ndarray, count: int, band: int) -> float:
    """Brick-wall analytic band at the full rate, kept at every 2·*count*-th sample; edges left."""
    spectrum = np.fft.fft(samples - samples.mean())
    width = len(samples) // 2 // count
    kept = np.zeros_like(spectrum)
    kept[band * width : (band + 1) * width] = spectrum[band * width : (band + 1) * width]
    envelope = np.abs(np.fft.ifft(kept))[:: 2 * count]
    edge = len(envelope) // 64
    power = envelope[edge : len(envelope) - edge] ** 2
    return float(np.mean(power**2) / np.mean(power) ** 2 - 2)


def test_every_cell_equals_the_textbook() -> None:
    samples = repeating_impulses(2600.0, 0)[:49_152]
    found = kurtogram(samples, RATE_HZ, deepest=4)
    assert [len(row) for row in found.kurtosis] == [1, 2, 3, 4, 6, 8, 12, 16, 24]
    for row in found.kurtosis:
        for band, value in enumerate(row):
            assert value == pytest.approx(textbook(samples, len(row), band), abs=2e-4)


def test_levels_are_antonis_binary_ternary_tree() -> None:
    found = kurtogram(np.random.default_rng(0).standard_normal(30_000), 1000.0)
    np.testing.assert_allclose(found.levels[:5], [0, 1, 1.585, 2, 2.585], atol=1e-3)
    assert found.grid().shape == (len(found.levels), 3 * 2**7)
    assert band_counts(2) == [1, 2, 3, 4, 6]


def test_noise_reads_zero_and_a_sine_minus_one() -> None:
    noise = kurtogram(np.random.default_rng(0).standard_normal(2**18), 1000.0, deepest=4)
    assert np.abs(np.concatenate(noise.kurtosis)).max() < 0.12  # 4 deviations of 2/√8192
    time = np.arange(2**14) / 1000.0
    sine = kurtogram(np.sin(2 * np.pi * 100.1 * time), 1000.0, deepest=3)
    assert sine.kurtosis[3][0] == pytest.approx(-1, abs=1e-3)


@pytest.mark.parametrize("resonance_hz", RESONANCES_HZ)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_band_of_repeating_impulses_is_found(resonance_hz: float, seed: int) -> None:
    samples = repeating_impulses(resonance_hz, seed)
    best = kurtogram(samples, RATE_HZ).best
    assert best.low_hz <= resonance_hz <= best.high_hz
    advice = advise_bands(RecordSpectrum.of(samples, RATE_HZ))[0]
    assert advice.low_hz <= resonance_hz <= advice.high_hz
    assert advice.base_hz == pytest.approx(REPEATING_HZ, rel=0.005)
    assert advice.stands_out


@pytest.mark.parametrize("resonance_hz", RESONANCES_HZ)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_stray_knock_fools_kurtosis_but_not_the_adviser(resonance_hz: float, seed: int) -> None:
    samples = repeating_impulses(resonance_hz, seed, knock=True)
    fooled = kurtogram(samples, RATE_HZ).best
    assert not fooled.low_hz <= resonance_hz <= fooled.high_hz
    advice = advise_bands(RecordSpectrum.of(samples, RATE_HZ))[0]
    assert advice.low_hz <= resonance_hz <= advice.high_hz
    assert advice.base_hz == pytest.approx(REPEATING_HZ, rel=0.005)


def test_advice_for_known_defect_frequencies_names_the_family() -> None:
    samples = repeating_impulses(2600.0, 0, knock=True)
    record = RecordSpectrum.of(samples, RATE_HZ)
    advice = advise_bands(record, {"BPFO": 30.3, "BPFI": 47.1})[0]
    assert advice.family == "BPFO"
    assert advice.low_hz <= 2600 <= advice.high_hz
    assert "within the slip of BPFO; 5 of 5" in advice.words
    other = advise_bands(record, {"BPFI": 47.1})
    assert not any(band.stands_out for band in other)


def test_harmonics_of_the_shaft_are_no_defect() -> None:
    record = RecordSpectrum.of(repeating_impulses(2600.0, 0), RATE_HZ)
    near = {"BPFO": 2.99 * REPEATING_HZ}
    assert advise_bands(record, near)[0].stands_out
    assert not any(band.stands_out for band in advise_bands(record, near, REPEATING_HZ))


@pytest.mark.parametrize("seed", range(6))
def test_no_band_of_noise_stands_out_even_with_a_knock(seed: int) -> None:
    noise = np.random.default_rng(seed).standard_normal(64_000)
    noise[20_000:20_010] += 200
    advice = advise_bands(RecordSpectrum.of(noise, RATE_HZ))
    assert not any(band.stands_out for band in advice)
    assert "no comb stands out" in advice[0].words


def test_too_short_or_silent_records_are_refused() -> None:
    with pytest.raises(InvalidInput, match="at least 256 samples"):
        kurtogram(np.ones(100), 1000.0)
    with pytest.raises(InvalidInput, match="silent"):
        _ = kurtogram(np.ones(4096), 1000.0).best
    short = RecordSpectrum.of(np.random.default_rng(0).standard_normal(500), 1000.0)
    assert advise_bands(short) == ()
    assert advise_bands(RecordSpectrum.of(np.zeros(50_000), 1000.0)) == ()
