"""The row of controls above a spectrum."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from pfd_desktop.core.figures.choice import DEMODULATED, SpectrumChoice
from pfd_desktop.core.figures.spectrum import SpectrumKind
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.widgets.number_field import NumberField

KINDS = {
    SpectrumKind.AMPLITUDE: "FFT",
    SpectrumKind.DENSITY: "PSD",
    SpectrumKind.ENVELOPE: "Envelope",
    SpectrumKind.SQUARED_ENVELOPE: "Squared envelope",
    SpectrumKind.ORDER: "Order",
    SpectrumKind.CEPSTRUM: "Cepstrum",
}
WINDOWS = {
    "hann": "Hann",
    "flattop": "Flat top",
    "blackmanharris": "Blackman–Harris",
    "hamming": "Hamming",
    "boxcar": "Rectangular",
}
_SHORTEST = 6  # letters of a combo box
_LIST_WIDTH = 150
_WITHOUT_ORDERS = (SpectrumKind.ORDER, SpectrumKind.CEPSTRUM)


class SpectrumControls(QWidget):
    """Says when another spectrum is wanted, and which."""

    choice_changed = Signal()
    decibels_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = _combo("Spectrum kind", {k.value: text for k, text in KINDS.items()})
        self.window_kind = _combo("Window", WINDOWS)
        self.band_low = NumberField("Band from", "Hz", "full")
        self.band_high = NumberField("Band to", "Hz", "full")
        self.highest = NumberField("Highest frequency", "Hz", "auto")
        self.orders = _toggle("Orders", "Show multiples of shaft speed instead of hertz (O)")
        self.decibels = _toggle("dB", "Show the amplitude in decibels")
        self._labels: list[QLabel] = []
        self._lay_out()
        self._connect()
        self.show_choice(SpectrumChoice())

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.kind)
        self._add(layout, "Band", self.band_low)
        self._add(layout, "to", self.band_high)
        self._add(layout, "Up to", self.highest)
        self._add(layout, "Window", self.window_kind)
        layout.addStretch(1)
        layout.addWidget(self.orders)
        layout.addWidget(self.decibels)

    def _add(self, layout: QHBoxLayout, text: str, widget: QWidget) -> None:
        label = QLabel(text)
        label.setBuddy(widget)
        self._labels.append(label)
        layout.addWidget(label)
        layout.addWidget(widget)

    def _connect(self) -> None:
        self.kind.activated.connect(self._kind_chosen)
        self.window_kind.activated.connect(lambda _: self.choice_changed.emit())
        for field in (self.band_low, self.band_high, self.highest):
            field.number_chosen.connect(self.choice_changed)
        self.orders.clicked.connect(lambda _: self.choice_changed.emit())
        self.decibels.toggled.connect(self.decibels_chosen)

    def _kind_chosen(self) -> None:
        self._enable()
        self.choice_changed.emit()

    def _enable(self) -> None:
        kind = SpectrumKind(self.kind.currentData())
        for field in (self.band_low, self.band_high):
            field.setEnabled(kind in DEMODULATED)
        self.orders.setEnabled(kind not in _WITHOUT_ORDERS)
        self.window_kind.setEnabled(kind is not SpectrumKind.CEPSTRUM)
        self.decibels.setEnabled(kind is not SpectrumKind.CEPSTRUM)

    def show_choice(self, choice: SpectrumChoice) -> None:
        """Set the controls without telling anybody."""
        self.kind.setCurrentIndex(self.kind.findData(choice.kind.value))
        self.window_kind.setCurrentIndex(self.window_kind.findData(choice.window))
        low, high = choice.band_hz or (None, None)
        self.band_low.show_number(low)
        self.band_high.show_number(high)
        self.highest.show_number(choice.max_hz)
        self.orders.setChecked(choice.order_axis)
        self._enable()

    def choice(self) -> SpectrumChoice:
        """What is wanted; raises InvalidInput where a field cannot be used."""
        kind = SpectrumKind(self.kind.currentData())
        return SpectrumChoice(
            kind=kind,
            band_hz=self._band() if kind in DEMODULATED else None,
            max_hz=self.highest.number() or None,
            window=str(self.window_kind.currentData()),
            order_axis=self.orders.isChecked() and kind not in _WITHOUT_ORDERS,
        )

    def _band(self) -> tuple[float, float] | None:
        low, high = self.band_low.number(), self.band_high.number()
        if low is None and high is None:
            return None
        if low is None or high is None:
            raise InvalidInput("The band needs both its lower and its upper frequency, or neither.")
        if low >= high:
            raise InvalidInput(
                f"The band from {low:g} to {high:g} Hz is empty: low must be below high."
            )
        return low, high


def _combo(name: str, entries: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    for value, text in entries.items():
        box.addItem(text, value)
    # As narrow as the panel needs; the opened list is as wide as its words.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_SHORTEST)
    box.view().setMinimumWidth(_LIST_WIDTH)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return box


def _toggle(text: str, purpose: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setToolTip(purpose)
    button.setAccessibleName(text)
    return button
