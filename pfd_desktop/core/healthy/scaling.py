"""Features in healthy spreads, so that no unit and no single wild window counts for much."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
KNOWN = 0.9  # share of the windows in which a feature must be known to be looked at
# Of normal values the standard deviation is 1.4826 × the median absolute deviation, and the range
# without a tenth on either side is 2.5631 standard deviations.
_DEVIATION, _RANGE = 1.4826, 2.5631


@dataclass(frozen=True, eq=False)
class Scaling:
    """Medians and spreads of the features that are looked at."""

    columns: tuple[str, ...]
    centre: Floats
    scale: Floats
    low: Floats
    high: Floats


def scaling_of(values: Floats, names: Sequence[str]) -> Scaling:
    """From healthy windows × features; raises InvalidInput where no feature varies.

    Features that are not known in a tenth of the windows are left out, and those that are the same
    in nearly all: no spread says what would be unusual of them. The spread is the larger of two
    robust ones: of a feature that mostly stands at its floor half the windows say nothing.
    """
    known = np.isfinite(values)
    usable = known.mean(axis=0) >= KNOWN
    kept = np.where(known, values, np.nan)[:, usable]
    centre = np.nanmedian(kept, axis=0)
    inner_low, inner_high = np.nanpercentile(kept, (10, 90), axis=0)
    scale = np.maximum(
        _DEVIATION * np.nanmedian(np.abs(kept - centre), axis=0), (inner_high - inner_low) / _RANGE
    )
    varied = scale > 1e-12 * np.maximum(np.abs(centre), np.finfo(float).tiny)
    if not varied.any():
        raise InvalidInput(
            "No feature varies in these healthy recordings: nothing says what would be unusual."
        )
    low, high = np.nanpercentile(kept[:, varied], (2.5, 97.5), axis=0)
    columns = np.array(names)[usable][varied]
    return Scaling(tuple(columns.tolist()), centre[varied], scale[varied], low, high)


def in_spreads(values: Floats, centre: Floats, scale: Floats) -> Floats:
    """Distance from the healthy median in healthy spreads; 0 for what is not known of a window."""
    return np.asarray(np.nan_to_num((values - centre) / scale, nan=0.0, posinf=0.0, neginf=0.0))
