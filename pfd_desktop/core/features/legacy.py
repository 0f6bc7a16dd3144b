"""The older benchmark's 36 features, mistakes included: to reproduce its figures, not to use.

What its description leaves open is chosen here: the frequency lines of one transform of the whole
window, the bispectrum's transform divided by its length and "norm. B" by (Σ|X|²)^1.5. Half-sample
symmetric borders are those of its wavelets' usual implementation.
"""

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.wavelet_packets import daubechies

Floats = NDArray[np.float64]

_BANDS_HZ = ((0.0, 500.0), (500.0, 2000.0), (2000.0, 5000.0), (5000.0, 10000.0))
_LEVELS = 5
_TINY = 1e-300


def legacy_features(raw: NDArray[np.floating], rate_hz: float) -> Floats:
    """One row of the 36 per window, in canonical order."""
    return np.array([_row(window.astype(np.float64), rate_hz) for window in raw]).reshape(-1, 36)


def _row(x: Floats, rate_hz: float) -> list[float]:
    lines = fourier.rfft(x)
    skewness = _moment(x, 3)
    return [
        *_time(x, skewness),
        *_frequency(2 / len(x) * np.abs(lines), rate_hz / len(x)),
        *_envelope(x, rate_hz),
        *_wavelet(x),
        *_cepstrum(lines, len(x), rate_hz),
        *_bispectrum(lines / len(x), skewness),
    ]


def _time(x: Floats, skewness: float) -> list[float]:
    magnitude = np.abs(x)
    rms, peak, mean = float(np.sqrt(np.mean(x**2))), float(magnitude.max()), float(magnitude.mean())
    root = float(np.mean(np.sqrt(magnitude))) ** 2
    return [
        rms,
        _moment(x, 4) - 3,
        skewness,
        _ratio(peak, rms),
        _ratio(rms, mean),
        _ratio(peak, mean),
        _ratio(peak, root),
    ]


def _frequency(amplitude: Floats, step_hz: float) -> list[float]:
    frequency = np.arange(len(amplitude)) * step_hz
    total, first = float(amplitude.sum()), int(amplitude.argmax())
    bands = [
        float(amplitude[(frequency >= low) & (frequency < high)].sum()) for low, high in _BANDS_HZ
    ]
    return [
        float(frequency[first]),
        _ratio(float(frequency @ amplitude), total),
        _entropy(amplitude),
        *bands,
        total,
        float(amplitude.std()),
        *(_ratio(_at(amplitude, k * first), float(amplitude[first])) for k in (2, 3)),
        _ratio(float(amplitude.max()), float(amplitude.mean())),
    ]


def _at(amplitude: Floats, place: int) -> float:
    return float(amplitude[place]) if place < len(amplitude) else 0.0


def _envelope(x: Floats, rate_hz: float) -> list[float]:
    size = len(x)
    lines = fourier.fft(x.astype(np.complex128))
    lines[1 : (size + 1) // 2] *= 2
    lines[size // 2 + 1 :] = 0
    envelope = np.abs(fourier.ifft(lines))
    spectrum = np.abs(fourier.rfft(envelope))
    frequency = np.arange(len(spectrum)) * rate_hz / size
    spectrum[frequency <= 1.0] = 0.0
    return [
        float(np.sqrt(np.mean(envelope**2))),
        _moment(envelope, 4) - 3,
        float(envelope.max()),
        float(frequency[spectrum.argmax()]),
    ]


def wavelet_details(x: Floats) -> tuple[list[Floats], Floats]:
    """Details D1 to D5 and the approximation A5, db4, half-sample symmetric borders."""
    scaling = daubechies(4)
    wavelet = scaling[::-1] * (-1.0) ** np.arange(len(scaling))
    details, rest = [], x
    for _ in range(_LEVELS):
        around = np.pad(rest, len(scaling) - 1, mode="symmetric")
        details.append(np.convolve(around, wavelet[::-1], "valid")[1::2])
        rest = np.convolve(around, scaling[::-1], "valid")[1::2]
    return details, rest


def _wavelet(x: Floats) -> list[float]:
    details, rest = wavelet_details(x)
    energy = [float(one @ one) for one in details]
    whole = sum(energy) + float(rest @ rest)
    kurtosis = float(np.mean([_moment(one, 4) - 3 for one in details]))
    return [_ratio(sum(energy), whole), kurtosis, energy[0], energy[2], energy[4]]


def _cepstrum(lines: NDArray[np.complex128], size: int, rate_hz: float) -> list[float]:
    logs = np.log(np.abs(lines) + 1e-12)
    cepstrum = np.abs(fourier.irfft(logs.astype(np.complex128), size))
    half = cepstrum[: size // 2]
    quefrency = np.arange(len(half)) / rate_hz
    return [
        _ratio(float(cepstrum.max()), float(cepstrum.mean())),
        _ratio(float(quefrency @ half), float(half.sum())),
    ]


def _bispectrum(lines: NDArray[np.complex128], skewness: float) -> list[float]:
    """Of the slice k = l, the sum line held at the last one."""
    both = np.minimum(2 * np.arange(len(lines)), len(lines) - 1)
    slice_ = np.abs(lines * lines * np.conj(lines[both]))
    power = float(np.sum(np.abs(lines) ** 2))
    total, peak, mean = float(slice_.sum()), float(slice_.max()), float(slice_.mean())
    return [
        peak,
        mean,
        _entropy(slice_),
        float(np.tanh(_ratio(total, power))),
        (_ratio(total, power**1.5) + abs(skewness)) / 2,
        _ratio(peak, mean),
    ]


def _moment(x: Floats, power: int) -> float:
    centred = x - x.mean()
    return _ratio(float(np.mean(centred**power)), float(np.mean(centred**2)) ** (power / 2))


def _entropy(values: Floats) -> float:
    share = values / max(float(values.sum()), _TINY)
    return float(-(share * np.log(np.maximum(share, _TINY))).sum())


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom > _TINY else 0.0
