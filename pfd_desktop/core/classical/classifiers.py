"""Classifiers, fitted. Runs in children."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.classical.pools import Pool, probabilities
from pfd_desktop.core.classical.table import classifier
from pfd_desktop.core.evaluation.design import FittedStep
from pfd_desktop.core.features.selection import Choosing, choose


@dataclass(frozen=True, eq=False)
class Fitted:
    """A trained classifier, and what each of its steps was fitted on."""

    estimator: Any  # a scikit-learn Pipeline; that library has no types
    steps: tuple[FittedStep, ...]
    classes: int

    def scores(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Probability of every class, rows × classes; 0 for a class it has never met."""
        table = np.zeros((len(values), self.classes))
        table[:, self.estimator.classes_] = probabilities(self.estimator, values)
        return table


def fit(
    name: str,
    values: NDArray[np.float64],
    targets: NDArray[np.int64],
    rows: NDArray[np.int64],
    *,
    classes: int,
    seed: int,
    select: int = 0,
    select_by: Choosing = Choosing.MID,
) -> Fitted:
    """Fit the classifier *name*, all its steps, on *rows* and nothing else.

    *select* features are chosen first by that rule, on the same rows; 0 takes all.
    """
    estimator = classifier(name).make(seed)
    if select:
        columns = choose(select_by, values[rows], targets[rows], select)
        estimator.steps.insert(0, ("feature selection", _only(columns)))
    return fitted(estimator, values[rows], targets[rows], rows, classes=classes)


def fitted(
    estimator: Any,
    values: NDArray[np.floating],
    targets: NDArray[np.int64],
    rows: NDArray[np.int64],
    *,
    classes: int,
) -> Fitted:
    """Fit *estimator*, a pipeline, on *values* and *targets*, which are those of *rows* alone."""
    estimator.fit(values, targets)
    return Fitted(estimator, tuple(FittedStep(step, rows) for step in _steps(estimator)), classes)


def _steps(pipeline: Any) -> Iterator[str]:
    """What in the pipeline is fitted, and in the pipelines pooled in it."""
    for name, step in pipeline.steps:
        yield name
        if isinstance(step, Pool):
            for member in step.members:
                yield from _steps(member)


def _only(columns: Sequence[int]) -> Any:
    """A step that passes these columns on, in their order of choice."""
    from sklearn.compose import ColumnTransformer

    return ColumnTransformer([("chosen", "passthrough", list(columns))])
