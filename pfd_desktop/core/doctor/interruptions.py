"""Checks of the time course: stretches that stand still, single samples that leap."""

import math

import numpy as np

from pfd_desktop.core.doctor.declared import SHOWN, Found
from pfd_desktop.core.doctor.survey import Floats, Survey

_STILL = 0.001  # of the usual step between samples: less is no movement
_SHORTEST = 16  # samples that stand still
_RARE = 1e-6  # chance at which a run of equal samples is no accident of a coarse grid
_FLAT_SHARE = 0.1  # of the record: from here on it is no drop-out but a dead channel
_LEAP = 10.0  # times the usual curvature
_AROUND = 8  # samples to both sides that must be ordinary when the leap is taken out
_PEAK, _RMS = 4.0, 1.7  # what is ordinary: of the curvature, times its usual spread

Run = tuple[int, int]  # first sample, after the last


def flat(at: Survey) -> Found | None:
    """A tenth of the record or more stands still."""
    runs = _still(at)
    dead = sum(stop - start for start, stop in runs)
    if dead < _FLAT_SHARE * at.count:
        return None
    return Found(f"flat: the signal stands still for {100 * dead / at.count:.0f} %", _at(at, runs))


def dropouts(at: Survey) -> Found | None:
    """Shorter stretches that stand still, away from the extremes (those are clipping)."""
    runs = _still(at)
    dead = sum(stop - start for start, stop in runs)
    if not runs or dead >= _FLAT_SHARE * at.count:
        return None
    times = "once" if len(runs) == 1 else f"{len(runs)} times"
    longest = 1000 * max(stop - start for start, stop in runs) / at.waveform.rate_hz
    return Found(
        f"drop-outs: {times} the signal stands still, for {longest:.3g} ms at most", _at(at, runs)
    )


def _still(at: Survey) -> list[Run]:
    """Runs that stand still for longer than the grid of the converter explains."""
    middle = max(0, at.count // 2 - (1 << 15))
    steps = np.abs(np.diff(np.asarray(at.waveform.samples[middle : middle + (1 << 16)], float)))
    moving = steps[steps > 0]
    if not moving.size:
        return [(0, at.count)]
    tolerance = _STILL * float(np.median(moving))
    found: list[Run] = []
    for start, piece in at.pieces(1):
        still = np.abs(np.diff(piece)) <= tolerance
        ends = np.flatnonzero(np.diff(still.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
        for first, last in ends[ends[:, 1] - ends[:, 0] >= _SHORTEST - 1]:
            if start + first > 0 and found and found[-1][1] >= start + first:
                found[-1] = (found[-1][0], start + int(last) + 1)
            elif piece[first] not in (at.low, at.high):
                found.append((start + int(first), start + int(last) + 1))
    return [run for run in found if run[1] - run[0] >= _explained(steps, tolerance, at.count)]


def _explained(steps: Floats, tolerance: float, count: int) -> float:
    """The longest run of equal samples that chance may bring in *count* samples."""
    still = steps <= tolerance
    begins = int(np.count_nonzero(np.diff(still.astype(np.int8)) == 1))
    moving = max(1, int(np.count_nonzero(~still)))
    chance = min(0.95, max(0.001, begins / moving))  # of an equal sample; long runs count once
    return max(float(_SHORTEST), 2 * math.log(count / _RARE) / -math.log(chance))


def spikes(at: Survey) -> Found | None:
    """Single samples far off, without which all around is ordinary: electric, not mechanical.

    An impact rings for many samples, so what surrounds it is not ordinary.
    """
    places: list[int] = []
    for start, piece in at.pieces(2 * _AROUND):
        if len(piece) <= 4 * _AROUND:
            continue
        curve = piece[1:-1] - (piece[:-2] + piece[2:]) / 2
        usual = max(float(np.median(np.abs(curve))) / 0.6745, float(curve.std()) * 1e-3, 1e-30)
        leaps = 1 + np.flatnonzero(np.abs(curve) > _LEAP * usual)
        places += [start + int(i) for i in leaps if _lone(piece, int(i), usual)]
    if not places:
        return None
    unique = sorted(set(places))
    heights = [abs(float(at.waveform.samples[i]) - at.mean) for i in unique]
    runs = [(i, i + 1) for i in unique]
    many = "1 sample leaps" if len(unique) == 1 else f"{len(unique)} single samples leap"
    return Found(f"spikes: {many}, up to {max(heights):.4g} off the mean", _at(at, runs))


def _lone(piece: Floats, place: int, usual: float) -> bool:
    """Whether all around is ordinary once the sample at *place* is taken out."""
    low, high = max(0, place - _AROUND - 1), min(len(piece), place + _AROUND + 2)
    if place - low < 2 or high - place < 3:
        return False
    part = piece[low:high].copy()
    own = place - low
    leap = abs(part[own] - (part[own - 1] + part[own + 1]) / 2)
    part[own] = (part[own - 1] + part[own + 1]) / 2
    curve = np.abs(part[1:-1] - (part[:-2] + part[2:]) / 2)
    ordinary = curve.max() <= _PEAK * usual and np.sqrt(np.mean(curve**2)) <= _RMS * usual
    return bool(leap > _LEAP * usual and ordinary)


def _at(at: Survey, runs: list[Run]) -> tuple[tuple[float, float], ...]:
    return tuple(at.seconds(*run) for run in runs[:SHOWN])
