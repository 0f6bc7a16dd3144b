"""Shares of the energy in wavelet packets, computed on the transform that is there already."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.single_precision import SingleComplexes, Singles
from pfd_desktop.core.dsp.wavelet_packets import meyer_filters
from pfd_desktop.core.features.block import Block
from pfd_desktop.core.features.standard_specs import PACKET_LEVEL


def packet_features(block: Block) -> NDArray[np.float64]:
    """Relative energy of the nodes in the order of frequency, as dsp.wavelet_packets has them.

    Filters of Meyer's kind are products in frequency and halving the rate is folding, so no node
    goes back to time.
    """
    nodes, size = [block.lines], block.size
    for _ in range(PACKET_LEVEL):
        low, high = _filters(size)
        halves: list[SingleComplexes] = []
        for place, node in enumerate(nodes):
            pair = (_folded(node * low, size), _folded(node * high, size))
            halves.extend(pair if place % 2 == 0 else pair[::-1])  # every other is mirrored
        nodes, size = halves, size // 2
    energy = np.column_stack([_energy(node, size) for node in nodes])
    total = energy.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(energy, total, out=np.zeros_like(energy), where=total > 0))


@lru_cache(maxsize=8)
def _filters(size: int) -> tuple[Singles, SingleComplexes]:
    low, high = meyer_filters(size)
    return low.astype(np.float32), high.astype(np.complex64)


def _folded(lines: SingleComplexes, size: int) -> SingleComplexes:
    """The transform of every other sample, of half the energy scale of its own."""
    half = size // 4 + 1
    return np.asarray(
        (lines[:, :half] + np.conj(lines[:, ::-1][:, :half])) * np.float32(0.5), dtype=np.complex64
    )


def _energy(lines: SingleComplexes, size: int) -> NDArray[np.float64]:
    """Σ x² by Parseval."""
    power = (lines.real**2 + lines.imag**2).astype(np.float64)
    power[:, 1 : (size + 1) // 2] *= 2
    return np.asarray(power.sum(axis=1) / size)
