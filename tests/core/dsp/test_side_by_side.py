"""Long transforms as short ones side by side, against numpy's in double precision."""

import numpy as np
import pytest

from pfd_desktop.core.dsp import side_by_side, single_precision

LENGTHS = [1 << 15, 32_772, 40_000, 102_400, 98_312, 1 << 18, 1_250_000, (1 << 22) + 16]


def noise(count: int) -> np.ndarray:
    return np.random.default_rng(count).standard_normal(count).astype(np.float32)


@pytest.mark.parametrize("size", LENGTHS)
def test_a_long_transform_is_numpys(size: int) -> None:
    values = noise(size)
    exact = np.fft.rfft(values.astype("f8"))
    assert side_by_side.suits(size)
    found = side_by_side.rfft(values)
    assert found.dtype == np.complex64
    assert np.abs(found - exact).max() < 1e-6 * np.abs(exact).max()


def test_what_is_short_or_odd_goes_the_usual_way() -> None:
    for size in (1 << 14, 100_003, 100_002):
        assert not side_by_side.suits(size)
        values = noise(size)
        exact = np.fft.rfft(values.astype("f8"))
        assert np.abs(single_precision.rfft(values) - exact).max() < 1e-6 * np.abs(exact).max()


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 9])
def test_rows_keep_their_shape(rows: int) -> None:
    values = np.array([noise(40_000) * place for place in range(1, rows + 1)])
    found = single_precision.rfft(values)
    assert found.shape == (rows, 20_001)
    exact = np.fft.rfft(values.astype("f8"), axis=1)
    assert np.abs(found - exact).max() < 2e-6 * np.abs(exact).max()
    three = single_precision.rfft(values[None])
    np.testing.assert_array_equal(three[0], found)


@pytest.mark.parametrize("width", [8, 300, 5000])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.4, 1.0])
def test_a_squared_envelope_is_the_textbooks(width: int, share: float) -> None:
    """Few lines or all, of bands that fill their samples or leave half of them empty."""
    random = np.random.default_rng(width)
    band = random.standard_normal(width) + 1j * random.standard_normal(width)
    size = side_by_side.fast_length(round(width * (1 + share)) + 4)
    count = 1 + round(share * (size // 2))
    analytic = np.fft.ifft(band, size)
    squared = np.abs(analytic) ** 2
    exact = np.fft.rfft(squared - squared.mean())[:count]
    found, mean = side_by_side.squared_envelope_transform(band.astype("c8"), size, count)
    assert found.shape == (count,)
    assert mean == pytest.approx(squared.mean(), rel=1e-5)
    assert np.abs(found - exact).max() < 2e-6 * squared.sum()


@pytest.mark.parametrize("rows", [1, 3, 4, 7])
def test_rows_of_squared_envelopes_are_those_of_each(rows: int) -> None:
    random = np.random.default_rng(rows)
    bands = random.standard_normal((rows, 900)) + 1j * random.standard_normal((rows, 900))
    size = side_by_side.fast_length(1100)
    found, means = single_precision.squared_envelope_transform(bands.astype("c8"), size, 101)
    squared = np.abs(np.fft.ifft(bands, size, axis=1)) ** 2
    np.testing.assert_allclose(means, squared.mean(axis=1), rtol=1e-5)
    exact = np.fft.rfft(squared - squared.mean(axis=1, keepdims=True), axis=1)[:, :101]
    assert np.abs(found - exact).max() < 1e-6 * squared.sum(axis=1).max()


@pytest.mark.parametrize("count", [1, 17, 3000, 20_001])
@pytest.mark.parametrize("size", [40_000, 40_008, 1000])
def test_the_first_lines_are_the_first_of_all(size: int, count: int) -> None:
    count = min(count, size // 2 + 1)
    exact = np.fft.rfft(noise(size).astype("f8"))[:count]
    found = side_by_side.first_lines(noise(size), count)
    assert found.shape == exact.shape
    assert np.abs(found - exact).max() < 1e-6 * size


@pytest.mark.parametrize("size", [40_000, 40_008, 999, 1000])
@pytest.mark.parametrize("rows", [1, 5])
def test_the_first_values_of_a_real_spectrum(rows: int, size: int) -> None:
    spectra = np.array([noise(size // 2 + 1) * place for place in range(1, rows + 1)])
    exact = np.fft.irfft(spectra.astype("f8"), size, axis=1)[:, :300]
    found = single_precision.first_of_irfft(spectra, size, 300)
    assert found.shape == exact.shape
    assert np.abs(found - exact).max() < 1e-6 * np.abs(exact).max() * rows


def test_lengths_are_fast_and_long_enough() -> None:
    for size in (5, 1000, 25_010):
        found = side_by_side.fast_length(size)
        assert size <= found <= 1.1 * size + 16
        assert found % 16 == 0
