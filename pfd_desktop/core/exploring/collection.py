"""A collection of recordings by their features, one row for each recording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.matrix import FeatureMatrix
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

UNLABELLED = "no label"


@dataclass(frozen=True, eq=False)
class Collection:
    """Medians of the features over each recording's windows, and what is known of it."""

    names: tuple[str, ...]
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    labels: tuple[str, ...]
    units: tuple[str, ...]  # keys of the physical units
    values: Floats  # recordings × names

    @property
    def classes(self) -> tuple[str, ...]:
        """Every label that occurs, in the order of the alphabet, those without last."""
        found = sorted(set(self.labels) - {UNLABELLED})
        return (*found, UNLABELLED) if UNLABELLED in self.labels else tuple(found)

    def of_class(self, label: str) -> NDArray[np.int64]:
        """Rows with that label."""
        return np.flatnonzero(np.array(self.labels) == label)


def collect(matrix: FeatureMatrix, known: Mapping[str, Recording]) -> Collection:
    """The recordings of *matrix* that are in the project still; raises InvalidInput for none."""
    rows = [i for i, one in enumerate(matrix.recording_ids) if one in known]
    if not rows:
        raise InvalidInput("None of the recordings of this feature set is in the project.")
    found = [known[matrix.recording_ids[i]] for i in rows]
    return Collection(
        names=matrix.names,
        ids=tuple(one.id for one in found),
        titles=tuple(one.name for one in found),
        labels=tuple(one.label or UNLABELLED for one in found),
        units=tuple(one.unit_id for one in found),
        values=np.array([known_median(matrix.values[matrix.record == i]) for i in rows]),
    )


def known_median(rows: Floats) -> Floats:
    """The median of each column over the rows that know it; NaN where none does."""
    known = ~np.isnan(rows).all(axis=0)
    found = np.full(rows.shape[1], np.nan)
    found[known] = np.nanmedian(rows[:, known], axis=0)
    return found


def standardised(values: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Columns about their median in units of their spread, and which columns vary at all.

    The spread is the distance of the quartiles over 1.349, a standard deviation where values are
    normal; where half of them are alike it is the standard deviation itself. Columns that do not
    vary are left out, and those that are not known of every recording.
    """
    whole = ~np.isnan(values).any(axis=0)
    kept = np.where(whole, values, 0.0)
    middle = np.median(kept, axis=0)
    low, high = np.quantile(kept, (0.25, 0.75), axis=0)
    spread = (high - low) / 1.349
    spread = np.where(spread > 0, spread, kept.std(axis=0))
    varies = spread > 1e-12 * np.maximum(1.0, np.abs(middle))
    return (values[:, varies] - middle[varies]) / spread[varies], varies


def demand(collection: Collection, least: int, what: str) -> None:
    """Raises InvalidInput where there are fewer recordings than *what* needs."""
    if len(collection.ids) < least:
        raise InvalidInput(
            f"{what} needs at least {least} recordings; this feature set has {len(collection.ids)}."
        )


def shortened(names: Sequence[str], most: int = 3) -> str:
    """ "a, b, c and 4 more"."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
