"""A record carried on beyond its ends by linear prediction, so that a filter has no edge there.

Loads scipy with the first fit, so it runs in compute processes.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_PER_PERIOD = 40  # samples of the slowest period that the prediction looks at
_ORDER = 96  # coefficients: 48 tones, or fewer in noise
PERIODS = 12  # of the slowest period that the coefficients are fitted to, at each end
_SERIES = 48  # interleaved series the fit is made of; more tell nothing new
_NOISE = 1e-9  # share of the power that counts as noise: keeps the fit from dividing by nothing


def carried_on(samples: Floats, count: int, slowest: float) -> Floats:
    """The samples with *count* predicted ones before and after, which fade to nothing outward.

    ``slowest`` is the period, in samples, of the slowest oscillation that matters. Each sample is
    predicted from those 1, 2 … 96 strides before it; the stride is a fortieth of ``slowest``, so
    that few coefficients reach over several periods (a sum of sines obeys such a recursion at any
    stride). The coefficients are Burg's (1975), whose prediction cannot grow.
    """
    fade = np.cos(np.linspace(0, np.pi / 2, count, endpoint=False)) ** 2
    after = _predicted(samples, count, slowest) * fade
    before = _predicted(samples[::-1], count, slowest) * fade
    return np.concatenate((before[::-1], samples, after))


def _predicted(samples: Floats, count: int, slowest: float) -> Floats:
    stride = max(1, int(slowest / _PER_PERIOD))
    rows = min(len(samples) // stride, PERIODS * _PER_PERIOD)
    known = samples[len(samples) - rows * stride :].reshape(rows, stride)
    weights = _burg(known[:, :: max(1, stride // _SERIES)], min(_ORDER, rows // 2))
    order, ahead = len(weights), -(-count // stride)
    found = np.concatenate((known[rows - order :], np.zeros((ahead, stride))))
    for row in range(order, order + ahead):
        found[row] = weights[::-1] @ found[row - order : row]
    return np.asarray(found[order:].ravel()[:count])


def _burg(series: Floats, order: int) -> Floats:
    """Weights of the last 1, 2 … values that predict the next one of each column (Burg 1975)."""
    forward, backward, found = series[1:], series[:-1], np.ones(1)
    least = _NOISE * float(np.vdot(series, series)) / len(series)
    for _ in range(order):
        power = np.vdot(forward, forward) + np.vdot(backward, backward)
        if not power > least:
            break
        reflection = -2 * np.vdot(forward, backward) / power
        found = np.append(found, 0.0) + reflection * np.append(found, 0.0)[::-1]
        forward, backward = forward + reflection * backward, backward + reflection * forward
        forward, backward = forward[1:], backward[:-1]
    return -found[1:]
