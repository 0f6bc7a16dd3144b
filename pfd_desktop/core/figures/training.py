"""Losses and accuracies by epoch, ready to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.learning import EpochEvent


@dataclass(frozen=True, eq=False)
class Curve:
    """One quantity of one fold over its epochs; NaN where it was not measured."""

    fold: int
    epochs: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TrainingFigure:
    """Curves of all folds."""

    train_loss: tuple[Curve, ...]
    validation_loss: tuple[Curve, ...]
    validation_accuracy: tuple[Curve, ...]  # share of held-out windows, 0 to 1
    epochs: int
    folds: int
    x_label: str = "Epoch"
    loss_label: str = "Cross-entropy (nats per window)"
    accuracy_label: str = "Windows of held-out units named rightly"


def training_figure(history: Sequence[EpochEvent]) -> TrainingFigure:
    """From epochs as they were told; an epoch told twice, after a resume, counts once."""
    last = {(event.fold, event.epoch): event for event in history}
    events = [last[key] for key in sorted(last)]
    folds = sorted({event.fold for event in events})
    return TrainingFigure(
        tuple(_curve(events, fold, "train_loss") for fold in folds),
        tuple(_curve(events, fold, "validation_loss") for fold in folds),
        tuple(_curve(events, fold, "validation_accuracy") for fold in folds),
        max((event.epochs for event in events), default=0),
        max((event.folds for event in events), default=0),
    )


def _curve(events: Sequence[EpochEvent], fold: int, quantity: str) -> Curve:
    own = [event for event in events if event.fold == fold]
    values = [getattr(event, quantity) for event in own]
    return Curve(
        fold,
        np.array([event.epoch for event in own], dtype=np.int64),
        np.array([np.nan if value is None else value for value in values], dtype=np.float64),
    )
