"""Checks of the samples' values: clipping, a coarse converter, an offset, a drift."""

import numpy as np

from pfd_desktop.core.doctor.declared import SHOWN, Found, Places
from pfd_desktop.core.doctor.survey import Survey

_LEAST = 8  # samples at an extreme
_PILE = 3.0  # times as many samples at the extreme as just inside it
_GRID_PILE = 2.0  # the same on a coarse grid, against the level next to the extreme
_INSIDE = 0.001  # of the range: how far "just inside" goes
_COARSE = 6.0  # standard deviations over steps: below, the converter's grid shapes the signal
_LOOKED_AT = 1 << 16  # samples whose grid is read
_OFFSET = 2.0  # standard deviations
_DRIFT = 6.0  # standard deviations, between the highest and lowest part


def clipped(at: Survey) -> Found | None:
    """Samples pile up at an extreme value, where an unclipped signal is ever rarer."""
    reach = _INSIDE * (at.high - at.low)
    if reach == 0:
        return None
    piles = {at.high: 0, at.low: 0}
    inside = {at.high: 0, at.low: 0}
    for _, piece in at.pieces():
        for edge in piles:
            away = np.abs(piece - edge)
            piles[edge] += int(np.count_nonzero(away == 0))
            inside[edge] += int(np.count_nonzero((away > 0) & (away <= reach)))
    bad = [e for e in piles if piles[e] >= _LEAST and piles[e] > _PILE * inside[e]]
    bad = [edge for edge in bad if _next_level(at, edge, reach) * _GRID_PILE < piles[edge]]
    if not bad:
        return None
    total = sum(piles[edge] for edge in bad)
    edges = " and ".join(f"{edge:.4g}" for edge in bad)
    return Found(
        f"clipped: {total:,} samples ({100 * total / at.count:.2g} %) stay flat at {edges}",
        _stretches(at, bad),
    )


def _next_level(at: Survey, edge: float, reach: float) -> int:
    """Samples at the level next to the extreme, where a coarse grid leaves none within reach."""
    nearest, count = np.inf, 0
    for _, piece in at.pieces():
        away = np.abs(piece - edge)
        away = away[away > 0]
        if not away.size:
            continue
        least = float(away.min())
        if least < 0.999 * nearest:
            nearest, count = least, 0
        count += int(np.count_nonzero(away <= 1.001 * nearest))
    return count if nearest > reach else 0


def _stretches(at: Survey, edges: list[float]) -> Places:
    places: list[tuple[float, float]] = []
    for start, piece in at.pieces():
        here = np.isin(piece, edges)
        ends = np.flatnonzero(np.diff(here.astype(np.int8), prepend=0, append=0))
        for first, last in ends.reshape(-1, 2)[: SHOWN - len(places)]:
            places.append(at.seconds(start + int(first), start + int(last)))
        if len(places) >= SHOWN:
            break
    return tuple(places)


def quantised(at: Survey) -> Found | None:
    """Few levels of the converter are in use: its grid is coarse against the signal."""
    middle = max(0, at.count // 2 - _LOOKED_AT // 2)
    samples = np.asarray(at.waveform.samples[middle : middle + _LOOKED_AT], float)
    levels = np.unique(samples)
    if len(levels) < 2 or len(levels) > len(samples) / 4:
        return None
    step = float(np.median(np.diff(levels)))
    if at.spread >= _COARSE * step:
        return None
    return Found(
        f"coarse: {len(levels)} levels of {step:.3g} in use, and the standard deviation is"
        f" {at.spread / step:.2g} of them"
    )


def offset(at: Survey) -> Found | None:
    """A mean that vibration cannot have; the gap voltage of a probe is one it should have."""
    if at.waveform.quantity in {"displacement", "voltage"} or at.spread == 0:
        return None
    if abs(at.mean) < _OFFSET * at.spread:
        return None
    return Found(
        f"offset: the mean is {at.mean:.4g}, {abs(at.mean) / at.spread:.1f} standard deviations"
    )


def drift(at: Survey) -> Found | None:
    """The mean wanders by more than the signal itself; temperature, a charge, a loose cable."""
    low, high = int(at.block_means.argmin()), int(at.block_means.argmax())
    range_ = float(at.block_means[high] - at.block_means[low])
    if at.spread == 0 or range_ < _DRIFT * at.spread:
        return None
    length = at.count / len(at.block_means) / at.waveform.rate_hz
    places = tuple(sorted((part * length, (part + 1) * length) for part in (low, high)))
    return Found(
        f"drift: the mean wanders by {range_:.4g}, {range_ / at.spread:.1f} standard deviations",
        places,
    )
