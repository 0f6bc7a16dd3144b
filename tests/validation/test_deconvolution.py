"""Deconvolution of impulses sent down a known path."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.deconvolution import (
    correlated_kurtosis,
    kurtosis,
    maximum_correlated_kurtosis,
    minimum_entropy,
)
from pfd_desktop.errors import InvalidInput

PERIOD = 191
COUNT = 30_000


def through_a_path(knock: float = 0.0) -> np.ndarray:
    """Impulses every 191 samples through two resonances, in noise; and one knock."""
    random = np.random.default_rng(0)
    time = np.arange(300)
    path = np.exp(-time / 40) * np.sin(2 * np.pi * 0.11 * time)
    path += 0.7 * np.exp(-time / 60) * np.sin(2 * np.pi * 0.23 * time)
    impulses = np.zeros(COUNT)
    impulses[50::PERIOD] = 1.0
    impulses[COUNT // 2] += knock
    return np.convolve(impulses, path)[:COUNT] + 0.2 * random.standard_normal(COUNT)


def test_kurtosis_of_sine_and_noise() -> None:
    assert kurtosis(np.sin(2 * np.pi * np.arange(1000) / 100)) == pytest.approx(1.5)
    noise = np.random.default_rng(0).standard_normal(200_000)
    assert kurtosis(noise) == pytest.approx(3, abs=0.05)
    assert correlated_kurtosis(noise, 50, 1) == pytest.approx(1, abs=0.05)


def test_minimum_entropy_sharpens_and_keeps_length_and_rms() -> None:
    samples = through_a_path()
    found = minimum_entropy(samples, 80)
    assert kurtosis(found.samples) > 2 * kurtosis(samples)
    assert found.criterion == pytest.approx(kurtosis(found.samples), rel=0.02)
    assert found.samples.shape == samples.shape
    assert found.samples.std() == pytest.approx(samples.std(), rel=1e-6)


def test_impulses_return_to_their_period() -> None:
    found = maximum_correlated_kurtosis(through_a_path(), 80, PERIOD)
    sharp = np.abs(found.samples) ** 2
    folded = sharp[: COUNT // PERIOD * PERIOD].reshape(-1, PERIOD).mean(axis=0)
    assert folded.max() > 8 * np.median(folded)
    raw = through_a_path() ** 2
    before = raw[: COUNT // PERIOD * PERIOD].reshape(-1, PERIOD).mean(axis=0)
    assert folded.max() / np.median(folded) > 2 * before.max() / np.median(before)


def test_a_knock_misleads_entropy_but_not_correlated_kurtosis() -> None:
    samples = through_a_path(knock=6.0)
    entropy = minimum_entropy(samples, 80)
    correlated = maximum_correlated_kurtosis(samples, 80, PERIOD)
    quiet = np.r_[100 : COUNT // 2 - 400, COUNT // 2 + 400 : COUNT - 100]
    assert kurtosis(entropy.samples) > kurtosis(correlated.samples)
    assert kurtosis(correlated.samples[quiet]) > kurtosis(entropy.samples[quiet])


def test_a_known_filter_is_undone() -> None:
    # sparse impulses through a stable recursion: its inverse has two taps
    random = np.random.default_rng(1)
    impulses = np.where(random.uniform(size=20_000) < 0.01, random.standard_normal(20_000), 0)
    sent = np.zeros(20_000)
    for index in range(20_000):
        sent[index] = impulses[index] + 0.9 * sent[index - 1] * (index > 0)
    found = minimum_entropy(sent, 10, iterations=60)
    tap = int(np.abs(found.filter).argmax())
    assert found.filter[tap + 1] / found.filter[tap] == pytest.approx(-0.9, abs=0.02)
    assert kurtosis(found.samples) == pytest.approx(kurtosis(impulses), rel=0.05)


def test_impossible_settings_are_refused() -> None:
    samples = through_a_path()
    with pytest.raises(InvalidInput, match="four times as many samples"):
        minimum_entropy(samples[:100], 80)
    with pytest.raises(InvalidInput, match="at least 2 samples"):
        maximum_correlated_kurtosis(samples, 80, 1.0)
    with pytest.raises(InvalidInput, match="too few periods"):
        maximum_correlated_kurtosis(samples, 80, 5000.0)
