"""A long record's spectrum but for its last step, from which bands go straight back to time.

``side_by_side`` parts a record of p·m samples into p transforms of m, and its last step makes lines
of them, p for each k1 below m: line k1 + m·k2. A band goes back to time as m·c samples, and as a
shift in frequency does not change a magnitude, its line k1 + m·k2 may lie at k1 + m·(k2 mod c).
So the last step of the way there and the first step of the way back both act on k2 alone: one
small matrix for all k1 of which the same k2 lie in the band. No line is put in order, and those
outside of the band are never made.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from pfd_desktop.core.dsp import side_by_side
from pfd_desktop.core.dsp.side_by_side import SingleComplexes, Singles

_PARTS = 16
_LANES = 4  # columns that a vector unit takes at once
_PRODUCT = 1 << 18  # multiplications: more would be handed to threads, which cost more than they do


def suits(samples: int) -> bool:
    """Whether a record of so many samples is parted."""
    return side_by_side.suits(samples) and samples % _PARTS == 0


def length_for(samples: int, least: int) -> int:
    """How many values, *least* or more, a band of a record of *samples* goes back to."""
    each = samples // _PARTS
    return each * _LANES * -(-least // (each * _LANES))


@dataclass(frozen=True)
class PartedSpectrum:
    """``side_by_side.begun`` of a record that suits, p columns; its number of samples."""

    begun: SingleComplexes
    samples: int

    @classmethod
    def of(cls, values: Singles) -> "PartedSpectrum":
        """Of a row of *values*."""
        return cls(side_by_side.begun(values.reshape(-1, _PARTS)), len(values))

    def in_order(self) -> SingleComplexes:
        """The one-sided spectrum itself."""
        return side_by_side.ended(self.begun, self.samples)

    def analytic(self, first: int, last: int, size: int) -> SingleComplexes:
        """The analytic signal of lines *first* to *last*, moved by a multiple of m lines.

        In reading order, in columns; of the height it has in the record. *size* is of
        ``length_for`` and holds the lines.
        """
        from scipy import fft

        each, half = self.samples // _PARTS, len(self.begun)
        columns = size // each
        band = np.empty((each, columns), dtype=np.complex64)
        pairs = self.begun.view(np.float32)
        longest = _PRODUCT // (8 * _PARTS * columns)
        for start, stop in _stretches(each, half, (first, last), longest):
            lines = [_rows_within(k1, each, first, last) for k1 in (stop - 1, each - stop + 1)]
            both = (pairs[start:stop] @ _matrix(columns, *lines)).view(np.complex64)
            band[start:stop] = both[:, :columns]
            behind = both[max(1 - start, 0) : each - half + 1 - start, columns:]
            past = each - max(start, 1) + 1
            np.conj(behind[::-1], out=band[past - len(behind) : past])
        band *= _turns(each, columns)
        return np.asarray(fft.ifft(band, axis=0, overwrite_x=True), dtype=np.complex64)


def _stretches(each: int, half: int, bins: tuple[int, int], longest: int) -> list[tuple[int, int]]:
    """Ranges of k1 below *half*, none longer than *longest*, throughout which the same k2 lie in
    the band at k1, and at m − k1."""
    edges = [line % each for line in bins]
    cuts = {*range(0, half, longest), half, *edges, *(each - edge + 1 for edge in edges)}
    inside = sorted(cut for cut in cuts if cut <= half)
    return list(pairwise(inside))


def _rows_within(k1: int, each: int, first: int, last: int) -> tuple[int, int]:
    """The first k2 for which k1 + each·k2 is not below *first*, and so for *last*."""
    return -((k1 - first) // each), -((k1 - last) // each)


@lru_cache(maxsize=64)
def _matrix(columns: int, ahead: tuple[int, int], behind: tuple[int, int]) -> Singles:
    """From the columns of ``begun`` at k1 to those of the band at k1, and at m − k1 conjugated.

    The last step there makes the lines k2 within *ahead* (at m − k1, *behind*) and the first step
    back adds them up. A line at m − k1 is the conjugate of one at k1 that lies as far from the end.
    Real and imaginary parts lie beside each other: products of real numbers are quicker.
    """
    part, column = np.arange(_PARTS)[:, None], np.arange(columns)
    turn = 2j * np.pi
    there, back = np.arange(*ahead), np.arange(*behind)
    from_end = _PARTS - 1 - back
    to_line, to_conjugate = (np.exp(-turn / _PARTS * part * k2) for k2 in (there, from_end))
    to_band = np.exp(turn / columns * there[:, None] * column)
    conjugated = np.exp(-turn / columns * back[:, None] * column)
    made = np.hstack((to_line @ to_band, to_conjugate @ conjugated)) * (2 / _PARTS)
    real = np.stack(
        (np.stack((made.real, made.imag), -1), np.stack((-made.imag, made.real), -1)), 1
    )
    return np.ascontiguousarray(real.reshape(2 * _PARTS, -1), dtype=np.float32)


@lru_cache(maxsize=2)
def _turns(each: int, columns: int) -> SingleComplexes:
    return np.conj(side_by_side.factors(each, columns, each * columns))
