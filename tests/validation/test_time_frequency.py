"""Short-time transforms against scipy's, zoom against the sum it stands for."""

import numpy as np
import pytest
from scipy import signal

from pfd_desktop.core.dsp.segments import overlapping
from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum
from pfd_desktop.core.dsp.stft import dual_window, istft, stft
from pfd_desktop.core.dsp.time_frequency import coarser, group_times, grouped_spectra, time_groups
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.core.dsp.zoom import zoom_spectrum, zoom_transform
from pfd_desktop.errors import InvalidInput

GRID = [(256, 64, 5000), (256, 100, 4999), (255, 60, 3000), (64, 64, 64), (200, 50, 1000)]


def slices(size: int, hop: int, count: int, weights: np.ndarray) -> tuple[signal.ShortTimeFFT, int]:
    """Theirs, and the number of slices that ours has (they leave out some that are all zero)."""
    theirs = signal.ShortTimeFFT(weights, hop=hop, fs=1.0)
    first = -((size - size // 2 - 1) // hop)
    return theirs, first


@pytest.mark.parametrize(("size", "hop", "count"), GRID)
@pytest.mark.parametrize("window", [Window.HANN, Window.HAMMING])
def test_stft_equals_short_time_fft(size: int, hop: int, count: int, window: Window) -> None:
    samples = np.random.default_rng(0).standard_normal(count)
    weights = window_values(window, size)
    ours = stft(samples, weights, hop)
    theirs, first = slices(size, hop, count, weights)
    expected = theirs.stft(samples, p0=first, p1=first + len(ours), padding="zeros").T
    np.testing.assert_allclose(ours, expected, atol=1e-11)


def test_stft_in_single_precision() -> None:
    samples = np.random.default_rng(1).standard_normal(50_000).astype("f4")
    weights = window_values(Window.HANN, 2048)
    exact, fast = stft(samples, weights, 512), stft(samples, weights, 512, single=True)
    assert fast.dtype == np.complex64
    assert np.abs(fast - exact).max() < 1e-6 * np.abs(exact).max()


@pytest.mark.parametrize("each", [1, 3, 7])
@pytest.mark.parametrize("window", [Window.HANN, Window.FLATTOP])
def test_the_slices_that_are_shown_equal_short_time_fft(each: int, window: Window) -> None:
    """What a look computes, of every piece or the highest of a few, in spite of a mean of 5."""
    size, hop, count = 2048, 512, 200_000
    samples = (np.random.default_rng(1).standard_normal(count) + 5).astype("f4")
    cuts = overlapping(count, size, 1 - hop / size)
    group, groups = time_groups(cuts, count, -(-len(cuts.starts) // each))
    shown = grouped_spectra(
        samples, 1.0, cuts, group, groups, window=window, scaling=Scaling.PEAK, peak_hold=True
    ).amplitude
    weights = window_values(window, size)
    theirs = signal.ShortTimeFFT(weights, hop=hop, fs=1.0)
    first = size // 2 // hop  # theirs are centred, and begin before the record
    power = theirs.spectrogram(
        samples.astype("f8"), detr="constant", p0=first, p1=first + len(cuts.starts)
    ).T
    peak = 2 * np.sqrt(power) / weights.sum()
    peak[:, [0, -1]] /= 2
    expected = np.array([peak[group == number].max(axis=0) for number in range(groups)])
    assert np.abs(shown - expected).max() < 2.5e-6  # half a millionth of the mean


@pytest.mark.parametrize(("size", "hop", "count"), GRID)
def test_inverse_brings_the_samples_back(size: int, hop: int, count: int) -> None:
    samples = np.random.default_rng(2).standard_normal(count)
    weights = window_values(Window.HAMMING, size)
    back = istft(stft(samples, weights, hop), weights, hop, count)
    np.testing.assert_allclose(back, samples, atol=1e-10)


def test_dual_window_is_scipys_and_refuses_gaps() -> None:
    weights = window_values(Window.HANN, 256)
    theirs = signal.ShortTimeFFT(weights, hop=64, fs=1.0)
    np.testing.assert_allclose(dual_window(weights, 64), theirs.dual_win, atol=1e-14)
    with pytest.raises(InvalidInput, match="gaps"):
        dual_window(weights, 256)  # Hann is 0 at its first sample, and nothing else covers it
    with pytest.raises(InvalidInput, match="cannot be cut"):
        stft(np.zeros(100), weights, 64)


@pytest.mark.parametrize("count", [1000, 70_001, 200_000])
def test_zoom_equals_the_direct_transform(count: int) -> None:
    samples = np.random.default_rng(3).standard_normal(count)
    frequency, found = zoom_transform(samples, 1000.0, (123.4, 131.7), 37)
    time = np.arange(count) / 1000.0
    exact = np.array([np.sum(samples * np.exp(-2j * np.pi * f * time)) for f in frequency])
    np.testing.assert_allclose(found, exact, atol=1e-8)
    np.testing.assert_allclose(frequency, np.linspace(123.4, 131.7, 37))


def test_zoom_equals_scipys_and_the_fft_on_its_lines() -> None:
    samples = np.random.default_rng(4).standard_normal(4096)
    _, found = zoom_transform(samples, 4096.0, (100.0, 200.0), 101, Window.HANN)
    whole = np.fft.rfft(samples * window_values(Window.HANN, 4096))
    np.testing.assert_allclose(found, whole[100:201], atol=1e-9)
    theirs = signal.ZoomFFT(4096, [100.0, 200.0], 101, fs=4096.0, endpoint=True)
    np.testing.assert_allclose(found, theirs(samples * window_values(Window.HANN, 4096)), atol=1e-9)


def test_zoom_parts_what_the_fft_shows_as_one() -> None:
    """49.9 and 50.1 Hz in 20 s; lines of the picture 0.01 Hz apart."""
    time = np.arange(20_000) / 1000.0
    samples = np.sin(2 * np.pi * 49.9 * time) + 0.5 * np.sin(2 * np.pi * 50.1 * time + 1) + 7
    found = zoom_spectrum(samples, 1000.0, (49.0, 51.0), 201, scaling=Scaling.PEAK)
    assert found.values[90] == pytest.approx(1.0, abs=1e-3)
    assert found.values[110] == pytest.approx(0.5, abs=1e-3)
    assert found.values[100] < 0.3
    assert found.enbw_hz == pytest.approx(1.5 / 20)


def test_zoom_averages_pieces_as_welch_does() -> None:
    samples = np.random.default_rng(5).standard_normal(10_000)
    zoomed = zoom_spectrum(samples, 1000.0, (100.0, 200.0), 101, segment=1000, overlap=0.5)
    whole = amplitude_spectrum(samples, 1000.0, segment=1000)
    np.testing.assert_allclose(zoomed.values, whole.values[100:201], rtol=1e-9)
    assert zoomed.averages == whole.averages == 19


@pytest.mark.parametrize("peak_hold", [False, True])
def test_rows_of_a_waterfall_are_spectra_of_their_stretches(peak_hold: bool) -> None:
    samples = np.random.default_rng(6).standard_normal(9_000).astype("f4")
    cuts = overlapping(9_000, 500, 0.5)
    group, groups = time_groups(cuts, 9_000, 7)
    rows = grouped_spectra(samples, 1000.0, cuts, group, groups, peak_hold=peak_hold)
    assert rows.amplitude.shape == (7, 251)
    assert rows.pieces.sum() == len(cuts.starts)
    own = type(cuts)(cuts.starts[group == 2], cuts.size)
    alone = [
        amplitude_spectrum(samples, 1000.0, cuts=type(cuts)(own.starts[i : i + 1], 500)).values
        for i in range(len(own.starts))
    ]
    expected = np.max(alone, axis=0) if peak_hold else np.sqrt(np.mean(np.square(alone), axis=0))
    np.testing.assert_allclose(rows.amplitude[2], expected, rtol=2e-5)
    times = group_times(cuts, group, groups, 1000.0)
    assert times[2] == pytest.approx((own.starts.mean() + 250) / 1000)


def test_pieces_gathered_out_of_order_and_groups_without_any() -> None:
    samples = np.random.default_rng(7).standard_normal(4000)
    cuts = overlapping(4000, 1000, 0.0)
    rows = grouped_spectra(samples, 1000.0, cuts, np.array([3, 0, 3, 0]), 4)
    assert np.isnan(rows.amplitude[1:3]).all()
    both = amplitude_spectrum(samples, 1000.0, cuts=type(cuts)(cuts.starts[[0, 2]], 1000))
    np.testing.assert_allclose(rows.amplitude[3], both.values, rtol=2e-5)


@pytest.mark.parametrize("peak_hold", [False, True])
def test_pieces_of_a_speed_that_rises_and_falls_meet_in_their_groups(peak_hold: bool) -> None:
    """Groups of any lengths, more than a block holds, and some that come again."""
    count = 400_000
    samples = np.random.default_rng(9).standard_normal(count).astype("f4")
    cuts = overlapping(count, 1000, 0.5)
    rise = np.sort(np.random.default_rng(9).integers(0, 30, len(cuts.starts) // 2))
    group = np.concatenate((rise, rise[::-1], [3] * (len(cuts.starts) - 2 * len(rise))))
    found = grouped_spectra(samples, 1000.0, cuts, group, 30, peak_hold=peak_hold).amplitude
    alone = grouped_spectra(
        samples, 1000.0, cuts, np.arange(len(group)), len(group), peak_hold=True
    ).amplitude.astype("f8")
    for number in range(30):
        own = alone[group == number]
        expected = own.max(axis=0) if peak_hold else np.sqrt((own**2).mean(axis=0))
        np.testing.assert_allclose(found[number], expected, rtol=1e-5)


def test_a_map_is_made_coarser_by_its_highest() -> None:
    values = np.arange(20, dtype=np.float32).reshape(2, 10)
    coarse, each = coarser(values, 1, 4)
    assert each == 3
    np.testing.assert_array_equal(coarse, [[2, 5, 8, 9], [12, 15, 18, 19]])
    assert coarser(values, 0, 2)[1] == 1
