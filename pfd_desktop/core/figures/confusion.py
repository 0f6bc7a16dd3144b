"""Which recordings were taken for what, ready to draw."""

from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.figures.export import OF_RESULTS, DataTable
from pfd_desktop.core.records.learning import RunResult


@dataclass(frozen=True)
class ConfusionCell:
    """Recordings of one true class that were given one predicted class."""

    truth: str
    predicted: str
    recording_ids: tuple[str, ...]
    recording_names: tuple[str, ...]
    share: float  # of the true class, 0 to 1; 0 where the class has no recording

    @property
    def count(self) -> int:
        """Number of recordings."""
        return len(self.recording_ids)


@dataclass(frozen=True)
class ConfusionFigure:
    """Rows truth, columns predicted, both in the order of ``classes``; counts are recordings."""

    classes: tuple[str, ...]
    cells: tuple[tuple[ConfusionCell, ...], ...]
    title: str
    notes: tuple[str, ...]

    def table(self) -> DataTable:
        """A row for each cell, row by row: truth, said, number, share of the truth (0 to 1)."""
        cells = tuple(cell for row in self.cells for cell in row)
        return DataTable(
            header=(
                "quantity: recordings by their true class and the one that was said",
                "unit: 1 (number of recordings; share of the true class from 0 to 1)",
                *OF_RESULTS,
                *(f"note: {note}" for note in self.notes),
                *([f"run: {self.title}"] if self.title else []),
            ),
            names=("recordings", "share of the truth"),
            rows=len(cells),
            pieces=lambda: iter([np.array([(cell.count, cell.share) for cell in cells], float)]),
            label_names=("truth", "said"),
            labels=tuple((cell.truth, cell.predicted) for cell in cells),
        )


def confusion_figure(result: RunResult, title: str = "") -> ConfusionFigure:
    """Every held-out recording in its cell."""
    rows = tuple(
        tuple(_cell(result, truth, predicted) for predicted in result.classes)
        for truth in result.classes
    )
    return ConfusionFigure(result.classes, rows, title, result.warnings)


def _cell(result: RunResult, truth: str, predicted: str) -> ConfusionCell:
    own = [p for p in result.predictions if p.truth == truth]
    here = [p for p in own if p.predicted == predicted]
    return ConfusionCell(
        truth,
        predicted,
        tuple(p.recording_id for p in here),
        tuple(p.recording_name for p in here),
        len(here) / len(own) if own else 0.0,
    )
