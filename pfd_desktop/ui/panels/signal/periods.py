"""Periodic markers of the chosen recording: which there are, and the one that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.figures.comb import PeriodicComb, comb_frequencies
from pfd_desktop.core.waveforms.waveform import Axis

if TYPE_CHECKING:
    from pfd_desktop.ui.panels.signal.presenter import Shown
    from pfd_desktop.ui.panels.signal.view import SignalView

_NO_SPEED = "No steady speed is known: tell it in the Inspector"


class Periods:
    """Marks the strikes of a family from the highest peak seen, or from the cursor."""

    def __init__(self, view: SignalView) -> None:
        self._view = view
        self._shown: Shown | None = None
        self._frequencies_hz: dict[str, float] = {}
        self._family, self._turns = "", False
        view.controls.comb_chosen.connect(self.choose)
        view.controls.turns_chosen.connect(self.mark_turns)

    def show(self, shown: Shown | None) -> None:
        """Another recording has its own families; what was marked is marked in it as well."""
        self._shown = shown
        self._frequencies_hz = _frequencies(shown)
        self._view.controls.show_combs(self._frequencies_hz, _NO_SPEED)
        if self._family in self._frequencies_hz:
            self._view.controls.show_family(self._family)
        else:
            self._family = ""
        self._draw()

    def choose(self, family: str) -> None:
        """Mark this family; "" none."""
        self._family = family
        self._draw()

    def mark_turns(self, on: bool) -> None:
        """Mark the turns of the shaft as well."""
        self._turns = on
        self._draw()

    def _draw(self) -> None:
        frequency_hz = self._frequencies_hz.get(self._family)
        if frequency_hz is None or self._shown is None:
            self._view.show_comb(None)
            return
        shaft_hz = self._frequencies_hz["1X"] if self._turns and self._family != "1X" else None
        self._view.show_comb(
            PeriodicComb(self._family, frequency_hz, self._anchor(self._shown), shaft_hz)
        )

    def _anchor(self, shown: Shown) -> float:
        """The cursor, else the highest peak in the middle of what is seen."""
        cursor = self._view.plot.cursor_tool.cursors.first
        if cursor is not None:
            return cursor.x
        low, high = self._view.plot.span_or_view()
        peak = shown.figure.peak_near((low + high) / 2, (high - low) / 2)
        return peak.x if peak is not None else low


def _frequencies(shown: Shown | None) -> dict[str, float]:
    """In hertz; over an angle once in a turn is all that 1X can mean, so orders serve."""
    if shown is None:
        return {}
    bearing = shown.recording.bearing
    if shown.figure.axis is not Axis.TIME:
        return comb_frequencies(bearing, 1.0)
    speed_rpm = shown.speed_rpm
    return comb_frequencies(bearing, None if speed_rpm is None else speed_rpm / 60)
