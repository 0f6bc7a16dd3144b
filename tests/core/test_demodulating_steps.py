"""Steps of a chain that bring out impulses."""

import numpy as np
import pytest
from scipy import signal

from pfd_desktop.core.chains.demodulating import ROWS
from pfd_desktop.core.dsp.deconvolution import kurtosis
from pfd_desktop.core.parameters import checked
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from tests.validation.repeating_impulses import RATE_HZ, REPEATING_HZ, repeating_impulses

KINDS = {row.name: row for row in ROWS}


def processed(name: str, samples: np.ndarray, **values: object) -> tuple[Waveform, str]:
    row = KINDS[name]
    told = checked(row.parameters, values)
    waveform = Waveform(samples.astype(np.float32), RATE_HZ, "acceleration", "m/s²")
    return row.apply(waveform, told, None, Silent()), row.words(told)


def test_the_rows_are_there() -> None:
    assert list(KINDS) == [
        "cepstrum-prewhiten",
        "cepstrum-lifter",
        "deconvolve-med",
        "deconvolve-mckd",
        "envelope",
    ]


def test_prewhitening_loses_the_unit() -> None:
    found, words = processed("cepstrum-prewhiten", repeating_impulses(2600.0, 0))
    assert (found.unit, words) == ("1", "pre-whitened by the cepstrum")
    assert found.samples.std() == pytest.approx(1)


def test_a_lifter_takes_a_family_out() -> None:
    time = np.arange(64_000) / RATE_HZ
    family = sum(np.cos(2 * np.pi * 40 * k * time + k**2) for k in range(1, 40))
    samples = family + 0.1 * np.random.default_rng(0).standard_normal(64_000)
    found, words = processed("cepstrum-lifter", samples, family_hz=40.0)
    assert found.samples.std() < 0.2 * samples.std()
    assert found.unit == "m/s²"
    assert words == "comb lifter at 40 Hz, 2 % wide"
    with pytest.raises(InvalidInput, match="frequency of the family"):
        processed("cepstrum-lifter", samples)


@pytest.mark.parametrize("name", ["deconvolve-med", "deconvolve-mckd"])
def test_deconvolution_sharpens(name: str) -> None:
    samples = repeating_impulses(2600.0, 0)
    rate = {"rate_hz": REPEATING_HZ} if name.endswith("mckd") else {}
    found, words = processed(name, samples, length=60, **rate)
    assert kurtosis(found.samples) > 1.5 * kurtosis(samples)
    assert len(found.samples) == len(samples)
    assert "60 taps" in words
    assert found.unit == "1"


def test_the_period_is_needed() -> None:
    with pytest.raises(InvalidInput, match="how often impulses return"):
        processed("deconvolve-mckd", repeating_impulses(2600.0, 0), rate_hz=0.0)


def test_the_envelope_of_a_band_is_hilberts() -> None:
    samples = repeating_impulses(2600.0, 0)
    found, words = processed("envelope", samples, band_hz=(2000.0, 3200.0))
    spectrum = np.fft.rfft(samples.astype(np.float32).astype(np.float64))
    frequency = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    spectrum[(frequency < 2000) | (frequency > 3200)] = 0
    textbook = np.abs(signal.hilbert(np.fft.irfft(spectrum, len(samples))))
    np.testing.assert_allclose(found.samples, textbook, atol=1e-9)
    assert words == "envelope of 2000 to 3200 Hz"
    squared, words = processed("envelope", samples, band_hz=(2000.0, 3200.0), squared=True)
    np.testing.assert_allclose(squared.samples, textbook**2, atol=1e-9)
    assert (squared.unit, words) == ("(m/s²)²", "squared envelope of 2000 to 3200 Hz")
