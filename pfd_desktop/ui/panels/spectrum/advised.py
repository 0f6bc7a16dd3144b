"""Buttons for the bands that are worth demodulating, the best first."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from pfd_desktop.core.dsp.band_adviser import BandAdvice
from pfd_desktop.ui.plots.numbers import reading_text

_MOST = 3  # more would be no advice


class AdvisedBands(QObject):
    """There only while something is advised; flows among other controls, so that none is cut."""

    band_taken = Signal(float, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._advice: tuple[BandAdvice, ...] = ()
        self._buttons = tuple(QPushButton() for _ in range(_MOST))
        for place, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, place=place: self._take(place))
        led = QWidget()  # the word never stands alone at the end of a row
        row = QHBoxLayout(led)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(QLabel("Advised"))
        row.addWidget(self._buttons[0])
        self.widgets: tuple[QWidget, ...] = (led, *self._buttons[1:])
        self.show_advice(())

    @property
    def chips(self) -> tuple[QPushButton, ...]:
        """The buttons that offer a band."""
        return self._buttons[: len(self._advice)]

    def show_advice(self, advice: Sequence[BandAdvice]) -> None:
        """Offer these bands."""
        self._advice = tuple(advice[:_MOST])
        for rank, (chip, one) in enumerate(zip(self.chips, self._advice, strict=True), 1):
            low, high = reading_text(one.low_hz, "", 4), reading_text(one.high_hz, "Hz", 4)
            chip.setText(f"{rank}: {low}–{high}")
            chip.setToolTip(one.words)
            chip.setAccessibleName(f"Band {rank}: {low} to {high}")
            chip.setAccessibleDescription(one.words)
        for place, widget in enumerate(self.widgets):
            widget.setVisible(place < len(self._advice))

    def _take(self, place: int) -> None:
        advice = self._advice[place]
        self.band_taken.emit(advice.low_hz, advice.high_hz)
