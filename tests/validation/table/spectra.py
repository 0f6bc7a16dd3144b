"""Windows, spectra, integration, statistics of a signal."""

from collections.abc import Iterator
from functools import cache, partial

import numpy as np
from scipy import signal

from pfd_desktop.core.dsp.integration import STANDARD_GRAVITY, integrate
from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum, psd
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


def _floor() -> float:
    found = psd(_two_sines(), RATE, Window.FLATTOP, segment=10_000).values[3000:4900]
    return 1e6 * float(np.sqrt(np.median(found)))


def _parseval() -> float:
    samples = np.random.default_rng(2).standard_normal(200_000)
    whole = psd(samples, RATE, Window.BOXCAR)
    return float(whole.values.sum() * whole.frequency_hz[1] / samples.var())


def _white() -> float:
    samples = np.random.default_rng(2).standard_normal(200_000)
    level = float(psd(samples, RATE, segment=2000).values[1:-1].mean())
    return level * RATE / 2 / float(samples.var())


def _welch() -> float:
    samples = np.random.default_rng(1).standard_normal(50_000)
    ours = psd(samples, 25_600, segment=1024).values
    theirs = signal.welch(samples, 25_600, "hann", nperseg=1024, detrend="constant")[1]
    return float(np.abs(ours / theirs - 1).max())


def _velocity(number: str) -> float:
    count = 25_132  # 200 periods, nearly
    time = np.arange(count) / 20_000
    wave = STANDARD_GRAVITY * 1000 * np.cos(2 * np.pi * (200 * 20_000 / count) * time)
    velocity = integrate(wave, 20_000)
    return float(velocity.max() if number == "peak" else np.sqrt(np.mean(velocity**2)))


def _feature(name: str) -> float:
    place = [spec.name for spec in CATALOGUE].index(name)
    sine = np.sin(2 * np.pi * np.arange(100_000) / 10_000)[None, :]
    return float(time_features(sine, 1000.0)[0, place])


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
              "µV/√Hz", 0.08, source, _floor, 2)  # fmt: skip
    yield Row("PSD", "sum over all lines / variance (Parseval)", 1.0, "", 1e-9, "closed form",
              _parseval, 6)  # fmt: skip
    yield Row("PSD", "white noise, level / (2σ²/fs)", 1.0, "", 0.01, "closed form", _white, 3)
    yield Row("PSD", "largest relative difference to scipy.signal.welch", 0.0, "", 1e-11,
              "scipy", _welch, 9)  # fmt: skip


def integration() -> Iterator[Row]:
    """Acceleration to velocity."""
    for number, expected in (("peak", 9.80665), ("rms", 6.93435)):
        yield Row("integration", f"1 g peak at 159.15 Hz, velocity {number}", expected, "mm/s",
                  1e-3, "closed form, a/ω", partial(_velocity, number), 3)  # fmt: skip


def statistics() -> Iterator[Row]:
    """Of a sine."""
    names = {spec.name for spec in CATALOGUE}
    for name, expected in (
        ("crest factor", 2**0.5), ("shape factor", np.pi / 8**0.5),
        ("impulse factor", np.pi / 2), ("clearance factor", 1.7187965), ("kurtosis", 1.5),
    ):  # fmt: skip
        if name in names:
            # clearance: π (Γ(5/4) / Γ(3/4))²
            yield Row("statistics of a sine", name, float(expected), "", 1e-3, "closed form",
                      partial(_feature, name))  # fmt: skip


ROWS = (*windows(), *spectra(), *integration(), *statistics())
