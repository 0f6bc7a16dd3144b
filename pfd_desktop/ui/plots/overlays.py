"""Traces drawn over the first one of a plot, each moved in time as told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.ui.plots.gestures import Drag
from pfd_desktop.ui.plots.legend_layer import LegendLayer
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.trace_layer import TraceLayer

if TYPE_CHECKING:
    from pfd_desktop.ui.plots.plot import Plot


@dataclass(frozen=True)
class Overlay:
    """One more recording; it is drawn ``offset_s`` later than it was measured."""

    figure: TraceFigure
    offset_s: float = 0.0


class Overlays(QObject):
    """The layers over a plot's own trace and their legend; with Alt the last one is dragged."""

    moved = Signal(float)  # the last overlay was dragged to this offset in seconds

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot, self._legend = plot, LegendLayer()
        self._layers: list[TraceLayer] = []
        plot.add_layer(self._legend)
        plot.add_claim(self._claim)

    @property
    def layers(self) -> tuple[TraceLayer, ...]:
        """What is drawn over the first trace."""
        return tuple(self._layers)

    @property
    def legend(self) -> tuple[str, ...]:
        """The words of the legend; () for one trace alone."""
        return self._legend.entries

    def show(self, first: TraceFigure | None, overlays: tuple[Overlay, ...]) -> None:
        """Draw these over *first*."""
        for layer in self._layers:
            self._plot.remove_layer(layer)
        self._layers = []
        for place, overlay in enumerate(overlays):
            layer = TraceLayer(place=place)
            layer.setZValue(2 + place)
            layer.show_figure(overlay.figure)
            layer.move_to(overlay.offset_s)
            self._plot.add_layer(layer)
            self._layers.append(layer)
        self._tell(first)

    def move(self, place: int, offset_s: float, first: TraceFigure | None) -> None:
        """Move one of them in time."""
        self._layers[place].move_to(offset_s)
        self._tell(first)

    def _tell(self, first: TraceFigure | None) -> None:
        if first is None or not self._layers:
            self._legend.show_entries(())
            return
        entries: list[tuple[str, int | None]] = [(_words(first, 0.0), None)]
        for place, layer in enumerate(self._layers):
            if layer.figure is not None:
                entries.append((_words(layer.figure, layer.offset_s), place))
        self._legend.show_entries(tuple(entries))

    def _claim(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Drag | None:
        if modifiers != Qt.KeyboardModifier.AltModifier or not self._layers:
            return None
        layer = self._layers[-1]
        start = self._plot.view_at(at).x() - layer.offset_s
        return _Slide(self._plot, layer, start, self.moved.emit)


@dataclass
class _Slide:
    """An overlay being dragged along the time axis."""

    plot: Plot
    layer: TraceLayer
    start: float  # the second of the overlay that was taken hold of
    done: Callable[[float], None]

    def move(self, at: QPointF) -> None:
        """Follow the pointer."""
        self.layer.move_to(self.plot.view_at(at).x() - self.start)

    def drop(self, at: QPointF) -> None:
        """That is where it stays."""
        self.move(at)
        self.done(self.layer.offset_s)


def _words(figure: TraceFigure, offset_s: float) -> str:
    words = f"{figure.recording} ({figure.unit})"
    if offset_s:
        words += f", {'+' if offset_s > 0 else ''}{reading_text(offset_s, 's')}"
    return words
