"""How a feature is distributed in each class, and how far classes stand apart in it."""

from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.exploring.collection import Collection, Floats


@dataclass(frozen=True, eq=False)
class ClassValues:
    """One class in one feature."""

    label: str
    values: Floats  # one for each recording
    quartiles: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Distribution:
    """One feature over all classes."""

    feature: str
    classes: tuple[ClassValues, ...]
    apart: float  # share of the variance that lies between the classes, 0 to 1


def distribution(collection: Collection, feature: str) -> Distribution:
    """The feature of that name."""
    column = collection.values[:, collection.names.index(feature)]
    return _of(feature, column, collection)


def distributions(collection: Collection) -> tuple[Distribution, ...]:
    """All features, those first in which the classes stand farthest apart.

    That is a description of these recordings and no promise: a feature may part units, and not
    faults.
    """
    every = [
        _of(name, collection.values[:, i], collection) for i, name in enumerate(collection.names)
    ]
    return tuple(sorted(every, key=lambda one: -one.apart))


def _of(name: str, column: Floats, collection: Collection) -> Distribution:
    classes = []
    for label in collection.classes:
        own = column[collection.of_class(label)]
        own = np.sort(own[~np.isnan(own)])
        if not len(own):
            continue
        low, middle, high = (float(q) for q in np.quantile(own, (0.25, 0.5, 0.75)))
        classes.append(ClassValues(label, own, (low, middle, high)))
    return Distribution(name, tuple(classes), _apart([one.values for one in classes]))


def _apart(groups: list[Floats]) -> float:
    """Eta squared (Fisher 1925): the sum of squares between groups over that in all."""
    if not groups:
        return 0.0  # not known of any recording
    every = np.concatenate(groups)
    total = float(((every - every.mean()) ** 2).sum())
    between = sum(len(own) * (float(own.mean()) - float(every.mean())) ** 2 for own in groups)
    return float(between / total) if total > 0 else 0.0
