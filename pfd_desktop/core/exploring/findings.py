"""Recordings of a collection that deserve a second look."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.exploring.collection import (
    UNLABELLED,
    Collection,
    Floats,
    shortened,
    standardised,
)
from pfd_desktop.core.features.matrix import FeatureMatrix

_NEIGHBOURS = 5
_FAR = 6.0  # robust standard deviations of the logarithms of the distances in its class
_LEAST_SPREAD = 0.15  # of them: what lies less than 2.5 times as far as others is no outlier
_ALIKE = 1e-3  # of the median distance of nearest neighbours
_AGREE = 0.8  # share of the neighbours of other units that say another class
_OWN = 0.1  # at most this share says its own
_LEAST_OF_CLASS = 6


class Kind(StrEnum):
    """Why."""

    OUTLIER = "outlier"
    DUPLICATE = "near-duplicate"
    LABEL = "suspicious label"


@dataclass(frozen=True)
class Finding:
    """One recording, or a pair, and what is odd about it."""

    kind: Kind
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    words: str
    score: float  # the larger, the odder; comparable within a kind only


def findings(collection: Collection, matrix: FeatureMatrix) -> tuple[Finding, ...]:
    """All kinds, the oddest of each first."""
    values, varies = standardised(collection.values)
    if not varies.any() or len(values) < 2:
        return tuple(_shared(collection, matrix))
    distances = _distances(values)
    found = [
        *_outliers(collection, values, distances, varies),
        *_duplicates(collection, matrix, distances),
        *_labels(collection, distances),
    ]
    order = list(Kind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), -one.score)))


def _distances(values: Floats) -> Floats:
    """Between all recordings: mean absolute difference, that one wild feature does not rule."""
    return np.array([np.minimum(np.abs(values - row), 10.0).mean(axis=1) for row in values])


def _outliers(
    collection: Collection, values: Floats, distances: Floats, varies: NDArray[np.bool_]
) -> list[Finding]:
    """Far from all of its own class, as the distances in that class go."""
    names = np.array(collection.names)[varies]
    found = []
    for label in collection.classes:
        own = collection.of_class(label)
        if len(own) < _LEAST_OF_CLASS:
            continue
        near = np.sort(distances[np.ix_(own, own)], axis=1)[:, 1 : _NEIGHBOURS + 1].mean(axis=1)
        scores = _robust(np.log(np.maximum(near, 1e-12)))
        away = np.abs(values[own] - np.median(values[own], axis=0))
        for place in np.flatnonzero(scores > _FAR):
            first = names[np.argsort(-away[place])[:3]]
            words = f"far from the other recordings of {label}, most in {', '.join(first)}"
            found.append(_finding(collection, Kind.OUTLIER, (own[place],), words, scores[place]))
    return found


def _robust(logs: Floats) -> Floats:
    """How far each lies above the middle: distances are skewed, their logarithms hardly."""
    middle = np.median(logs)
    spread = 1.4826 * np.median(np.abs(logs - middle))
    return np.asarray((logs - middle) / max(spread, _LEAST_SPREAD))


def _duplicates(collection: Collection, matrix: FeatureMatrix, distances: Floats) -> list[Finding]:
    """The same samples in two recordings, or features that are the same but for rounding."""
    found = _shared(collection, matrix)
    known = {one.ids for one in found}
    apart = distances + np.diag(np.full(len(distances), np.inf))
    limit = _ALIKE * float(np.median(apart.min(axis=1)))
    for i, j in zip(*np.nonzero(np.triu(apart <= limit)), strict=True):
        pair = (collection.ids[i], collection.ids[j])
        if pair not in known:
            words = "all features are alike to a thousandth of the usual distance"
            found.append(_finding(collection, Kind.DUPLICATE, (i, j), words, 0.5))
    return found


def _shared(collection: Collection, matrix: FeatureMatrix) -> list[Finding]:
    """Windows with the same samples, gain and offset aside."""
    of = {matrix.recording_ids.index(one): row for row, one in enumerate(collection.ids)}
    owners: dict[int, set[int]] = {}
    for digest, record in zip(matrix.digest.tolist(), matrix.record.tolist(), strict=True):
        if record in of:
            owners.setdefault(digest, set()).add(of[record])
    pairs: dict[tuple[int, int], int] = {}
    for rows in owners.values():
        ordered = sorted(rows)
        for i, first in enumerate(ordered):
            for second in ordered[i + 1 :]:
                pairs[first, second] = pairs.get((first, second), 0) + 1
    return [
        _finding(
            collection,
            Kind.DUPLICATE,
            pair,
            f"{count} windows hold the same samples, gain aside",
            count,
        )
        for pair, count in pairs.items()
    ]


def _labels(collection: Collection, distances: Floats) -> list[Finding]:
    """Neighbours in other units that agree on another class.

    Units are left out with all their recordings: a unit resembles itself whatever is wrong with it.
    """
    labels, units = np.array(collection.labels), np.array(collection.units)
    found = []
    for row, label in enumerate(labels):
        others = np.flatnonzero((units != units[row]) & (labels != UNLABELLED))
        if label == UNLABELLED or len(others) < _NEIGHBOURS:
            continue
        nearest = others[np.argsort(distances[row, others], kind="stable")[:_NEIGHBOURS]]
        said, counts = np.unique(labels[nearest], return_counts=True)
        share = counts / counts.sum()
        own = float(share[said == label].sum())
        best = int(share.argmax())
        if said[best] != label and share[best] >= _AGREE and own <= _OWN:
            words = (
                f"called {label}, but {counts[best]} of its {len(nearest)} nearest in other units"
                f" are {said[best]} ({shortened([collection.titles[i] for i in nearest])})"
            )
            found.append(_finding(collection, Kind.LABEL, (row,), words, float(share[best])))
    return found


def _finding(
    collection: Collection, kind: Kind, rows: tuple[int, ...], words: str, score: float
) -> Finding:
    ids = tuple(collection.ids[row] for row in rows)
    return Finding(kind, ids, tuple(collection.titles[row] for row in rows), words, float(score))
