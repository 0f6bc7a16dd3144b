"""What a network watches while it learns: units held back where it may stop early."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Fold, Windows
from pfd_desktop.core.evaluation.splits import make_split
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.options import Options
from pfd_desktop.errors import InvalidInput

PARTS = 5  # one of so many parts of what is learned from is held back, where there are so many


@dataclass(frozen=True, eq=False)
class Watched:
    """Rows that a network learns from, and rows that its epochs are judged on."""

    learned: NDArray[np.int64]
    watched: NDArray[np.int64]
    held_back: bool  # the watched are taken out of what would be learned from


def watched(windows: Windows, fold: Fold, kind: SplitKind, seed: int, options: Options) -> Watched:
    """What the fold learns from and watches.

    Without patience nothing follows from what is watched: that may be the test windows. With it,
    a part of the training rows is held back, parted by the same *kind* as the folds. Raises
    InvalidInput where they cannot be parted.
    """
    if options.patience is None:
        return Watched(fold.train, fold.test, held_back=False)
    try:
        inner = make_split(windows.only(fold.train), kind, PARTS, seed).folds[0]
    except InvalidInput as error:
        raise InvalidInput(
            "Stopping early needs validation units beside those that are learned from and those"
            f" that are tested. {error} Or train without stopping early."
        ) from error
    return Watched(fold.train[inner.train], fold.train[inner.test], held_back=True)


def refuse_moving(options: Options, kind: SplitKind) -> None:
    """Where windows of one recording stand on both sides, moved ones would reach across."""
    if options.moves and kind is SplitKind.RANDOM:
        raise InvalidInput(
            "Windows at random stand beside windows they are tested on: shifted or resampled, they"
            " would learn from these. Leave out shift and speed, or choose another split."
        )
