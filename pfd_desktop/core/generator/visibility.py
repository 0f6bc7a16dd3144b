"""In which windows of a record the fault can be seen at all.

A record of a fault has windows without any of it: a burst that comes twice a second is not in
every tenth of one. Such a window is one of a healthy machine, and whoever scores it as the fault
scores luck.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST = 5.0  # of the detectability; by chance noise reaches it once in 3 million windows


def detectability(fault: Floats, background: Floats, window: int) -> Floats:
    """How far the fault stands out of the rest in each window of *window* samples.

    The deflection of the best possible detector of a signal that is known, in white noise: the
    root of its energy over the noise's variance (Kay 1998, Detection Theory, eq. 4.14). *fault*
    and *background* have the same unit; the answer has none. What is left over at the end, less
    than a window, is not looked at.
    """
    windows = len(fault) // window
    own = fault[: windows * window].reshape(windows, window)
    other = background[: windows * window].reshape(windows, window)
    return np.asarray(np.sqrt((own**2).sum(axis=1) / np.maximum(other.var(axis=1), 1e-300)))


def visible(fault: Floats, background: Floats, window: int) -> tuple[bool, ...]:
    """Whether the fault can be seen in each window."""
    return tuple(bool(d >= LEAST) for d in detectability(fault, background, window))
