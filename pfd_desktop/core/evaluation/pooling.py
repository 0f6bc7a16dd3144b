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
    ATTENTION = "attention"


POOLING = {
    Pooling.MEAN: "Mean of all windows",
    Pooling.MAX: "Surest window of each class",
    Pooling.NOISY_OR: "Any window may show a fault",
    Pooling.ATTENTION: "Attention, learned (networks)",
}
ABOUT = {
    Pooling.MEAN: "Scores are averaged (soft vote).",
    Pooling.MAX: "Of each class the highest score, brought to a sum of 1: one window may decide.",
    Pooling.NOISY_OR: (
        "A fault is there if any window shows it, healthy is what is healthy throughout (noisy or:"
        " Maron & Lozano-Pérez 1998). It takes scores for probabilities, and doubts healthy the"
        " more, the more windows there are."
    ),
    Pooling.ATTENTION: (
        "A network learns from whole recordings, and which of their windows count (gated attention:"
        " Ilse, Tomczak & Welling 2018). For faults that show in few windows."
    ),
}
ONLY_NETWORKS = "Attention is learned with a network: choose a network, or another rule."


def pooled(
    by: Pooling,
    scores: NDArray[np.float64],
    classes: Sequence[str],
    say: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Scores of a recording, with a sum of 1, from those of its windows, windows × classes.

    *say* is what a network with attention tells of each window; without it all weigh alike.
    """
    if by is Pooling.ATTENTION:
        weights = np.full(len(scores), 1 / len(scores)) if say is None else shares(say)
        return shares(weights @ np.log(np.maximum(scores, np.finfo(np.float64).tiny)))
    if by is Pooling.MEAN:
        return np.asarray(scores.mean(axis=0))
    found = scores.max(axis=0) if by is Pooling.MAX else _any(scores, classes)
    return np.asarray(found / found.sum())


def shares(say: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each window of a recording weighs, with a sum of 1: a softmax over its windows."""
    found = np.exp(say - say.max())
    return np.asarray(found / found.sum())


def _any(scores: NDArray[np.float64], classes: Sequence[str]) -> NDArray[np.float64]:
    """One minus the chance that no window shows it; of healthy, that all do."""
    found = 1 - np.prod(1 - scores, axis=0)
    if Fault.HEALTHY.value in classes:
        healthy = list(classes).index(Fault.HEALTHY.value)
        found[healthy] = np.prod(scores[:, healthy])
    return np.asarray(found)
