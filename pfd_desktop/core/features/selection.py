"""Choosing features: mRMR by one estimator for both terms, and simpler rules beside it.

All of it learns from the rows it is given: give it the rows of a fold that are learned from, and
no others.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Choosing(StrEnum):
    """By what rule features are chosen."""

    MID = "mid"
    MIQ = "miq"
    INFORMATION = "information"
    RFE = "rfe"
    VARIANCE = "variance"


CHOOSING = {
    Choosing.MID: "mRMR, difference",
    Choosing.MIQ: "mRMR, quotient",
    Choosing.INFORMATION: "Mutual information",
    Choosing.RFE: "Recursive elimination",
    Choosing.VARIANCE: "Variance after scaling",
}

_DROPPED = 0.1  # of all features, in each round of the elimination
_SMALL = 1e-4  # keeps the quotient finite (Peng, Long and Ding 2005, their program)


class Scheme(StrEnum):
    """How relevance and redundancy are weighed."""

    MID = "MID"  # difference
    MIQ = "MIQ"  # quotient: likes irrelevant features that resemble no other


def in_bins(values: Floats, bins: int = 3) -> Integers:
    """Each column cut into *bins* of equally many rows: no unit or gain can matter.

    Equal values share a bin; NaN has one of its own. Raises InvalidInput for fewer than 2 bins.
    """
    if bins < 2:
        raise InvalidInput(f"Features are cut into 2 bins or more, not {bins}.")
    binned = np.full(values.shape, bins, dtype=np.int64)
    for column, own in enumerate(values.T):
        known = ~np.isnan(own)
        inner = np.sort(own[known])
        rank = np.searchsorted(inner, own[known], side="left")
        binned[known, column] = rank * bins // max(1, len(inner))
    return binned


def mutual_information(one: Integers, other: Integers) -> float:
    """I(one; other) in bits of two columns of whole numbers, by their counts (Shannon 1948)."""
    a, b = np.unique(one, return_inverse=True)[1], np.unique(other, return_inverse=True)[1]
    joint = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(joint, (a, b), 1.0 / len(a))
    apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    there = joint > 0
    return float((joint[there] * np.log2(joint[there] / apart[there])).sum())


def relevance(table: Integers, targets: Integers) -> Floats:
    """Mutual information of each column of *table* with the class, in bits."""
    return np.array([mutual_information(column, targets) for column in table.T])


def mrmr(
    table: Integers, targets: Integers, count: int, scheme: Scheme = Scheme.MID
) -> tuple[tuple[int, float], ...]:
    """*count* columns by minimum redundancy and maximum relevance, with the score of each choice.

    The first is the most relevant; each further one has the largest relevance minus mean mutual
    information with those chosen (MID), or over that mean + 1e-4 (MIQ), among all columns left
    (Peng, Long and Ding 2005, eqs. 6 and 7). The lower column wins a tie. Raises InvalidInput where
    there are not so many columns.
    """
    if not 1 <= count <= table.shape[1]:
        raise InvalidInput(f"Choose 1 to {table.shape[1]} features, not {count}.")
    relevant = relevance(table, targets)
    first = int(relevant.argmax())
    chosen = [(first, float(relevant[first]))]
    redundant = np.zeros(table.shape[1])
    while len(chosen) < count:
        last = table[:, chosen[-1][0]]
        redundant += [mutual_information(column, last) for column in table.T]
        mean = redundant / len(chosen)
        score = relevant - mean if scheme is Scheme.MID else relevant / (mean + _SMALL)
        score[[column for column, _ in chosen]] = -np.inf
        best = int(score.argmax())
        chosen.append((best, float(score[best])))
    return tuple(chosen)


def choose(by: Choosing, values: Floats, targets: Integers, count: int) -> tuple[int, ...]:
    """*count* columns of *values*, rows × columns, by the rule.

    None of the rules sees a unit, a gain or an offset. What is not known (NaN) has a bin of its
    own, has no variance, and is the column's median for the elimination. Raises InvalidInput where
    nothing is to be chosen, or more than there is.
    """
    if not 1 <= count <= values.shape[1]:
        raise InvalidInput(f"Choose 1 to {values.shape[1]} features, not {count}.")
    wanted = count
    if by in (Choosing.MID, Choosing.MIQ):
        scheme = Scheme.MID if by is Choosing.MID else Scheme.MIQ
        return tuple(column for column, _ in mrmr(in_bins(values), targets, wanted, scheme))
    if by is Choosing.RFE:
        return _left_over(values, targets, wanted)
    score = (
        relevance(in_bins(values), targets)
        if by is Choosing.INFORMATION
        else variance_of_range(values)
    )
    return tuple(np.argsort(-score, kind="stable")[:wanted].tolist())


def variance_of_range(values: Floats) -> Floats:
    """Variance of each column after its range was made 1, at most 1/4; 0 for a constant.

    It knows nothing of classes: it only tells what hardly moves but for a few rows.
    """
    found = np.zeros(values.shape[1])
    for column, own in enumerate(values.T):
        known = own[np.isfinite(own)]
        span = float(np.ptp(known)) if len(known) else 0.0
        if span > 0:
            found[column] = np.round(np.var((known - known.min()) / span), 12)
    return found


def _left_over(values: Floats, targets: Integers, count: int) -> tuple[int, ...]:
    """Recursive elimination by the weights of a logistic regression (Guyon et al. 2002)."""
    from sklearn.feature_selection import RFE
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    ready = make_pipeline(
        SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler()
    ).fit_transform(values)
    judge = LogisticRegression(max_iter=2000, class_weight="balanced")
    search = RFE(judge, n_features_to_select=count, step=_DROPPED).fit(ready, targets)
    return tuple(np.flatnonzero(search.support_).tolist())
