"""Train and judge a classical classifier on windows of waveforms; runs in a child."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.classical.classifiers import Fitted, fitted
from pfd_desktop.core.classical.keeping import save_estimator
from pfd_desktop.core.classical.table import classifier
from pfd_desktop.core.evaluation.audit import refuse_leaks
from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.evaluation.pooling import Pooling
from pfd_desktop.core.evaluation.results import FoldScores, summarise
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.evaluation import Design, Outcome, split_for
from pfd_desktop.core.training.waveforms import WaveformWindows, open_windows
from pfd_desktop.progress import Progress

MOST_WINDOWS = 6000  # learned from: what ridge makes of them has to stay in memory
_PIECE = 500  # windows scored at once


@dataclass(frozen=True)
class WindowTrial:
    """One classical classifier on waveforms under one split, all that a child needs to know."""

    classifier: str
    split: SplitKind
    members: tuple[Member, ...]
    waveforms: tuple[Path, ...]  # in the order of members
    seed: int
    folds: int
    window_samples: int
    folder: Path | None  # where what was trained is kept; None: not kept
    design: Design | None = None  # the split that was designed beforehand
    pool: Pooling = Pooling.MEAN  # of a recording's windows


def evaluate_on_windows(trial: WindowTrial, progress: Progress) -> Outcome:
    """Split, audit, fit each fold on its own windows, audit what was fitted, vote, keep."""
    with open_windows(trial.members, trial.waveforms, trial.window_samples) as source:
        split = split_for(source.windows, trial.split, trial.folds, trial.seed, trial.design)
        refuse_leaks(source.windows, split)
        made: list[Fitted] = []
        scores: list[FoldScores] = []
        for number, fold in enumerate(split.folds):
            text = f"Fold {number + 1} of {len(split.folds)}"
            progress.report(number / len(split.folds), f"{text}: learning")
            made.append(fit_on_windows(trial.classifier, source, fold.train, trial.seed))
            progress.report((number + 0.8) / len(split.folds), f"{text}: judging")
            scores.append(FoldScores(fold.test, scores_of(made[-1], source, fold.test)))
        refuse_leaks(source.windows, split, [one.steps for one in made])
        if trial.folder is not None:
            for number, one in enumerate(made):
                save_estimator(trial.folder / f"fold-{number}.skops", one.estimator)
        result = summarise(source.windows, split, tuple(scores), trial.seed, trial.pool)
    return Outcome(result, split.certificate)


def fit_on_windows(
    name: str, source: WaveformWindows, rows: NDArray[np.int64], seed: int
) -> Fitted:
    """Fit the classifier *name*, all its steps, on the windows *rows* (at most 6,000 of them)."""
    kept = thinned(rows, MOST_WINDOWS)
    targets, classes = source.windows.targets()[kept], len(source.windows.classes)
    return fitted(classifier(name).make(seed), source.samples(kept), targets, kept, classes=classes)


def thinned(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """All of *rows*, or every second, third, … of them, so that all recordings keep their share."""
    return rows[:: -(-len(rows) // most)]


def scores_of(one: Fitted, source: WaveformWindows, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """What *one* says of the windows *rows*, rows × classes."""
    pieces = [rows[first : first + _PIECE] for first in range(0, len(rows), _PIECE)]
    return np.concatenate([one.scores(source.samples(piece)) for piece in pieces])
