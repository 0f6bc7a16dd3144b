"""Figures of results: every recording in its cell, every epoch on its curve."""

import numpy as np

from pfd_desktop.core.figures.confusion import confusion_figure
from pfd_desktop.core.figures.leak_meter import leak_meter_figure
from pfd_desktop.core.figures.training import training_figure
from pfd_desktop.core.records.learning import (
    EpochEvent,
    Interval,
    LeakMeter,
    RecordPrediction,
    RunResult,
)


def prediction(name: str, truth: str, predicted: str) -> RecordPrediction:
    return RecordPrediction(name, f"name of {name}", "unit", "", truth, predicted, (0.5, 0.5), 0)


def test_every_cell_names_its_recordings() -> None:
    result = RunResult(
        ("inner", "outer"),
        (
            prediction("1", "inner", "inner"),
            prediction("2", "inner", "outer"),
            prediction("3", "outer", "outer"),
            prediction("4", "inner", "outer"),
        ),
        Interval(0.5, 0.2, 0.8),
        Interval(0.5, 0.2, 0.8),
        0.5,
        0.5,
        2,
        2,
        ("few",),
    )
    figure = confusion_figure(result, "run")
    assert [[cell.count for cell in row] for row in figure.cells] == [[1, 2], [0, 1]]
    assert tuple(tuple(c.count for c in row) for row in figure.cells) == result.confusion()
    assert figure.cells[0][1].recording_ids == ("2", "4")
    assert figure.cells[0][1].share == 2 / 3
    assert figure.cells[1][0].recording_names == ()
    assert figure.notes == ("few",)


def test_an_epoch_told_twice_counts_once_and_gaps_are_nan() -> None:
    history = (
        EpochEvent(0, 2, 1, 2, 0.9, None, None),
        EpochEvent(0, 2, 2, 2, 0.5, 0.6, 0.7),
        EpochEvent(0, 2, 2, 2, 0.4, 0.6, 0.7),
        EpochEvent(1, 2, 1, 2, 0.8, 0.9, 0.5),
    )
    figure = training_figure(history)
    assert figure.train_loss[0].values.tolist() == [0.9, 0.4]
    assert np.isnan(figure.validation_loss[0].values[0])
    assert figure.validation_accuracy[1].values.tolist() == [0.5]
    assert (figure.epochs, figure.folds) == (2, 2)
    assert training_figure(()).train_loss == ()


def test_f1_is_the_mean_of_the_folds_that_know_it() -> None:
    nan = float("nan")
    history = (
        EpochEvent(0, 2, 1, 2, 0.9, None, None, 3.0, (0.5, nan)),
        EpochEvent(0, 2, 2, 2, 0.9, None, None, 2.0, (0.75, 1.0)),
        EpochEvent(1, 2, 1, 2, 0.9, None, None, 1.0, (1.0, nan)),
    )
    figure = training_figure(history, ("inner", "outer"))
    assert [curve.name for curve in figure.f1] == ["inner", "outer"]
    assert figure.f1[0].values.tolist() == [0.75, 0.75]
    assert np.isnan(figure.f1[1].values[0])
    assert figure.f1[1].values[1] == 1.0
    assert [curve.values.tolist() for curve in figure.gradient_norm] == [[3.0, 2.0], [1.0]]
    assert training_figure(history).f1 == ()


def test_the_meter_goes_from_flattering_to_honest() -> None:
    meter = LeakMeter(Interval(1.0, 0.6, 1.0), None, Interval(0.3, 0.1, 0.5), 0.5, "words")
    figure = leak_meter_figure(meter)
    assert [bar.leaky for bar in figure.bars] == [True, False, False]
    assert [bar.interval for bar in figure.bars] == [meter.random, None, meter.unit]
    assert (figure.chance, figure.words) == (0.5, "words")
