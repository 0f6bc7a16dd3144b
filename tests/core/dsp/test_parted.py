"""Bands straight from a parted spectrum to time, against the textbook's brick wall."""

import numpy as np
import pytest

from pfd_desktop.core.dsp import parted
from pfd_desktop.core.dsp.envelope import RecordSpectrum, envelope_spectrum_of
from pfd_desktop.core.dsp.parted import PartedSpectrum
from pfd_desktop.core.dsp.windows import Window

COUNT = 40_000  # sixteen parts of 2500
ODD = 16 * 2_187  # whose parts have no middle


def noise(count: int) -> np.ndarray:
    return np.random.default_rng(count).standard_normal(count).astype(np.float32)


@pytest.mark.parametrize("count", [COUNT, ODD])
@pytest.mark.parametrize(
    "band",
    [(1, 20), (1, 17_495), (2500, 5000), (2499, 5001), (7000, 7700), (1250, 1251), (6000, 14_000)],
)
def test_a_band_has_the_textbooks_magnitude(band: tuple[int, int], count: int) -> None:
    first, last = band
    values = noise(count)
    size = parted.length_for(count, last - first)
    found = PartedSpectrum.of(values).analytic(first, last, size).reshape(-1)
    whole = np.zeros(count, dtype=complex)
    whole[first:last] = 2 * np.fft.rfft(values.astype("f8"))[first:last]
    exact = np.fft.ifft(whole[first:last], size) * size / count
    assert len(found) == size >= last - first
    np.testing.assert_allclose(np.abs(found), np.abs(exact), atol=2e-6 * np.abs(exact).max())


def test_in_order_it_is_numpys() -> None:
    exact = np.fft.rfft(noise(COUNT).astype("f8"))
    found = PartedSpectrum.of(noise(COUNT))
    for _ in range(2):  # what is begun is kept
        assert np.abs(found.in_order() - exact).max() < 1e-6 * np.abs(exact).max()


def test_which_records_are_parted() -> None:
    assert parted.suits(COUNT)
    assert not parted.suits(COUNT + 8)
    assert not parted.suits(1 << 14)


@pytest.mark.parametrize("window", list(Window))
@pytest.mark.parametrize("squared", [True, False])
@pytest.mark.parametrize("highest_hz", [0.0, 900.0, 3000.0, None])
@pytest.mark.parametrize("band_hz", [(4000.0, 5000.0), None])
def test_envelope_spectra_are_those_in_double_precision(
    band_hz: tuple[float, float] | None, highest_hz: float | None, squared: bool, window: Window
) -> None:
    rate_hz = 20_000.0
    single = RecordSpectrum.of(noise(COUNT), rate_hz, single=True)
    double = RecordSpectrum.of(noise(COUNT), rate_hz)
    given = {"highest_hz": highest_hz, "window": window}
    found = envelope_spectrum_of(single, band_hz, squared, **given)
    exact = envelope_spectrum_of(double, band_hz, squared, **given)
    count = len(found.amplitude)
    # magnitudes fold at twice the band, less at a higher rate; so does what Bartlett's window leaks
    close = 0.02 if not squared else 1e-4 if window is Window.BARTLETT else 3e-6
    within = slice(0, count - 8 if highest_hz is None else count)
    np.testing.assert_array_equal(found.frequency_hz, exact.frequency_hz[:count])
    np.testing.assert_allclose(
        found.amplitude[within], exact.amplitude[:count][within], atol=close * exact.mean
    )
    assert found.mean == pytest.approx(exact.mean, rel=1e-6 if squared else 1e-3)
