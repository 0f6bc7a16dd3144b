"""The fast kurtogram: where in frequency, and how wide, a band holds the most impulsive envelope.

Antoni 2007, "Fast computation of the kurtogram for the detection of transient faults": the band to
half the rate is cut into 2ᵏ and 3·2ᵏ⁻¹ equal bands (levels 1, 1.6, 2, 2.6 …); the kurtosis of each
band's complex envelope less 2 is 0 for Gaussian noise, −1 for a sine, and large for impulses. Here
the bands are cut from one transform of the record as brick walls, not by Antoni's short filters.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier, single_precision
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

DEEPEST = 7  # 128 and 192 bands
_FEWEST = 64  # samples of an envelope whose kurtosis says anything
_EDGE = 64  # this part of an envelope at either end rings from the jump between end and beginning
_SILENT = 1e-10  # of the loudest band's power: below is rounding in single precision


@dataclass(frozen=True)
class KurtogramBand:
    """One cell: a band and the kurtosis of its complex envelope, less 2."""

    level: float  # log2 of the number of bands
    low_hz: float
    high_hz: float
    kurtosis: float


@dataclass(frozen=True)
class Kurtogram:
    """Rows of growing numbers of bands; NaN where a band is silent."""

    nyquist_hz: float
    kurtosis: tuple[Floats, ...]  # one array per row, a value per band

    @property
    def levels(self) -> Floats:
        """log2 of the number of bands of each row: 0, 1, 1.58, 2, 2.58 …"""
        return np.log2([len(row) for row in self.kurtosis])

    @property
    def best(self) -> KurtogramBand:
        """The cell of the largest kurtosis. One stray impulse can win: ask the band adviser."""
        return max((self.cell(*place) for place in self._places()), key=lambda c: c.kurtosis)

    def cell(self, row: int, band: int) -> KurtogramBand:
        """The band number *band* of a row."""
        values = self.kurtosis[row]
        width = self.nyquist_hz / len(values)
        level = float(np.log2(len(values)))
        return KurtogramBand(level, band * width, (band + 1) * width, float(values[band]))

    def grid(self) -> NDArray[np.float32]:
        """All rows over equally fine columns from 0 Hz to half the rate."""
        columns = int(np.lcm.reduce([len(row) for row in self.kurtosis]))
        rows = [np.repeat(row, columns // len(row)) for row in self.kurtosis]
        return np.array(rows, dtype=np.float32)

    def _places(self) -> list[tuple[int, int]]:
        best = [
            (row, int(np.nanargmax(values)))
            for row, values in enumerate(self.kurtosis)
            if not np.isnan(values).all()
        ]
        if not best:
            raise InvalidInput("The record is silent: no band of it has an envelope.")
        return best


def kurtogram(
    samples: NDArray[np.floating[Any]], rate_hz: float, deepest: int = DEEPEST
) -> Kurtogram:
    """Kurtosis of the complex envelope of every band, from one transform in single precision.

    *deepest* is the last level of the tree; short records end earlier.
    """
    deepest = min(deepest, int(np.log2(max(1, len(samples) / 2 / _FEWEST))))
    if deepest < 1:
        raise InvalidInput(
            f"A kurtogram needs at least {4 * _FEWEST} samples; this one was given {len(samples)}."
        )
    largest = max(float(np.max(samples)), -float(np.min(samples))) or 1.0  # fourth powers fit then
    centred = single_precision.centred(np.asarray(samples, np.float64) / largest)
    half = single_precision.rfft(centred)[: len(samples) // 2]
    cells = [_cells(half, count) for count in band_counts(deepest)]
    loudest = max(float(power.max()) for _fourth, power in cells)
    rows = [_kurtosis(fourth, power, loudest) for fourth, power in cells]
    return Kurtogram(rate_hz / 2, tuple(rows))


def band_counts(deepest: int) -> list[int]:
    """Numbers of bands: 1, 2, 3, 4, 6, 8, 12 … up to 2 and 3/2 times 2 to the *deepest*."""
    pairs = [(2**level, 3 * 2 ** (level - 1)) for level in range(1, deepest + 1)]
    return [1, *(count for pair in pairs for count in pair)]


def _cells(
    half: single_precision.SingleComplexes, count: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean fourth and mean second power of the envelope of *count* equal bands.

    An envelope is sampled at the width of its band, as in Antoni's tree.
    """
    width = len(half) // count
    bands = half[: width * count].reshape(count, width)
    envelopes = single_precision.ifft(bands, fourier.fast_length(width))
    power = single_precision.squared_magnitude(envelopes)
    edge = power.shape[1] // _EDGE
    inner = power[:, edge : power.shape[1] - edge]
    fourth = np.einsum("bt,bt->b", inner, inner) / inner.shape[1]
    return np.asarray(fourth), inner.mean(axis=1)


def _kurtosis(fourth: NDArray[np.float32], power: NDArray[np.float32], loudest: float) -> Floats:
    heard = power > _SILENT * loudest
    values = np.full(len(power), np.nan)
    values[heard] = fourth[heard].astype(np.float64) / power[heard].astype(np.float64) ** 2 - 2
    return values
