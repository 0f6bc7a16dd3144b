"""What is shown of a version; made in a job."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.datasets.balance import Balance
from pfd_desktop.core.datasets.coverage import Coverage
from pfd_desktop.core.records.datasets import DatasetVersion, DesignedSplit


@dataclass(frozen=True, eq=False)
class Preview:
    """One recording of a class, small; or why it cannot be shown."""

    recording_id: str
    name: str
    minima: NDArray[np.float32] | None
    maxima: NDArray[np.float32] | None
    said: str


@dataclass(frozen=True, eq=False)
class Seen:
    """A version with all that its tabs show."""

    version: DatasetVersion
    balance: Balance
    coverage: Coverage
    splits: tuple[DesignedSplit, ...]
    previews: tuple[tuple[Preview, ...], ...]  # in the order of the classes
