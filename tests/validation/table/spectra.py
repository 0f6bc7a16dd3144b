"""Windows, spectra, integration, statistics of a signal."""

from collections.abc import Callable, Iterator
from functools import cache, partial

import numpy as np
from scipy import signal

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY, integrate
from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum, psd
from pfd_desktop.core.dsp.stft import istft, stft
from pfd_desktop.core.dsp.windows import (
    Window,
    coherent_gain,
    enbw_bins,
    window_values,
    worst_scalloping_db,
)
from pfd_desktop.core.features.catalogue import CATALOGUE
from pfd_desktop.core.features.time import time_features
from tests.validation.table.row import Row

HEINZEL = "Heinzel, Rüdiger, Schilling 2002"
WINDOWS = (
    (Window.BOXCAR, 1.0000, 1.0, -3.9224),
    (Window.HANN, 1.5000, 0.5, -1.4236),
    (Window.HAMMING, 1.3628, 0.54, -1.7514),
    (Window.BLACKMAN_HARRIS, 2.0044, 0.35875, -0.8256),
    (Window.NUTTALL, 1.9761, 0.36358, -0.8506),
    (Window.FLATTOP, 3.7702, 0.215579, -0.0098),
    (Window.BARTLETT, 1.3333, 0.5, -1.8242),
)
RATE = 10_000.0


def windows() -> Iterator[Row]:
    """Three numbers of each window."""
    for window, enbw, gain, scalloping in WINDOWS:
        weights = window_values(window, 4096)
        name = f"window {window.value}"
        yield Row(name, "ENBW", enbw, "lines", 6e-5, HEINZEL, partial(enbw_bins, weights))
        yield Row(
            name, "coherent gain", gain, "", 6e-6, HEINZEL, partial(coherent_gain, weights), 5
        )
        yield Row(
            name, "worst scalloping", scalloping, "dB", 1e-4, HEINZEL,
            partial(worst_scalloping_db, weights),
        )  # fmt: skip


def _sine(window: Window, scaling: Scaling) -> float:
    time = np.arange(10_000) / RATE
    sine = 2 * np.sqrt(2) * np.sin(2 * np.pi * 1234 * time)
    return float(amplitude_spectrum(sine, RATE, window, scaling, unit="V").values[1234])


@cache
def _heinzel(window: Window) -> np.ndarray:
    return amplitude_spectrum(_two_sines(), RATE, window, segment=10_000).values


@cache
def _two_sines() -> np.ndarray:
    time = np.arange(1_000_000) / RATE
    sines = 2.82842712474619 * np.sin(2 * np.pi * 1234 * time)
    sines += 1.0 * np.sin(2 * np.pi * 2500.2157 * time)
    return np.round(sines / 1e-3) * 1e-3


def _floor(average: Callable[[np.ndarray], np.floating]) -> float:
    found = psd(_two_sines(), RATE, Window.FLATTOP, segment=10_000).values[3000:4900]
    return 1e6 * float(np.sqrt(average(found)))


def _parseval() -> float:
    samples = np.random.default_rng(2).standard_normal(200_000)
    whole = psd(samples, RATE, Window.BOXCAR)
    return float(whole.values.sum() * whole.frequency_hz[1] / samples.var())


def _white() -> float:
    samples = np.random.default_rng(2).standard_normal(200_000)
    level = float(psd(samples, RATE, segment=2000).values[2:-2].mean())
    return level * RATE / 2 / float(samples.var())


def _welch() -> float:
    samples = np.random.default_rng(1).standard_normal(50_000)
    ours = psd(samples, 25_600, segment=1024).values
    theirs = signal.welch(samples, 25_600, "hann", nperseg=1024, detrend="constant")[1]
    return float(np.abs(ours / theirs - 1).max())


def _power_by_density() -> float:
    samples = np.random.default_rng(3).standard_normal(8192)
    amplitude = amplitude_spectrum(samples, RATE, Window.HANN, Scaling.RMS)
    density = psd(samples, RATE, Window.HANN)
    return float(amplitude.values[500] ** 2 / (density.values[500] * density.enbw_hz))


def _inverse() -> float:
    samples = np.random.default_rng(2).standard_normal(5000)
    weights = window_values(Window.HAMMING, 256)
    return float(np.abs(istft(stft(samples, weights, 64), weights, 64, 5000) - samples).max())


def _short_time() -> float:
    samples = np.random.default_rng(0).standard_normal(5000)
    weights = window_values(Window.HANN, 256)
    ours = stft(samples, weights, 64)
    first = -((256 - 128 - 1) // 64)
    theirs = signal.ShortTimeFFT(weights, hop=64, fs=1.0)
    same = theirs.stft(samples, p0=first, p1=first + len(ours), padding="zeros").T
    return float(np.abs(ours - same).max())


def _velocity(number: str) -> float:
    count = 25_132  # 200 periods, nearly
    time = np.arange(count) / 20_000
    wave = STANDARD_GRAVITY * 1000 * np.cos(2 * np.pi * (200 * 20_000 / count) * time)
    velocity = integrate(wave, 20_000)
    return float(velocity.max() if number == "peak" else np.sqrt(np.mean(velocity**2)))


def _feature(name: str, per_cycle: int = 10_000) -> float:
    sine = np.sin(2 * np.pi * np.arange(10 * per_cycle) / per_cycle)
    return _feature_of(sine, name)


def _feature_of(samples: np.ndarray, name: str) -> float:
    place = [spec.name for spec in CATALOGUE].index(name)
    return float(time_features(samples[None, :], 1000.0)[0, place])


def _kurtosis_of_noise() -> float:
    return _feature_of(np.random.default_rng(0).standard_normal(400_000), "kurtosis")


def spectra() -> Iterator[Row]:
    """Amplitudes, densities, and the test of Heinzel et al."""
    for window in (Window.HANN, Window.FLATTOP, Window.BLACKMAN_HARRIS):
        yield Row("amplitude spectrum", f"sine of 2 V rms on a line, {window.value}, RMS", 2.0,
                  "V", 1e-6, "closed form", partial(_sine, window, Scaling.RMS), 6)  # fmt: skip
    yield Row("amplitude spectrum", "the same, peak-to-peak", 4 * 2**0.5, "V", 1e-6,
              "closed form", partial(_sine, Window.HANN, Scaling.PEAK_TO_PEAK), 6)  # fmt: skip
    flat, hann = partial(_heinzel, Window.FLATTOP), partial(_heinzel, Window.HANN)
    source = f"{HEINZEL}, section 13"
    for what, expected, within, measure in (
        ("two sines, 1234 Hz, flat top", 2.0, 1e-5, lambda: float(flat()[1234])),
        ("two sines, 2500.2157 Hz, flat top", 0.70727, 2e-4, lambda: float(flat()[2500])),
        ("two sines, 2500.2157 Hz, Hann", 0.68614, 2e-4, lambda: float(hann()[2500])),
    ):
        yield Row("Heinzel's test", what, expected, "V rms", within, source, measure, 5)
    yield Row("Heinzel's test", "noise floor of rounding to 1 mV", 1e3 / (6 * RATE) ** 0.5,
              "µV/√Hz", 0.08, source, partial(_floor, np.median), 2)  # fmt: skip
    yield Row("Heinzel's test", "the same floor as published for this very signal, mean power",
              4.0856, "µV/√Hz", 0.02, source, partial(_floor, np.mean))  # fmt: skip
    yield Row("PSD", "sum over all lines / variance (Parseval)", 1.0, "", 1e-9, "closed form",
              _parseval, 6)  # fmt: skip
    yield Row("PSD", "white noise, level / (2σ²/fs)", 1.0, "", 1e-3, "closed form", _white)
    yield Row("PSD", "power of a line / (density × ENBW)", 1.0, "", 1e-9, "closed form",
              _power_by_density, 6)  # fmt: skip
    yield Row("PSD", "largest relative difference to scipy.signal.welch", 0.0, "", 1e-12,
              "scipy", _welch, 9)  # fmt: skip
    yield Row("STFT", "largest difference of the inverse to the signal", 0.0, "", 1e-10,
              "closed form", _inverse, 9)  # fmt: skip
    yield Row("STFT", "largest difference to scipy.signal.ShortTimeFFT", 0.0, "", 1e-11, "scipy",
              _short_time, 9)  # fmt: skip


def integration() -> Iterator[Row]:
    """Acceleration to velocity."""
    for number, expected in (("peak", 9.80665), ("rms", 6.93435)):
        yield Row("integration", f"1 g peak at 159.15 Hz, velocity {number}", expected, "mm/s",
                  1e-3, "closed form, a/ω", partial(_velocity, number), 3)  # fmt: skip


def statistics() -> Iterator[Row]:
    """Of a sine, and of noise."""
    for name, expected in (
        ("crest factor", 2**0.5), ("shape factor", np.pi / 8**0.5),
        ("impulse factor", np.pi / 2),
        ("clearance factor", 1.7187965),  # π (Γ(5/4) / Γ(3/4))²
        ("kurtosis", 1.5),
    ):  # fmt: skip
        yield Row("statistics of a sine", name, float(expected), "", 1e-3, "closed form",
                  partial(_feature, name))  # fmt: skip
    for name, expected in (
        ("shape factor", 1.11109), ("impulse factor", 1.57131), ("clearance factor", 1.72823),
    ):  # fmt: skip
        yield Row("statistics of a sine", f"{name}, 100 samples a cycle", expected, "", 1e-5,
                  "the same sums by numpy alone", partial(_feature, name, 100),
                  5)  # fmt: skip
    yield Row("statistics of noise", "kurtosis of Gaussian noise (Pearson's)", 3.0, "", 0.03,
              "closed form; 4 deviations √(24/N)", _kurtosis_of_noise, 3)  # fmt: skip


ROWS = (*windows(), *spectra(), *integration(), *statistics())
