"""How bare samples lie in their file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QGroupBox, QSpinBox, QWidget

from pfd_desktop.core.records.importing import RAW_TYPES, RawLayout

_WORDS = {
    "int16": "16-bit integers",
    "int24": "24-bit integers",
    "int32": "32-bit integers",
    "uint8": "8-bit integers without sign",
    "uint16": "16-bit integers without sign",
    "float32": "32-bit floating point",
    "float64": "64-bit floating point",
}
_MOST_CHANNELS = 1024
_LONGEST_HEADER = 1 << 24  # bytes


class RawForm(QGroupBox):
    """Type, order of bytes, channels, header; the preview shows at once whether they are right."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("The bytes"))
        self.samples, self.order = QComboBox(), QComboBox()
        for name in RAW_TYPES:
            self.samples.addItem(_WORDS[name], name)
        self.order.addItem(self.tr("low byte first (little-endian)"), False)
        self.order.addItem(self.tr("high byte first (big-endian)"), True)
        self.channels, self.header = QSpinBox(), QSpinBox()
        self.channels.setRange(1, _MOST_CHANNELS)
        self.header.setRange(0, _LONGEST_HEADER)
        self.header.setSuffix(self.tr(" bytes"))
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, name, field in (
            (self.tr("Samples are"), "Type of the samples", self.samples),
            (self.tr("Order"), "Order of the bytes", self.order),
            (self.tr("Channels side by side"), "Channels of bare samples", self.channels),
            (self.tr("Skip at the start"), "Header of bare samples", self.header),
        ):
            field.setAccessibleName(name)
            form.addRow(words, field)
        for box in (self.samples, self.order):
            box.currentIndexChanged.connect(self.changed)
        for spin in (self.channels, self.header):
            spin.valueChanged.connect(self.changed)

    def layout_told(self) -> RawLayout:
        """As the fields say."""
        return RawLayout(
            str(self.samples.currentData()),
            bool(self.order.currentData()),
            self.channels.value(),
            self.header.value(),
        )

    def show_layout(self, layout: RawLayout) -> None:
        """What was told the last time."""
        self.samples.setCurrentIndex(max(0, self.samples.findData(layout.samples)))
        self.order.setCurrentIndex(int(layout.big_endian))
        self.channels.setValue(layout.channels)
        self.header.setValue(layout.header_bytes)
