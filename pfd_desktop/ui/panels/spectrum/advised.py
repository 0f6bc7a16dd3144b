"""Buttons for the bands that are worth demodulating, the best first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from pfd_desktop.core.dsp.band_adviser import BandAdvice
from pfd_desktop.ui.plots.numbers import reading_text

_MOST = 3  # more would be no advice


class AdvisedBands(QWidget):
    """There only while something is advised."""

    band_taken = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: tuple[QPushButton, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(QLabel("Advised"))
        self.setMinimumWidth(1)  # the last ones are cut before the window must grow
        self.hide()

    def show_advice(self, advice: Sequence[BandAdvice]) -> None:
        """Offer these bands."""
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = tuple(self._chip(rank, one) for rank, one in enumerate(advice[:_MOST], 1))
        for chip in self.chips:
            self._row.addWidget(chip)
        self.setVisible(bool(self.chips))
        self.updateGeometry()

    def _chip(self, rank: int, advice: BandAdvice) -> QPushButton:
        low, high = reading_text(advice.low_hz, "", 4), reading_text(advice.high_hz, "Hz", 4)
        chip = QPushButton(f"{rank}: {low}–{high}")
        chip.setToolTip(advice.words)
        chip.setAccessibleName(f"Band {rank}: {low} to {high}")
        chip.setAccessibleDescription(advice.words)
        chip.clicked.connect(lambda: self.band_taken.emit(advice.low_hz, advice.high_hz))
        return chip
