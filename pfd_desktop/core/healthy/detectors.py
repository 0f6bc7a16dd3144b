"""Detectors of what is unlike all they learned: one table. Loads nothing heavy; runs in children.

They are given features in healthy spreads (see scaling.py). What they say is a strangeness: higher
is stranger, and it has no scale of its own, which the calibration gives it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
WINSOR = 2.5  # spreads: what lies further out moves the covariance no more than this


@dataclass(frozen=True)
class Detector:
    """A detector, which has learned nothing yet."""

    key: str  # what requests and files call it
    title: str
    make: Callable[[int], Any]  # from a seed; has fit(values) and score_samples(values)
    about: str
    source: str


class Mahalanobis:
    """Distance from the healthy median in units of the healthy covariance.

    Robust: medians and spreads in place of means and deviations, values beyond 2.5 spreads drawn
    in before the covariance is taken (Huber, Robust Statistics, 1981, ch. 8). Shrunk towards a
    multiple of the unit matrix (Ledoit & Wolf, J. Multivariate Analysis 88 (2004) 365), so that it
    can be inverted where features outnumber windows. Distances are of the values as they are.
    """

    def __init__(self, precision: Floats | None = None) -> None:
        self.precision_ = np.empty((0, 0)) if precision is None else precision

    def fit(self, values: Floats) -> Self:
        """*values* windows × features, in healthy spreads about the healthy median."""
        from sklearn.covariance import LedoitWolf

        drawn_in = np.clip(values, -WINSOR, WINSOR)
        self.precision_ = LedoitWolf(assume_centered=True).fit(drawn_in).precision_
        return self

    def score_samples(self, values: Floats) -> Floats:
        """Minus the distance, as scikit-learn's detectors: lower is stranger."""
        squared = np.einsum("ri,ij,rj->r", values, self.precision_, values)
        return np.asarray(-np.sqrt(np.maximum(squared, 0.0)))


def _mahalanobis(_: int) -> Any:
    return Mahalanobis()


def _isolation(seed: int) -> Any:
    from sklearn.ensemble import IsolationForest

    return IsolationForest(n_estimators=200, random_state=seed)


def _support(_: int) -> Any:
    from sklearn.svm import OneClassSVM

    return OneClassSVM(nu=0.1, gamma="scale")


def _local(_: int) -> Any:
    from sklearn.neighbors import LocalOutlierFactor

    return LocalOutlierFactor(n_neighbors=20, algorithm="brute", novelty=True)


TABLE = (
    Detector(
        "mahalanobis",
        "Robust distance",
        _mahalanobis,
        "distance from the healthy median, in units of the healthy covariance; the default",
        "Mahalanobis, Proc. Nat. Inst. Sci. India 2 (1936) 49; Ledoit & Wolf (2004)",
    ),
    Detector(
        "isolation-forest",
        "Isolation forest",
        _isolation,
        "how few random cuts part a window from the healthy ones",
        "Liu, Ting & Zhou, ICDM 2008, p. 413",
    ),
    Detector(
        "one-class-svm",
        "One-class SVM",
        _support,
        "how far outside a smooth hull of the healthy windows",
        "Schölkopf et al., Neural Computation 13 (2001) 1443",
    ),
    Detector(
        "lof",
        "Local outlier factor",
        _local,
        "how much thinner the healthy windows lie here than about their 20 neighbours",
        "Breunig, Kriegel, Ng & Sander, SIGMOD 2000, p. 93",
    ),
)
DETECTORS = {row.key: row for row in TABLE}


def detector(key: str) -> Detector:
    """The row of that key; raises InvalidInput."""
    if key not in DETECTORS:
        raise InvalidInput(f"There is no detector {key!r}; there are: {', '.join(DETECTORS)}.")
    return DETECTORS[key]
