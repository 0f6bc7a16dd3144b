"""Blind deconvolution: the filter that undoes the path from the defect to the sensor.

Minimum entropy deconvolution (Wiggins 1978; Endo and Randall 2007) seeks the filter of the most
kurtotic output, and may settle on a single knock. Maximum correlated kurtosis deconvolution
(McDonald, Zhao and Zuo 2012) seeks impulses that return after a given period. Both solve
R f = X g again and again, R being the autocorrelation and g the criterion's gradient.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress, Silent

Floats = NDArray[np.float64]

LONGEST = 1 << 20  # samples that a filter is found from; a longer record is filtered with it
_SETTLED = 1e-4  # relative change of the criterion
_REGULAR = 1e-6  # added to the autocorrelation at lag 0: bands without signal have no inverse


@dataclass(frozen=True)
class Deconvolved:
    """The filtered record, as long as it was, without the filter's delay, at its former rms."""

    samples: Floats
    filter: Floats
    criterion: float  # kurtosis (3 for Gaussian noise), or correlated kurtosis
    iterations: int


@dataclass(frozen=True)
class _Criterion:
    value: Callable[[Floats], float]
    gradient: Callable[[Floats], Floats]  # up to a factor


def minimum_entropy(
    samples: NDArray[np.floating[Any]],
    length: int,
    iterations: int = 30,
    progress: Progress | None = None,
) -> Deconvolved:
    """MED: *length* filter taps that make the kurtosis of the output largest."""
    return _deconvolved(samples, length, iterations, _KURTOSIS, progress)


def maximum_correlated_kurtosis(
    samples: NDArray[np.floating[Any]],
    length: int,
    period: float,
    *,
    shifts: int = 3,
    iterations: int = 30,
    progress: Progress | None = None,
) -> Deconvolved:
    """MCKD: *length* taps for impulses that return *shifts* times after *period* samples.

    The period is rounded to whole samples; within *shifts* returns the error must stay below one
    impulse's width.
    """
    lag = round(period)
    if lag < 2 or shifts < 1:
        raise InvalidInput(
            f"Impulses {period:.3g} samples apart cannot be told apart; the period must last at"
            " least 2 samples, and they must return at least once."
        )
    if len(samples) - length < 4 * lag * shifts:
        raise InvalidInput(
            f"{len(samples)} samples hold too few periods of {lag} samples for {shifts} returns."
        )
    criterion = _Criterion(
        lambda output: correlated_kurtosis(output, lag, shifts),
        lambda output: _correlated_gradient(output, lag, shifts),
    )
    return _deconvolved(samples, length, iterations, criterion, progress)


def kurtosis(output: NDArray[np.floating[Any]]) -> float:
    """Mean fourth over squared mean second power: 3 for Gaussian noise, 1.5 for a sine."""
    power = np.asarray(output, dtype=np.float64) ** 2
    return float(np.mean(power**2) / max(float(power.mean()) ** 2, 1e-300))


def correlated_kurtosis(output: NDArray[np.floating[Any]], lag: int, shifts: int) -> float:
    """CKₘ(T) = Σ (Πₘ yₙ₋ₘₜ)² / (Σ y²)^(M+1), of unit mean power instead of unit sum."""
    scaled = np.asarray(output, dtype=np.float64)
    scaled = scaled / max(float(np.sqrt(np.mean(scaled**2))), 1e-150)
    return float(np.mean(_product(scaled, lag, shifts) ** 2))


def _product(output: Floats, lag: int, shifts: int) -> Floats:
    size = len(output) - shifts * lag
    pieces = [output[m * lag : m * lag + size] for m in range(shifts + 1)]
    return np.asarray(np.prod(pieces, axis=0))


def _correlated_gradient(output: Floats, lag: int, shifts: int) -> Floats:
    size = len(output) - shifts * lag
    pieces = [output[m * lag : m * lag + size] for m in range(shifts + 1)]
    gradient = np.zeros(len(output))
    for m, piece in enumerate(pieces):
        others = np.prod([other for k, other in enumerate(pieces) if k != m], axis=0)
        gradient[m * lag : m * lag + size] += others**2 * piece
    return gradient


_KURTOSIS = _Criterion(kurtosis, lambda output: output**3)


def _deconvolved(
    samples: NDArray[np.floating[Any]],
    length: int,
    iterations: int,
    criterion: _Criterion,
    progress: Progress | None,
) -> Deconvolved:
    record = np.asarray(samples, dtype=np.float64)
    rms = float(record.std())
    if not 2 <= length <= len(record) // 4 or rms == 0:
        raise InvalidInput(
            f"A filter of {length} taps cannot be found from {len(record)} samples; it needs at"
            " least 2 taps, four times as many samples, and a record that is not constant."
        )
    record = record - record.mean()
    taps, value, done = _search(
        record[:LONGEST], length, iterations, criterion, progress or Silent()
    )
    output = _same_length(record, taps)
    return Deconvolved(output * (rms / max(float(output.std()), 1e-300)), taps, value, done)


def _search(
    record: Floats, length: int, iterations: int, criterion: _Criterion, progress: Progress
) -> tuple[Floats, float, int]:
    """The best taps met on the way, their criterion and the number of iterations."""
    from scipy.linalg import solve_toeplitz

    size = fourier.fast_length(len(record) + length)
    spectrum = fourier.rfft(record, size)
    correlation = fourier.irfft((spectrum.real**2 + spectrum.imag**2).astype(np.complex128), size)[
        :length
    ]
    correlation[0] *= 1 + _REGULAR
    taps = np.zeros(length)
    taps[length // 2] = 1.0
    best, best_value, last = taps, -np.inf, -np.inf
    for done in range(1, iterations + 1):
        progress.report(done / iterations, "deconvolution")
        output = fourier.irfft(spectrum * fourier.rfft(taps, size), size)[length - 1 : len(record)]
        value = criterion.value(output)
        if value > best_value:
            best, best_value = taps, value
        if abs(value - last) <= _SETTLED * abs(value):
            return best, best_value, done
        last = value
        gradient = criterion.gradient(output / max(float(output.std()), 1e-300))
        lags = fourier.irfft(spectrum * np.conj(fourier.rfft(gradient, size)), size)[:length]
        taps = np.asarray(solve_toeplitz(correlation, lags[::-1]))
        taps /= max(float(np.linalg.norm(taps)), 1e-300)
    return best, best_value, iterations


def _same_length(record: Floats, taps: Floats) -> Floats:
    """The record filtered, moved back by half the filter; beyond its ends it counts as zero."""
    size = fourier.fast_length(len(record) + len(taps))
    full = fourier.irfft(fourier.rfft(record, size) * fourier.rfft(taps, size), size)
    start = len(taps) // 2
    return full[start : start + len(record)]
