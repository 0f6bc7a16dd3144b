"""Checks of the samples themselves."""

import numpy as np

from pfd_desktop.core.doctor.look import Look
from pfd_desktop.core.records.recording import Flag

_PIECE = 1 << 20
_HELD_S, _HELD = 0.002, 8  # a value held so long, in seconds and in samples, is a drop-out
_DEAD = 0.01  # of the usual scatter: a block below is dead
_DEAD_SHARE = 0.08  # of the record
_DRIFT = 1.5  # times the usual scatter: how far the mean may move
_DRIFT_BLOCK_S = 1.0
_DC = 3.0  # times the rms
_SPIKE = 12.0  # times the usual deviation from its neighbours
_LONELY = 8.0  # times as high as what is around it
_FEW_STEPS = 6.0  # rms in steps of the converter
_STEP_SHARE = 0.98  # of all differences that must be whole steps


def dropouts(look: Look) -> Flag | None:
    """The same value held on while it should move: a lost connection, a buffer that ran empty."""
    least = max(_HELD, round(_HELD_S * look.rate_hz))
    first, total, count = -1, 0, 0
    for start in range(0, len(look.samples), _PIECE):
        piece = np.asarray(look.samples[start : start + _PIECE])
        same = np.flatnonzero(np.diff(np.diff(piece) != 0, prepend=True, append=True))
        for begin, end in zip(same[::2], same[1::2], strict=False):
            if end - begin + 1 >= least:
                first = start + int(begin) if first < 0 else first
                total, count = total + int(end - begin) + 1, count + 1
    if not count:
        return None
    share = 100 * total / len(look.samples)
    words = f"{count} drop-outs, {share:.2g} % of the record, the first {look.time_of(first)}"
    return Flag("drop-out", f"{words}: the value is held")


def flat(look: Look) -> Flag | None:
    """Stretches without any vibration in a record that has some."""
    dead = look.scatters < _DEAD * np.quantile(look.scatters, 0.9)
    if dead.mean() < _DEAD_SHARE:
        return None
    first = int(np.argmax(dead) * len(look.samples) / len(dead))
    return Flag(
        "flat", f"no signal in {100 * dead.mean():.0f} % of the record, first {look.time_of(first)}"
    )


def drift(look: Look) -> Flag | None:
    """A mean that moves farther than the signal swings."""
    per_block = max(1, round(_DRIFT_BLOCK_S / (look.duration_s / len(look.means))))
    count = len(look.means) // per_block
    if count < 4:
        return None
    slow = look.means[: count * per_block].reshape(count, per_block).mean(axis=1)
    way = float(np.ptp(np.convolve(slow, np.ones(2) / 2, "valid")))
    if way <= _DRIFT * look.typical:
        return None
    return Flag(
        "drift", f"the mean moves by {way / look.typical:.1f} times the usual rms of the signal"
    )


def offset(look: Look) -> Flag | None:
    """A mean far from zero; a displacement has one by its gap."""
    if look.quantity == "displacement" or abs(look.mean) <= _DC * look.rms:
        return None
    return Flag("dc", f"DC offset of {abs(look.mean) / look.rms:.1f} times the rms")


def spikes(look: Look) -> Flag | None:
    """Lone samples far off: what a structure does rings on, what electricity does need not."""
    first, count = -1, 0
    for start in range(0, len(look.samples), _PIECE):
        piece = np.asarray(look.samples[start : start + _PIECE + 8], np.float64)
        if len(piece) < 16:
            continue
        centre = piece[4:-4]
        near = np.stack([piece[4 + k : len(piece) - 4 + k] for k in (-4, -3, -2, -1, 1, 2, 3, 4)])
        middle = np.median(near, axis=0)
        around = np.abs(near - middle).max(axis=0)
        off = np.abs(centre - middle)
        usual = 1.4826 * float(np.median(off))
        found = np.flatnonzero((off > _SPIKE * usual) & (off > _LONELY * around))
        if len(found):
            first = start + 4 + int(found[0]) if first < 0 else first
            count += len(found)
    if not count:
        return None
    return Flag("spikes", f"{count} lone spikes, the first {look.time_of(first)}")


def coarse(look: Look) -> Flag | None:
    """Few steps of the converter: small lines drown in rounding."""
    part = np.asarray(look.samples[:_PIECE], np.float64)
    values = np.unique(part)
    if len(values) < 3 or len(values) > len(part) // 4:
        return None
    gaps = np.diff(values)
    step = float(np.min(gaps))
    whole = np.abs(gaps / step - np.round(gaps / step)) < 0.05
    if whole.mean() < _STEP_SHARE or look.rms >= _FEW_STEPS * step:
        return None
    return Flag(
        "coarse", f"the signal's rms is {look.rms / step:.1f} steps of the converter, too few"
    )
