"""Loss and accuracy by epoch, side by side."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.figures.training import Curve as EpochCurve
from pfd_desktop.core.figures.training import TrainingFigure
from pfd_desktop.ui.plots.curves_plot import CurvesPlot


class EpochPlots(QWidget):
    """One curve for each fold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = CurvesPlot("Loss by epoch")
        self.accuracy = CurvesPlot("Accuracy by epoch")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.loss)
        layout.addWidget(self.accuracy)

    def show_figure(self, figure: TrainingFigure) -> None:
        """The curves so far."""
        self.loss.show_figure(_curves(figure.train_loss, figure.x_label, figure.loss_label, 1.0))
        self.accuracy.show_figure(
            _curves(figure.validation_accuracy, figure.x_label, "Windows named rightly (%)", 100.0)
        )


def _curves(curves: Sequence[EpochCurve], x: str, y: str, scale: float) -> CurvesFigure:
    name, _, unit = y.rstrip(")").partition(" (")
    return CurvesFigure(
        tuple(
            Curve(f"fold {c.fold + 1}", c.epochs.astype(float), scale * c.values) for c in curves
        ),
        x,
        "",
        name,
        unit,
    )
