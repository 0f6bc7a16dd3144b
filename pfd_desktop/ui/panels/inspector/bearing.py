"""The bearing of the unit that a recording belongs to."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.records.recording import Recording

Choice = tuple[BearingKind, Bearing | None]


class BearingChoice(QComboBox):
    """Not told, a journal bearing, or one of the known rolling bearings."""

    told = Signal(object, object)  # BearingKind, Bearing or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Bearing of the unit")
        self.setToolTip(self.tr("Holds for all recordings of this unit"))
        # A long name must not widen the panel.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._choices: tuple[Choice, ...] = ()
        self._shown = 0
        self.activated.connect(self._tell)

    def show_bearing(self, recording: Recording, bearings: Sequence[Bearing]) -> None:
        """What is in force, and what else there is."""
        rolling = ((BearingKind.ROLLING, bearing) for bearing in bearings)
        self._choices = ((BearingKind.ROLLING, None), (BearingKind.JOURNAL, None), *rolling)
        self.clear()
        self.addItem(self.tr("not told"))
        self.addItem(self.tr("journal bearing"))
        self.addItems([f"{b.manufacturer} {b.name}".strip() for b in bearings])
        self._shown = _place(recording, bearings)
        self.setCurrentIndex(self._shown)

    def _tell(self, place: int) -> None:
        if place != self._shown:
            self.told.emit(*self._choices[place])


def _place(recording: Recording, bearings: Sequence[Bearing]) -> int:
    if recording.kind is BearingKind.JOURNAL:
        return 1
    own = recording.bearing
    return next((i + 2 for i, b in enumerate(bearings) if own and b.name == own.name), 0)
