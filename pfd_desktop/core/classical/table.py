"""What classical classifiers there are, on features and on waveforms.

Loads nothing heavy: commands and panels list it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pfd_desktop.errors import InvalidInput

# One of each kind: two forests would outvote the others with one opinion.
POOLED = ("forest", "logistic", "boosting", "svm")


@dataclass(frozen=True)
class Classifier:
    """A classifier, untrained."""

    key: str  # what requests and files call it
    title: str  # short: the widest of them makes the boxes wide
    make: Callable[[int], Any]  # from a seed, a scikit-learn Pipeline, which has no types
    source: str
    cost_s: float  # seconds to fit 2,000 windows, of 80 features or 2,048 samples, on one core


def _forest(seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    forest = RandomForestClassifier(200, random_state=seed, class_weight="balanced")
    return _pipeline(_imputer(), ("random forest", forest))


def _extra_trees(seed: int) -> Any:
    from sklearn.ensemble import ExtraTreesClassifier

    trees = ExtraTreesClassifier(200, random_state=seed, class_weight="balanced")
    return _pipeline(_imputer(), ("extremely randomised trees", trees))


def _boosting(seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    trees = HistGradientBoostingClassifier(
        max_iter=100, class_weight="balanced", random_state=seed, early_stopping=False
    )
    return _pipeline(_imputer(), ("gradient-boosted trees", trees))


def _logistic(seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=2000, class_weight="balanced", random_state=seed)
    return _pipeline(_imputer(), _scaler(), ("logistic regression", model))


def _svm(seed: int) -> Any:
    """Its own probabilities would come of inner folds of windows, whose units stand on both sides.

    So it has none; pools.probabilities takes the softmax of its margins.
    """
    from sklearn.svm import SVC

    machine = SVC(class_weight="balanced", random_state=seed)
    return _pipeline(_imputer(), _scaler(), ("support vector machine", machine))


def _vote(seed: int) -> Any:
    return _pool(seed, "vote")


def _log_pool(seed: int) -> Any:
    return _pool(seed, "log pool")


def _pool(seed: int, rule: str) -> Any:
    from pfd_desktop.core.classical.pools import Pool

    return _pipeline((rule, Pool(rule, [classifier(key).make(seed) for key in POOLED])))


def _minirocket(seed: int) -> Any:
    """The penalty is chosen among the windows learned from, each left out in turn. They resemble
    their neighbours of the same recording, so it is rather too small than too large.
    """
    import numpy as np
    from sklearn.linear_model import RidgeClassifierCV

    from pfd_desktop.core.classical.minirocket import MiniRocket

    ridge = RidgeClassifierCV(np.logspace(-3, 3, 10), class_weight="balanced")
    return _pipeline(("MiniRocket", MiniRocket(seed)), _scaler(), ("ridge", ridge))


def _imputer() -> tuple[str, Any]:
    """What is not known of a window is taken as the median of those learned from, or as 0."""
    from sklearn.impute import SimpleImputer

    return "imputer", SimpleImputer(strategy="median", keep_empty_features=True)


def _scaler() -> tuple[str, Any]:
    from sklearn.preprocessing import StandardScaler

    return "standard scaler", StandardScaler()


def _pipeline(*steps: tuple[str, Any]) -> Any:
    from sklearn.pipeline import Pipeline

    return Pipeline(list(steps))


TABLE = (
    Classifier("forest", "Random forest", _forest, "Breiman, Machine Learning 45 (2001) 5", 2.1),
    Classifier(
        "extra-trees",
        "Extra trees",
        _extra_trees,
        "Geurts, Ernst & Wehenkel, Machine Learning 63 (2006) 3",
        0.9,
    ),
    Classifier(
        "boosting",
        "Gradient-boosted trees",
        _boosting,
        "Friedman, Annals of Statistics 29 (2001) 1189; histograms as LightGBM, Ke et al., 2017",
        5.2,
    ),
    Classifier("logistic", "Logistic regression", _logistic, "Cox, JRSS B 20 (1958) 215", 0.1),
    Classifier(
        "svm",
        "SVM (RBF kernel)",
        _svm,
        "Cortes & Vapnik, Machine Learning 20 (1995) 273",
        0.2,
    ),
    Classifier(
        "vote",
        "Soft vote of four",
        _vote,
        "Kittler, Hatef, Duin & Matas, IEEE PAMI 20 (1998) 226",
        7.4,
    ),
    Classifier(
        "log-pool",
        "Log pool of four",
        _log_pool,
        "Genest & Zidek, Statistical Science 1 (1986) 114",
        7.4,
    ),
)
WAVEFORM_TABLE = (
    Classifier(
        "minirocket",
        "MiniRocket and ridge",
        _minirocket,
        "Dempster, Schmidt & Webb, KDD 2021, p. 248",
        13.4,
    ),
)
CLASSICAL = {row.key: row.title for row in TABLE}
ON_WAVEFORMS = {row.key: row.title for row in WAVEFORM_TABLE}


def classifier(key: str) -> Classifier:
    """The row of that key; raises InvalidInput."""
    for row in (*TABLE, *WAVEFORM_TABLE):
        if row.key == key:
            return row
    known = ", ".join((*CLASSICAL, *ON_WAVEFORMS))
    raise InvalidInput(f"There is no classifier {key!r} of this kind; there are: {known}.")
