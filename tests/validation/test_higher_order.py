"""Spectral kurtosis and bicoherence against noise, sines, coupled lines and plain loops."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.bispectrum import bicoherence
from pfd_desktop.core.dsp.spectral_kurtosis import spectral_kurtosis
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.errors import InvalidInput
from tests.core.analyses import materials


@pytest.mark.parametrize("overlap", [0.0, 0.5, 0.75])
def test_spectral_kurtosis_of_noise_is_0_with_the_deviation_it_states(overlap: float) -> None:
    noise = np.random.default_rng(0).standard_normal(256 * 4096)
    found = spectral_kurtosis(noise, 1000.0, 256, overlap)
    inner = found.values[2:-2]  # the first and last lines are real, not complex
    assert inner.mean() == pytest.approx(0, abs=0.006)
    assert inner.std() == pytest.approx(found.deviation, rel=0.2)
    if overlap == 0.0:
        assert found.deviation == pytest.approx(2 / np.sqrt(4096))


def test_spectral_kurtosis_of_a_steady_sine_is_minus_one() -> None:
    sine = np.sin(2 * np.pi * 125.0 * np.arange(51_200) / 1000.0)
    found = spectral_kurtosis(sine, 1000.0, 256, 0.0)
    assert found.values[32] == pytest.approx(-1, abs=1e-6)
    assert found.frequency_hz[32] == pytest.approx(125)


def test_spectral_kurtosis_is_large_where_power_comes_and_goes() -> None:
    random = np.random.default_rng(1)
    bursts = np.zeros(102_400)
    for start in range(0, 102_400, 5120):
        bursts[start : start + 64] = 20 * np.sin(2 * np.pi * 0.3 * np.arange(64))
    found = spectral_kurtosis(bursts + random.standard_normal(102_400), 1000.0, 128)
    assert found.frequency_hz[found.values.argmax()] == pytest.approx(300, abs=10)
    assert found.values.max() > 5


def three_lines(coupled: bool) -> np.ndarray:
    """400 segments of lines at 64, 100 and 164 Hz; the third's phase is the others' sum or not."""
    random = np.random.default_rng(1)
    time = np.arange(512) / 512
    pieces = []
    for _ in range(400):
        first, second, free = random.uniform(0, 2 * np.pi, 3)
        third = first + second if coupled else free
        pieces.append(
            np.cos(2 * np.pi * 64 * time + first)
            + np.cos(2 * np.pi * 100 * time + second)
            + np.cos(2 * np.pi * 164 * time + third)
            + 0.01 * random.standard_normal(512)
        )
    return np.concatenate(pieces)


def test_bicoherence_of_coupled_and_uncoupled_lines() -> None:
    coupled = bicoherence(three_lines(True), 512.0, 512, 0.0)
    uncoupled = bicoherence(three_lines(False), 512.0, 512, 0.0)
    assert coupled.squared[64, 100] == pytest.approx(0.9996, abs=5e-4)
    assert uncoupled.squared[64, 100] < uncoupled.limit
    assert coupled.limit == pytest.approx(-np.log(0.05) / 400)
    assert coupled.frequency_hz[100] == pytest.approx(100)


@pytest.mark.parametrize(("overlap", "segments"), [(0.0, 400), (0.5, 799), (0.75, 1597)])
def test_bicoherence_of_noise_keeps_its_mean_and_limit(overlap: float, segments: int) -> None:
    noise = np.random.default_rng(2).standard_normal(512 * 400)
    found = bicoherence(noise, 512.0, 512, overlap)
    values = found.squared[np.isfinite(found.squared)]
    assert found.segments == segments
    assert values.mean() == pytest.approx(1 / found.independent, rel=0.05)
    assert np.mean(values > found.limit) == pytest.approx(0.05, abs=0.008)


def test_the_whole_principal_domain_is_there() -> None:
    found = bicoherence(np.random.default_rng(3).standard_normal(64 * 50), 64.0, 64)
    for low in range(17):
        inside = np.isfinite(found.squared[low])
        assert np.flatnonzero(inside).tolist() == list(range(low, 33 - low))


def test_fast_equals_loops_over_segments_and_cells() -> None:
    samples = np.random.default_rng(4).standard_normal(64 * 40) ** 3
    weights = window_values(Window.HANN, 64)
    lines = [
        np.fft.rfft((piece - piece.mean()) * weights)
        for piece in (samples[start : start + 64] for start in range(0, 64 * 40 - 63, 32))
    ]
    found = bicoherence(samples, 64.0, 64, 0.5)
    peaks = (2 / weights.sum()) ** 3
    found.squared[0] = np.nan  # at 0 Hz lies the mean, which was removed
    for low, high in zip(*np.nonzero(np.isfinite(found.squared)), strict=True):
        triple = np.mean([x[low] * x[high] * np.conj(x[low + high]) for x in lines])
        pair = np.mean([abs(x[low] * x[high]) ** 2 for x in lines])
        alone = np.mean([abs(x[low + high]) ** 2 for x in lines])
        close = 1e-4 * peaks * np.sqrt(pair * alone)
        assert found.magnitude[low, high] == pytest.approx(peaks * abs(triple), abs=close)
        expected = abs(triple) ** 2 / (pair * alone)
        assert found.squared[low, high] == pytest.approx(expected, abs=1e-5)


def test_the_unit_of_the_record_does_not_matter() -> None:
    samples = np.random.default_rng(5).standard_normal(64 * 40) ** 3
    small = bicoherence(samples * 1e-9, 64.0, 64)
    np.testing.assert_allclose(small.squared, bicoherence(samples, 64.0, 64).squared, atol=1e-5)


def test_too_few_segments_are_refused() -> None:
    with pytest.raises(InvalidInput, match="at least 8 segments"):
        bicoherence(np.ones(300), 1.0, 128)
    with pytest.raises(InvalidInput, match="at least 4 segments"):
        spectral_kurtosis(np.ones(300), 1.0, 256)
    with pytest.raises(InvalidInput, match="One segment takes 512 samples"):
        bicoherence(np.ones(300), 1.0, 512)


def test_a_bispectrum_is_the_product_of_the_amplitudes_that_are_coupled() -> None:
    """Against E[X(k) X(l) X*(k+l)] of transforms scaled to peak amplitudes, and A1 A2 A3."""
    heights = 0.5, 3.0, 0.2
    random = np.random.default_rng(2)
    time = np.arange(512) / 512
    pieces = []
    for _ in range(200):
        first, second = random.uniform(0, 2 * np.pi, 2)
        phases = zip(heights, (64, 100, 164), (first, second, first + second), strict=True)
        pieces.append(sum(a * np.cos(2 * np.pi * f * time + p) for a, f, p in phases))
    samples = np.concatenate(pieces) + 0.01 * random.standard_normal(200 * 512)
    found = bicoherence(samples, 512.0, 512, 0.0)
    assert found.magnitude[64, 100] == pytest.approx(0.5 * 3.0 * 0.2, rel=0.01)
    weights = window_values(Window.HANN, 512)
    lines = 2 * np.fft.rfft(samples.reshape(200, 512) * weights, axis=1) / weights.sum()
    for low, high in ((64, 100), (63, 101), (30, 90), (100, 120)):
        expected = abs(np.mean(lines[:, low] * lines[:, high] * np.conj(lines[:, low + high])))
        assert found.magnitude[low, high] == pytest.approx(expected, rel=2e-3, abs=1e-6)
    assert np.array_equal(np.isnan(found.magnitude), np.isnan(found.squared))


def test_the_analysis_shows_either(  # a bispectrum has the cube of the unit, and levels
) -> None:
    time = np.arange(200 * 512) / materials.RATE
    coupled = np.cos(2 * np.pi * 500 * time) + np.cos(2 * np.pi * 750 * time)
    coupled += 0.5 * np.cos(2 * np.pi * 500 * time) * np.cos(2 * np.pi * 750 * time)
    both = [
        materials.mapped(materials.material(coupled), "bicoherence", show=show, window="flattop")
        for show in ("bicoherence", "bispectrum")
    ]
    assert [(f.unit, f.scaling, f.signed) for f in both] == [
        ("1", "dimensionless", True),
        ("(g peak)³", "peak", False),
    ]
    row, column = np.abs(both[1].y - 500).argmin(), np.abs(both[1].x - 750).argmin()
    assert both[1].values[row, column] == pytest.approx(0.25, rel=0.02)  # 1 · 1 · 0.25
    assert any("product of the peak amplitudes" in note for note in both[1].notes)
