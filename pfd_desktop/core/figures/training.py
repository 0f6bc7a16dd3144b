"""Losses and accuracies by epoch, ready to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

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
class ClassCurve:
    """F1 of one class over the epochs: the mean of the folds that reached them."""

    name: str
    epochs: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TrainingFigure:
    """Curves of all folds."""

    train_loss: tuple[Curve, ...]
    validation_loss: tuple[Curve, ...]
    validation_accuracy: tuple[Curve, ...]  # share of held-out windows, 0 to 1
    gradient_norm: tuple[Curve, ...]  # 2-norm over all weights
    f1: tuple[ClassCurve, ...]  # of held-out windows, 0 to 1; () where the classes are not known
    epochs: int
    folds: int
    x_label: str = "Epoch"
    loss_label: str = "Cross-entropy (nats per window)"
    accuracy_label: str = "Windows of held-out units named rightly"


def training_figure(history: Sequence[EpochEvent], classes: Sequence[str] = ()) -> TrainingFigure:
    """From epochs as they were told; an epoch told twice, after a resume, counts once."""
    last = {(event.fold, event.epoch): event for event in history}
    events = [last[key] for key in sorted(last)]
    folds = sorted({event.fold for event in events})
    return TrainingFigure(
        tuple(_curve(events, fold, "train_loss") for fold in folds),
        tuple(_curve(events, fold, "validation_loss") for fold in folds),
        tuple(_curve(events, fold, "validation_accuracy") for fold in folds),
        tuple(_curve(events, fold, "gradient_norm") for fold in folds),
        _f1(events, classes),
        max((event.epochs for event in events), default=0),
        max((event.folds for event in events), default=0),
    )


def _f1(events: Sequence[EpochEvent], classes: Sequence[str]) -> tuple[ClassCurve, ...]:
    told = [event for event in events if len(event.f1) == len(classes) and classes]
    epochs = sorted({event.epoch for event in told})
    by_epoch = [[event.f1 for event in told if event.epoch == epoch] for epoch in epochs]
    curves = []
    for place, name in enumerate(classes if epochs else ()):
        means = [_mean([f1[place] for f1 in folds]) for folds in by_epoch]
        curves.append(ClassCurve(name, np.array(epochs, dtype=np.int64), np.array(means)))
    return tuple(curves)


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not isnan(value)]
    return sum(known) / len(known) if known else float("nan")


def _curve(events: Sequence[EpochEvent], fold: int, quantity: str) -> Curve:
    own = [event for event in events if event.fold == fold]
    values = [getattr(event, quantity) for event in own]
    return Curve(
        fold,
        np.array([event.epoch for event in own], dtype=np.int64),
        np.array([np.nan if value is None else value for value in values], dtype=np.float64),
    )
