"""How orderly a waveform is: permutation entropy and sample entropy."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pfd_desktop.core.dsp.single_precision import Singles
from pfd_desktop.core.features.block import Block
from pfd_desktop.core.features.time import counts_of

_PIECE, _PIECES = 256, 4
_TOLERANCE = np.float32(0.2)  # of the r.m.s., which is 1


def entropy_features(block: Block) -> NDArray[np.float64]:
    """Permutation entropy (0 to 1) and sample entropy (nats) of each window."""
    return np.column_stack((_permutation(block.waves), _sample(block.waves)))


def _permutation(waves: Singles) -> NDArray[np.float64]:
    """Of three neighbours (Bandt and Pompe 2002); what is equal counts as rising."""
    falls = waves[:, 1:] < waves[:, :-1]
    first, second, across = falls[:, :-1], falls[:, 1:], waves[:, 2:] < waves[:, :-2]
    one, other, both = counts_of(first), counts_of(second), counts_of(first & second)
    low_end = counts_of(first & across) - both  # falls, then rises by less
    high_start = counts_of(second & across) - both  # rises, then falls by more
    known = (both, low_end, one - both - low_end, high_start, other - both - high_start)
    counts = np.column_stack((*known, across.shape[1] - sum(known)))
    share = counts / across.shape[1]
    logs = np.log(np.where(share > 0, share, 1.0))
    return np.asarray(-(share * logs).sum(axis=1) / np.log(6))


def _sample(waves: Singles) -> NDArray[np.float64]:
    """−ln(A/B) of templates of 2 (Richman and Moorman 2000), pairs pooled over pieces."""
    size = min(_PIECE, waves.shape[1])
    pieces = max(1, min(_PIECES, waves.shape[1] // size))
    starts = np.linspace(0, waves.shape[1] - size, pieces).round().astype(np.int64)
    chosen = sliding_window_view(waves, size, axis=1)[:, starts]
    found = np.full(len(waves), np.nan)
    for row, own in enumerate(chosen):
        apart = own[:, :, None] - own[:, None, :]
        alike = np.abs(apart, out=apart) <= _TOLERANCE
        two = alike[:, :-2, :-2] & alike[:, 1:-1, 1:-1]
        three = two & alike[:, 2:, 2:]
        itself = two.shape[0] * two.shape[1]
        pairs, longer = np.count_nonzero(two) - itself, np.count_nonzero(three) - itself
        if longer > 0:
            found[row] = np.log(pairs / longer)
    return found
