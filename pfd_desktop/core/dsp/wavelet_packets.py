"""Energies of wavelet packets in the order of their frequencies.

Daubechies' orthonormal filters (1988), made by spectral factorisation; periodised transform, so
that energies of the nodes of a level sum to the energy of the signal. The high half of a node is
mirrored in frequency: nodes come out Gray-coded and are put in order here (Wickerhauser 1994).
"""

from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

ORDERS = (1, 2, 4, 8, 10)  # vanishing moments: "db1" is Haar's wavelet


@dataclass(frozen=True)
class PacketEnergies:
    """Energy of each node of one level, from 0 Hz up."""

    centre_hz: Floats
    energy: Floats  # in the record's unit, squared, summed over samples
    samples: int  # a multiple of the number of nodes: what did not fit is left out

    @property
    def relative(self) -> Floats:
        """Parts of the whole energy; 0 for a silent record."""
        total = float(self.energy.sum())
        return self.energy / total if total > 0 else self.energy


@cache
def daubechies(order: int) -> Floats:
    """The 2·*order* low-pass taps of extremal phase, of sum √2 (Daubechies 1988)."""
    half_band = [comb(order - 1 + power, power) for power in range(order - 1, -1, -1)]
    roots = []
    for place in np.roots(half_band):
        pair = np.roots([1.0, 4 * place - 2, 1.0])
        roots.append(pair[np.argmin(np.abs(pair))])
    taps = np.real(np.poly(np.concatenate((np.full(order, -1.0), roots))))
    return np.asarray(taps * np.sqrt(2) / taps.sum())


def packet_nodes(samples: NDArray[np.floating[Any]], level: int, order: int) -> Floats:
    """Coefficients of the 2^*level* nodes, a row each, from 0 Hz up."""
    nodes = np.asarray(samples, dtype=np.float64)[None, :]
    count = 2**level
    size = nodes.shape[1] // count * count
    if size // count < 2 * order:
        raise InvalidInput(
            f"{nodes.shape[1]} samples are too few for {count} nodes of filters of"
            f" {2 * order} taps; choose a lower level."
        )
    nodes = nodes[:, :size]
    for _ in range(level):
        nodes = _halved(nodes, daubechies(order))
    return nodes


def _halved(nodes: Floats, low: Floats) -> Floats:
    """Every node's low and high half, swapped in every other node, which is mirrored."""
    high = low[::-1] * (-1.0) ** np.arange(len(low))
    size = nodes.shape[1]
    around = np.concatenate((nodes, nodes[:, : len(low)]), axis=1)
    halves = np.zeros((len(nodes), 2, size // 2))
    for tap, (low_weight, high_weight) in enumerate(zip(low, high, strict=True)):
        every_other = around[:, tap : tap + size : 2]
        halves[:, 0] += low_weight * every_other
        halves[:, 1] += high_weight * every_other
    halves[1::2] = halves[1::2, ::-1].copy()
    return halves.reshape(2 * len(nodes), size // 2)


def packet_energies(
    samples: NDArray[np.floating[Any]], rate_hz: float, level: int, order: int = 8
) -> PacketEnergies:
    """Energies of the nodes of *level*, each rate/2^(level + 1) wide, without the mean."""
    record = np.asarray(samples, dtype=np.float64)
    nodes = packet_nodes(record - record.mean(), level, order)
    width = rate_hz / 2 / len(nodes)
    return PacketEnergies(
        centre_hz=(np.arange(len(nodes)) + 0.5) * width,
        energy=np.einsum("nt,nt->n", nodes, nodes),
        samples=nodes.size,
    )
