"""Labelling with the pointer and the keys: make, choose, move an edge, step to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from pfd_desktop.core.figures.labels import LabelSheet, TraceLabel
from pfd_desktop.ui.plots.gestures import Drag
from pfd_desktop.ui.plots.label_layer import LabelLayer

if TYPE_CHECKING:
    from pfd_desktop.ui.plots.plot import Plot

_GRIP = 5.0  # painter units around an edge
_SLIP = 3.0  # a shorter drag is a click: a point
_AROUND = 1.5  # a label is shown with so many times its length to each side
_AROUND_POINT = 0.05  # of what is seen, for a point


class LabelTool(QObject):
    """Tells what the user wants; the labels themselves are kept elsewhere."""

    made = Signal(float, float)  # from, to in seconds; equal for a point
    reached = Signal(str, float, float)  # a label's new stretch
    chosen = Signal(str)  # its id; "" is none
    armed_changed = Signal(bool)  # the next drag or click makes a label

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot, self.layer = plot, LabelLayer()
        self._armed = False
        plot.add_layer(self.layer.tint)
        plot.add_layer(self.layer)
        plot.add_claim(self._claim)
        plot.hovered.connect(self._hover)
        plot.clicked.connect(self._click)

    # -- what is shown ---------------------------------------------------------------------------

    def show_labels(self, sheet: LabelSheet) -> None:
        """Show these; the chosen one stays chosen while it is among them."""
        self.layer.show_sheet(sheet)
        if self.layer.chosen is None:
            self.layer.choose("")

    def choose(self, label_id: str) -> None:
        """Make it the chosen one."""
        self.layer.choose(label_id)
        self.chosen.emit(label_id)

    def jump_to(self, label: TraceLabel) -> None:
        """Choose it and move the view there."""
        self.choose(label.id)
        if label.whole:
            return
        width = self._plot.view().width()
        length = label.high_s - label.low_s
        reach = max(_AROUND * length, _AROUND_POINT * width if not length else 0.0)
        if length and width < 20 * length:  # near enough already: only move
            reach = max((width - length) / 2, 0.25 * length)
        self._plot.show_x(label.low_s - reach, label.high_s + reach)

    def step(self, forward: bool) -> None:
        """Jump to the next or the former label."""
        chosen = self.layer.chosen
        at = self._plot.view().center().x()
        if chosen is not None and not chosen.whole:
            at = chosen.low_s
        found = self.layer.sheet.neighbour(at, forward)
        if found is not None:
            self.jump_to(found)

    # -- making ----------------------------------------------------------------------------------

    @property
    def armed(self) -> bool:
        """Whether the next drag or click makes a label."""
        return self._armed

    def arm(self, on: bool) -> None:
        """Let the next drag make a label of a stretch, the next click one of a point."""
        if on != self._armed:
            self._armed = on
            shape = Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor
            self._plot.canvas.viewport().setCursor(shape)
            self.armed_changed.emit(on)

    def _claim(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Drag | None:
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return None
        if self._armed:
            self.arm(False)
            return _Stretch(self._plot, at, self._finish)
        edge = self._edge_at(at)
        if edge is None:
            return None
        label, other = edge
        self.choose(label.id)
        return _Stretch(self._plot, at, lambda low, high: self._resize(label, low, high), other)

    def _finish(self, low: float, high: float) -> None:
        short = high - low < self._plot.pixels_to_x(_SLIP)
        self.made.emit(low, low if short else high)

    def _resize(self, label: TraceLabel, low: float, high: float) -> None:
        if high > low and (low, high) != (label.low_s, label.high_s):
            self.reached.emit(label.id, low, high)

    # -- the pointer -----------------------------------------------------------------------------

    def _edge_at(self, at: QPointF) -> tuple[TraceLabel, float] | None:
        """The label whose edge is under the pointer, and where its other edge is."""
        seconds, reach = self._plot.view_at(at).x(), self._plot.pixels_to_x(_GRIP)
        candidates = [self.layer.chosen, self._in_bars(at, reach)]
        for label in candidates:
            if label is None or label.whole or label.low_s == label.high_s:
                continue
            if abs(seconds - label.low_s) <= reach:
                return label, label.high_s
            if abs(seconds - label.high_s) <= reach:
                return label, label.low_s
        return None

    def _in_bars(self, at: QPointF, reach: float) -> TraceLabel | None:
        row = self.layer.row_at(self._plot.below_top(at))
        if row is None:
            return None
        return self.layer.in_row(row, self._plot.view_at(at).x(), reach)

    def _hover(self, at: QPointF) -> None:
        if self._armed or not self.layer.sheet.labels:
            return
        edge = self._edge_at(at) is not None
        shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor
        self._plot.canvas.viewport().setCursor(shape)

    def _click(self, x: float, y: float) -> None:
        place = self._plot.canvas_at(x, y)
        label = self._in_bars(place, self._plot.pixels_to_x(_GRIP))
        if label is not None:
            self.choose(label.id)


@dataclass
class _Stretch:
    """A stretch of time being dragged, from where the press was or from a fixed end."""

    plot: Plot
    at: QPointF
    done: Callable[[float, float], None]
    fixed: float | None = None

    def move(self, at: QPointF) -> None:
        """Show what it would be."""
        self.plot.mark_span(self._span(at))

    def drop(self, at: QPointF) -> None:
        """That is it."""
        self.plot.mark_span(None)
        still = abs(at.x() - self.at.x()) < _SLIP
        if self.fixed is None or not still:  # an edge that was only clicked stays
            self.done(*self._span(at))

    def _span(self, at: QPointF) -> tuple[float, float]:
        start = self.plot.view_at(self.at).x() if self.fixed is None else self.fixed
        low, high = sorted((start, self.plot.view_at(at).x()))
        return low, high
