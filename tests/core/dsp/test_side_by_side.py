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


def test_lengths_are_fast_and_long_enough() -> None:
    for size in (5, 1000, 25_010):
        found = side_by_side.fast_length(size)
        assert size <= found <= 1.1 * size + 16
        assert found % 16 == 0
