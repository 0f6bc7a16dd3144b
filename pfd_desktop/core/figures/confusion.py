"""Which recordings were taken for what, ready to draw."""

from dataclasses import dataclass

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
