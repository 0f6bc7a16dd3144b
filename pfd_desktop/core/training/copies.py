"""Learning from noisy copies beside the windows themselves."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.classical.classifiers import Fitted, fit
from pfd_desktop.core.evaluation.design import FittedStep
from pfd_desktop.core.features.matrix import FeatureMatrix, load_matrix
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def load_copies(path: Path | None, quiet: FeatureMatrix) -> Floats | None:
    """The noisy copies of the rows of *quiet*, in their order; None without a file.

    Raises InvalidInput where the file holds copies of other windows.
    """
    if path is None:
        return None
    noisy = load_matrix(path)
    place = {name: number for number, name in enumerate(noisy.recording_ids)}
    own = np.array([place.get(name, -1) for name in quiet.recording_ids], dtype=np.int64)
    rows = {
        (int(record), int(start)): row
        for row, (record, start) in enumerate(zip(noisy.record, noisy.start, strict=True))
    }
    wanted = zip(own[quiet.record], quiet.start, strict=True)
    found = [rows.get((int(record), int(start)), -1) for record, start in wanted]
    if noisy.names != quiet.names or -1 in found:
        raise InvalidInput(f"The noisy copies in {path} are not of these windows. Delete the file.")
    return np.asarray(noisy.values[found])


def fit_with_copies(
    name: str,
    values: Floats,
    targets: Integers,
    rows: Integers,
    *,
    copies: Floats | None,
    **asked: Any,
) -> Fitted:
    """Fit as classifiers.fit does, on *rows* and their copies, those of no other row."""
    if copies is None:
        return fit(name, values, targets, rows, **asked)
    both = np.concatenate([rows, rows + len(values)])
    made = fit(
        name, np.concatenate([values, copies]), np.concatenate([targets, targets]), both, **asked
    )
    steps = tuple(FittedStep(one.name, np.unique(one.rows % len(values))) for one in made.steps)
    return replace(made, steps=steps)
