"""Classifiers on features: what there is, and how each is made. Runs in children."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import FittedStep
from pfd_desktop.core.features.selection import in_bins, mrmr
from pfd_desktop.errors import InvalidInput

CLASSICAL = {
    "forest": "Random forest",
    "logistic": "Logistic regression",
    "boosting": "Gradient-boosted trees",
}


@dataclass(frozen=True, eq=False)
class Fitted:
    """A trained classifier, and what each of its steps was fitted on."""

    estimator: Any  # a scikit-learn Pipeline; that library has no types
    steps: tuple[FittedStep, ...]
    classes: int

    def scores(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of every class, rows × classes; 0 for a class it has never met."""
        table = np.zeros((len(values), self.classes))
        table[:, self.estimator.classes_] = self.estimator.predict_proba(values)
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
) -> Fitted:
    """Fit the classifier *name*, all its steps, on *rows* and nothing else.

    *select* features are chosen first, by mRMR on the same rows; 0 takes all.
    """
    estimator = _make(name, seed)
    if select:
        estimator.steps.insert(
            0, ("feature selection", _chosen(values[rows], targets[rows], select))
        )
    estimator.fit(values[rows], targets[rows])
    steps = tuple(FittedStep(step, rows) for step, _ in estimator.steps)
    return Fitted(estimator, steps, classes)


def _chosen(values: NDArray[np.float64], targets: NDArray[np.int64], count: int) -> Any:
    """A step that passes the chosen columns on, in their order of choice."""
    from sklearn.compose import ColumnTransformer

    columns = [column for column, _ in mrmr(in_bins(values), targets, min(count, values.shape[1]))]
    return ColumnTransformer([("chosen", "passthrough", columns)])


def _imputer() -> Any:
    """What is not known of a window is taken as the median of those learned from, or as 0."""
    from sklearn.impute import SimpleImputer

    return SimpleImputer(strategy="median", keep_empty_features=True)


def _make(name: str, seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    if name == "forest":
        forest = RandomForestClassifier(200, random_state=seed, class_weight="balanced")
        return Pipeline([("imputer", _imputer()), ("random forest", forest)])
    if name == "logistic":
        model = LogisticRegression(max_iter=2000, class_weight="balanced", random_state=seed)
        return Pipeline(
            [
                ("imputer", _imputer()),
                ("standard scaler", StandardScaler()),
                ("logistic regression", model),
            ]
        )
    if name == "boosting":
        trees = HistGradientBoostingClassifier(
            max_iter=100, class_weight="balanced", random_state=seed, early_stopping=False
        )
        return Pipeline([("gradient-boosted trees", trees)])
    known = ", ".join(CLASSICAL)
    raise InvalidInput(f"There is no classifier {name!r} on features; there are: {known}.")
