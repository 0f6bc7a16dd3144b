"""Features per recording: the mean over its windows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.features.matrix import FeatureMatrix
from pfd_desktop.core.records.recording import Recording


@dataclass(frozen=True)
class RecordFeatures:
    """One recording of a feature set; ``values`` in the order of the set, NaN where not known."""

    recording_id: str
    name: str
    unit_name: str
    label: str  # "" when it bears none
    windows: int
    values: tuple[float, ...]
    sample_unit: str = "unknown"  # "g", "m/s²", ...


def known_mean(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each column over the rows that know it; NaN where none does."""
    known = ~np.isnan(rows)
    count = known.sum(axis=0)
    total = np.where(known, rows, 0.0).sum(axis=0)
    mean = np.full(rows.shape[1], np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


def record_features(
    matrix: FeatureMatrix, recordings: Sequence[Recording]
) -> tuple[RecordFeatures, ...]:
    """The recordings of *matrix* that are still in the project, in its order."""
    known = {recording.id: recording for recording in recordings}
    found = []
    for place, recording_id in enumerate(matrix.recording_ids):
        recording = known.get(recording_id)
        rows = matrix.values[matrix.record == place]
        if recording is None or not len(rows):
            continue
        found.append(
            RecordFeatures(
                recording_id,
                recording.name,
                recording.unit_name,
                recording.label or "",
                len(rows),
                tuple(known_mean(rows).tolist()),
                recording.unit,
            )
        )
    return tuple(found)
