"""From what is said of a recording's windows to what is said of the recording."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.faults import Fault


class Pooling(StrEnum):
    """By what rule the windows of a recording answer together."""

    MEAN = "mean"
    MAX = "max"
    NOISY_OR = "noisy-or"


POOLING = {
    Pooling.MEAN: "Mean of all windows",
    Pooling.MAX: "Surest window of each class",
    Pooling.NOISY_OR: "Any window may show a fault",
}
ABOUT = {
    Pooling.MEAN: "Scores are averaged (soft vote).",
    Pooling.MAX: "Of each class the highest score, brought to a sum of 1: one window may decide.",
    Pooling.NOISY_OR: (
        "A fault is there if any window shows it, healthy is what is healthy throughout (noisy or:"
        " Maron & Lozano-Pérez 1998). It takes scores for probabilities, and doubts healthy the"
        " more, the more windows there are."
    ),
}


def pooled(by: Pooling, scores: NDArray[np.float64], classes: Sequence[str]) -> NDArray[np.float64]:
    """Scores of a recording, with a sum of 1, from those of its windows, windows × classes."""
    if by is Pooling.MEAN:
        return np.asarray(scores.mean(axis=0))
    found = scores.max(axis=0) if by is Pooling.MAX else _any(scores, classes)
    return np.asarray(found / found.sum())


def _any(scores: NDArray[np.float64], classes: Sequence[str]) -> NDArray[np.float64]:
    """One minus the chance that no window shows it; of healthy, that all do."""
    found = 1 - np.prod(1 - scores, axis=0)
    if Fault.HEALTHY.value in classes:
        healthy = list(classes).index(Fault.HEALTHY.value)
        found[healthy] = np.prod(scores[:, healthy])
    return np.asarray(found)
