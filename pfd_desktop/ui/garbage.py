"""Python's cycle collector, kept to the UI thread.

A widget in a reference cycle is destroyed by whichever thread the collector happens to run in; Qt
allows that in the UI thread only, and a job's thread that did it would end the program. So the
collector is switched off and called from a timer here.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class UiGarbage(QObject):
    """Collects in the UI thread for as long as it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self.keep()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(_collect_what_is_due)
        self._timer.start()

    @staticmethod
    def keep() -> None:
        """What is loaded by now stays: to look through it again and again would stall the window.

        Told once more when panels have been made: most of the program is loaded with them.
        """
        gc.freeze()

    def close(self) -> None:
        """Give the collector back."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        if self._was_on:
            gc.enable()


def _collect_what_is_due() -> None:
    """The generations whose thresholds are passed, the oldest such one; as Python itself would."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
            gc.collect(generation)
            return
