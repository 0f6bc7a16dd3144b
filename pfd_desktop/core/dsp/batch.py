"""Magnitudes of many equally long pieces, in blocks that stay in a core's cache."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]

_BLOCK = 1 << 18  # samples transformed at once: a megabyte in single precision


def magnitudes(
    rows: Samples,
    weights: Floats | None = None,
    *,
    power: bool = False,
    workers: int = 1,
    out: Samples | None = None,
) -> Samples:
    """|X| of each row, or |X|² for *power*, in the precision of the rows; None weighs nothing.

    ``rows`` may be a view with overlapping rows. ``workers`` threads each take a share of them.
    """
    count, size = rows.shape
    found = np.empty((count, size // 2 + 1), dtype=rows.dtype) if out is None else out
    factors = None if weights is None else weights.astype(rows.dtype)
    if workers == 1 or count < 2 * workers:
        _fill(found, rows, factors, power)
        return found
    edges = np.linspace(0, count, workers + 1).astype(int)
    with ThreadPoolExecutor(workers) as pool:
        for done in [
            pool.submit(_fill, found[first:last], rows[first:last], factors, power)
            for first, last in pairwise(edges)
        ]:
            done.result()
    return found


def _fill(found: Samples, rows: Samples, factors: Samples | None, power: bool) -> None:
    each = max(1, _BLOCK // rows.shape[1])
    for first in range(0, len(rows), each):
        block = rows[first : first + each]
        spectra = fourier.rfft_rows(block if factors is None else block * factors)
        target = found[first : first + each]
        np.abs(spectra, out=target)
        if power:
            np.square(target, out=target)
