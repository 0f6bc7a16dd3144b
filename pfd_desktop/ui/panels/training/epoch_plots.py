"""The loss by epoch, and beside it what else is told of the epochs, one at a time."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.figures.training import ClassCurve, TrainingFigure
from pfd_desktop.core.figures.training import Curve as EpochCurve
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.widgets.parameter_fields import combo

_BESIDE = (
    ("accuracy", "Accuracy"),
    ("validation", "Validation loss"),
    ("f1", "F1 of each class"),
    ("gradient", "Gradient"),
)


class EpochPlots(QWidget):
    """One curve for each fold, or for each class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: TrainingFigure | None = None
        self.loss = CurvesPlot("Loss by epoch")
        self.beside = CurvesPlot("Validation by epoch")
        self.which = combo("What is shown beside the loss", _BESIDE)
        self.which.setMinimumContentsLength(max(len(words) for _, words in _BESIDE))
        self.which.currentIndexChanged.connect(self._show_beside)
        head, plots, layout = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.addStretch(1)
        head.addWidget(self.which)
        plots.addWidget(self.loss, 1)
        plots.addWidget(self.beside, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(plots, 1)

    def show_figure(self, figure: TrainingFigure) -> None:
        """The curves so far."""
        self._figure = figure
        self.loss.show_figure(_curves(figure.train_loss, figure.x_label, figure.loss_label))
        self._show_beside()

    def _show_beside(self) -> None:
        if self._figure is not None:
            self.beside.show_figure(_DRAWN[str(self.which.currentData())](self._figure))


def _curves(curves: Sequence[EpochCurve], x: str, y: str, scale: float = 1.0) -> CurvesFigure:
    drawn = (Curve(f"fold {c.fold + 1}", c.epochs.astype(float), scale * c.values) for c in curves)
    return _figure(tuple(drawn), x, y)


def _classes(curves: Sequence[ClassCurve], x: str, y: str) -> CurvesFigure:
    drawn = (Curve(c.name, c.epochs.astype(float), c.values) for c in curves)
    return _figure(tuple(drawn), x, y)


def _figure(curves: tuple[Curve, ...], x: str, y: str) -> CurvesFigure:
    name, _, unit = y.rstrip(")").partition(" (")
    return CurvesFigure(curves, x, "", name, unit)


_DRAWN: dict[str, Callable[[TrainingFigure], CurvesFigure]] = {
    "accuracy": lambda f: _curves(
        f.validation_accuracy, f.x_label, "Windows named rightly (%)", 100.0
    ),
    "validation": lambda f: _curves(f.validation_loss, f.x_label, f.loss_label),
    "f1": lambda f: _classes(f.f1, f.x_label, "Mean F1 of the folds"),
    "gradient": lambda f: _curves(f.gradient_norm, f.x_label, "2-norm of the gradient"),
}
