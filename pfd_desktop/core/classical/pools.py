"""One opinion out of several: soft vote and logarithmic pool. Runs in children."""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

# What every opinion leaves to chance: a class that one classifier gives 0, as a forest does where
# none of its trees has met the like, is not ruled out for all of them.
DOUBT = 0.01


def probabilities(estimator: Any, values: NDArray[np.floating]) -> NDArray[np.float64]:
    """The estimator's probabilities, rows × classes that it knows.

    Where it has margins only (support vectors, ridge) their softmax: larger for the class further
    on its side, but no share of cases. Temperature on held-out units makes it one.
    """
    if hasattr(estimator, "predict_proba"):
        return np.asarray(estimator.predict_proba(values), dtype=np.float64)
    margins = np.asarray(estimator.decision_function(values), dtype=np.float64)
    if margins.ndim == 1:  # of two classes the second's margin alone is told
        margins = np.column_stack([-margins, margins])
    return _softmax(margins)


def soft_vote(opinions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of *opinions* (classifiers × rows × classes), each with equal weight."""
    return np.asarray(opinions.mean(axis=0))


def log_pool(opinions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Geometric mean of *opinions* (classifiers × rows × classes), brought to the sum of 1."""
    doubting = (1 - DOUBT) * opinions + DOUBT / opinions.shape[2]
    return _softmax(np.log(doubting).mean(axis=0))


RULES = {"vote": soft_vote, "log pool": log_pool}


class Pool:
    """Classifiers fitted on the same rows, asked together; fits into a scikit-learn Pipeline."""

    def __init__(self, rule: str, members: list[Any]) -> None:
        self.rule, self.members = rule, members

    def fit(self, values: NDArray[np.float64], targets: NDArray[np.int64]) -> Self:
        """Fit every member on all the rows given."""
        for member in self.members:
            member.fit(values, targets)
        self.classes_ = np.unique(targets)
        return self

    def predict_proba(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The pooled opinion, rows × classes."""
        opinions = np.stack([probabilities(member, values) for member in self.members])
        return RULES[self.rule](opinions)

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn asks of each step: the members' answer."""
        return self.members[0].__sklearn_tags__()


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
