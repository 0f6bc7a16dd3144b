"""How alike a signal is to itself some time later."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Progress

_BLOCK = 1 << 16


def autocorrelation(
    samples: NDArray[np.floating[Any]], lags: int, progress: Progress = SILENT
) -> NDArray[np.float64]:
    """Biased autocorrelation at lags 0 to *lags* samples, 1 at lag 0; the mean is removed first.

    r[k] = Σ x[n] x[n+k] / Σ x[n]² (Box & Jenkins 1976): the inverse transform of the zero-padded
    power spectrum, summed block by block so that long records need the memory of a block.
    """
    values, count = np.asarray(samples), len(samples)
    if not 1 <= lags < count:
        raise InvalidInput(f"Lags up to {lags} samples do not fit a record of {count}.")
    mean = float(values.mean(dtype=np.float64))
    length = min(count, max(_BLOCK, lags))
    size = fourier.fast_length(length + lags)
    total = np.zeros(lags + 1)
    for start in range(0, count, length):
        reach = np.asarray(values[start : start + length + lags], dtype=np.float64) - mean
        block = reach[:length]
        product = fourier.rfft(block, size).conj() * fourier.rfft(reach, size)
        total += fourier.irfft(product, size)[: lags + 1]
        progress.report(min(1.0, (start + length) / count))
    if not total[0] > 0:
        raise InvalidInput("The recording does not vary, so it has no autocorrelation.")
    return np.asarray(total / total[0])
