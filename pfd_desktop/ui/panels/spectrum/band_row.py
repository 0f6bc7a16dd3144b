"""The row above a demodulated spectrum: the whole recording's density with the band, and advice."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from pfd_desktop.ui.plots.band_strip import BandStrip
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.widgets.flow_layout import FlowLayout

Band = tuple[float, float]


@dataclass(frozen=True)
class Advice:
    """A band that is worth demodulating."""

    low_hz: float
    high_hz: float
    reason: str


class BandRow(QWidget):
    """The strip, and a button for each advised band."""

    advice_taken = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = BandStrip("Band strip")
        self.chips: tuple[QPushButton, ...] = ()
        self._advice = QWidget()
        self._flow = FlowLayout(self._advice)
        self._advice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.strip)
        layout.addWidget(self._advice)

    def show_advice(self, advice: Sequence[Advice]) -> None:
        """Offer these bands, the best first."""
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = tuple(self._chip(rank, one) for rank, one in enumerate(advice, 1))
        for chip in self.chips:
            self._flow.addWidget(chip)
        self._advice.setVisible(bool(advice))

    def _chip(self, rank: int, advice: Advice) -> QPushButton:
        low, high = reading_text(advice.low_hz, "", 3), reading_text(advice.high_hz, "Hz", 3)
        chip = QPushButton(f"{rank}: {low}–{high}")
        chip.setToolTip(advice.reason)
        chip.setAccessibleName(f"Band {rank}: {low} to {high}")
        chip.setAccessibleDescription(advice.reason)
        chip.clicked.connect(lambda: self.advice_taken.emit(advice.low_hz, advice.high_hz))
        return chip
