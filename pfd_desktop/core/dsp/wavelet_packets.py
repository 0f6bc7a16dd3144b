"""Energies of wavelet packets in the order of their frequencies.

Orthonormal filters, periodised, so that the energies of a level's nodes sum to the energy of the
signal: Daubechies' (1988), made by spectral factorisation, or a Meyer-like one (Meyer 1990) with a
narrow transition, which keeps a tone in its node where Daubechies' spread it. The high half of a
node is mirrored in frequency: nodes come out Gray-coded and are put in order (Wickerhauser 1994).
"""

from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

ORDERS = (1, 2, 4, 8, 10)  # vanishing moments of Daubechies' wavelets; 1 is Haar's
MEYER = 0  # in place of an order
_TRANSITION = 1 / 32  # half width of the Meyer-like filter's edge, of the band passed


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


def packet_nodes(samples: NDArray[np.floating[Any]], level: int, order: int = MEYER) -> Floats:
    """Coefficients of the 2^*level* nodes, a row each, from 0 Hz up."""
    nodes = np.asarray(samples, dtype=np.float64)[None, :]
    count = 2**level
    size = nodes.shape[1] // count * count
    if size // count < max(4, 2 * order):
        raise InvalidInput(
            f"{nodes.shape[1]} samples are too few for {count} nodes; choose a lower level."
        )
    nodes = nodes[:, :size]
    for _ in range(level):
        low, high = _meyer(nodes) if order == MEYER else _daubechies(nodes, daubechies(order))
        halves = np.stack((low, high), axis=1)
        halves[1::2] = halves[1::2, ::-1].copy()  # every other node is mirrored in frequency
        nodes = halves.reshape(2 * len(nodes), -1)
    return nodes


def _daubechies(nodes: Floats, low: Floats) -> tuple[Floats, Floats]:
    """Every node's low and high half."""
    high = low[::-1] * (-1.0) ** np.arange(len(low))
    size = nodes.shape[1]
    around = np.concatenate((nodes, nodes[:, : len(low)]), axis=1)
    shifted = [around[:, tap : tap + size : 2] for tap in range(len(low))]
    lows = sum(weight * piece for weight, piece in zip(low, shifted, strict=True))
    highs = sum(weight * piece for weight, piece in zip(high, shifted, strict=True))
    return np.asarray(lows), np.asarray(highs)


def _meyer(nodes: Floats) -> tuple[Floats, Floats]:
    """The same by filters given over frequency: flat, with edges that add up to one in power."""
    size = nodes.shape[1]
    low, high = meyer_filters(size)
    spectra = fourier.rfft(nodes)
    return _every_other(spectra * low, size), _every_other(spectra * high, size)


def meyer_filters(size: int) -> tuple[Floats, NDArray[np.complex128]]:
    """The low and the high half of a node of *size* samples, over the lines of its transform."""
    place = np.arange(size // 2 + 1) / (size / 2)  # of the node's band
    edge = np.clip((place - 0.5) / (0.5 * _TRANSITION), -1.0, 1.0)
    low = np.sqrt(2) * np.cos(np.pi / 4 * (1 + edge))
    high = np.sqrt(2) * np.sin(np.pi / 4 * (1 + edge)) * np.exp(-1j * np.pi * place)
    return low, high


def _every_other(spectra: NDArray[np.complex128], size: int) -> Floats:
    """Every second sample of the series with these spectra: the upper half folds onto the lower."""
    lower = spectra[:, : size // 4 + 1]
    upper = np.conj(spectra[:, ::-1][:, : size // 4 + 1])
    return fourier.irfft((lower + upper) / 2, size // 2)


def packet_energies(
    samples: NDArray[np.floating[Any]], rate_hz: float, level: int, order: int = MEYER
) -> PacketEnergies:
    """Energies of the nodes of *level*, each rate/2^(level + 1) wide, without the mean."""
    record = np.asarray(samples, dtype=np.float64)
    nodes = packet_nodes(record - record.mean(), level, order)
    width = rate_hz / 2 / len(nodes)
    return PacketEnergies(
        centre_hz=np.asarray((np.arange(len(nodes)) + 0.5) * width, dtype=np.float64),
        energy=np.einsum("nt,nt->n", nodes, nodes),
        samples=nodes.size,
    )
