"""Curves of all that was compared over one another: ROC of each class, losses by epoch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from pfd_desktop.core.comparison.answers import Answers
from pfd_desktop.core.comparison.outcome import Overlaid
from pfd_desktop.core.evaluation.curves import class_curves
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.records.learning import Run


def overlaid(answers: Answers, runs: Sequence[Run]) -> tuple[Overlaid, ...]:
    """Each with one curve for each side, or for each network."""
    return (*_rocs(answers), *_losses(answers.run_names, runs))


def _rocs(answers: Answers) -> Iterable[Overlaid]:
    """One for each class, against all others; of seeds the mean score of a recording counts."""
    classes = answers.results[0].classes
    if any(result.classes != classes for result in answers.results):
        return
    truth = np.array([classes.index(one) for one in answers.truths])
    curves: dict[str, list[Curve]] = defaultdict(list)
    for name, members in zip(answers.side_names, answers.members, strict=True):
        scores = answers.all_scores[:, list(members)].mean(axis=1)
        for one in class_curves(scores, truth, classes).curves:
            told = f"{name}, area {one.area:.3f}"
            curves[one.name].append(Curve(told, 100 * one.false_positive, 100 * one.true_positive))
    for name, own in curves.items():
        figure = CurvesFigure(tuple(own), "False alarms", "%", "Found", "%", kind="roc")
        yield Overlaid(f"ROC of {name}", figure)


def _losses(names: Sequence[str], runs: Sequence[Run]) -> Iterable[Overlaid]:
    """Of networks, mean over the folds; an epoch told twice, after a resume, counts once."""
    curves = []
    for name, run in zip(names, runs, strict=True):
        last = {(one.fold, one.epoch): one.validation_loss for one in run.history}
        of_epoch: dict[int, list[float]] = defaultdict(list)
        for (_, epoch), loss in sorted(last.items()):
            if loss is not None:
                of_epoch[epoch].append(loss)
        if of_epoch:
            epochs = sorted(of_epoch)
            losses = np.array([np.mean(of_epoch[epoch]) for epoch in epochs])
            curves.append(Curve(name, np.array(epochs, dtype=np.float64), losses))
    if curves:
        label = "Validation loss, mean over folds"
        yield Overlaid(
            "Loss by epoch", CurvesFigure(tuple(curves), "Epoch", "", label, "nats", kind="loss")
        )
