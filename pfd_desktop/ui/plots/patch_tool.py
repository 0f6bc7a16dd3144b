"""Labelling time and frequency on a map: Shift and drag makes a patch, a click chooses one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal

from pfd_desktop.core.figures.patches import Patch
from pfd_desktop.ui.plots.gestures import Drag
from pfd_desktop.ui.plots.patch_layer import PatchLayer

if TYPE_CHECKING:
    from pfd_desktop.ui.plots.data_plot import DataPlot

_SLIP = 4.0  # painter units; a shorter drag is a slip


class PatchTool(QObject):
    """Tells what the user wants; the labels themselves are kept elsewhere."""

    made = Signal(float, float, float, float)  # from, to in seconds; from, to in hertz
    chosen = Signal(str)  # a label's id; "" is none
    class_pressed = Signal(int)  # 1 to 9
    delete_requested = Signal()

    def __init__(self, plot: DataPlot) -> None:
        super().__init__(plot)
        self._plot, self.layer = plot, PatchLayer()
        self._patches: tuple[Patch, ...] = ()
        self._time_up: bool | None = None
        plot.add_layer(self.layer)
        plot.add_claim(self._claim)
        plot.clicked.connect(self._click)
        plot.add_key(Qt.Key.Key_Delete, self.delete_requested.emit)
        for number in range(1, 10):
            press = partial(self.class_pressed.emit, number)
            plot.add_key(Qt.Key(Qt.Key.Key_0 + number), press)

    @property
    def usable(self) -> bool:
        """Whether the map has time and frequency for axes."""
        return self._time_up is not None

    def show_axes(self, time_up: bool | None) -> None:
        """Time is up (True) or across; None is a map without time or frequency."""
        self._time_up = time_up
        self._show()

    def show_patches(self, patches: tuple[Patch, ...]) -> None:
        """Show these; the chosen one stays chosen while it is among them."""
        self._patches = patches
        self._show()

    def choose(self, label_id: str) -> None:
        """Make it the chosen one."""
        self.layer.choose(label_id)
        self.chosen.emit(label_id)

    def _show(self) -> None:
        shown = self._patches if self.usable else ()
        self.layer.show_patches(shown, time_up=bool(self._time_up))

    def _claim(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Drag | None:
        if modifiers != Qt.KeyboardModifier.ShiftModifier or not self.usable:
            return None
        return _Patching(self._plot, self.layer, at, self._finish)

    def _finish(self, area: QRectF) -> None:
        across, up = (area.left(), area.right()), (area.top(), area.bottom())
        time, band = (up, across) if self._time_up else (across, up)
        self.made.emit(*time, *band)

    def _click(self, x: float, y: float) -> None:
        """The smallest patch at that point; none beside all."""
        if not self.usable:
            return
        seconds, hertz = (y, x) if self._time_up else (x, y)
        found = [one for one in self._patches if one.holds(seconds, hertz)]
        self.choose(min(found, key=lambda one: one.area).id if found else "")


@dataclass
class _Patching:
    """A patch being drawn from one corner to the other."""

    plot: DataPlot
    layer: PatchLayer
    at: QPointF
    done: Callable[[QRectF], None]

    def move(self, at: QPointF) -> None:
        """Show what it would be."""
        self.layer.show_begun(self._area(at))

    def drop(self, at: QPointF) -> None:
        """That is it, unless the hand only slipped."""
        self.layer.show_begun(None)
        moved = at - self.at
        area = self._area(at)
        if min(abs(moved.x()), abs(moved.y())) >= _SLIP and area.isValid():
            self.done(area)

    def _area(self, at: QPointF) -> QRectF:
        """Within what is seen, in the numbers of the axes."""
        corners = QRectF(self.plot.view_at(self.at), self.plot.view_at(at)).normalized()
        return corners.intersected(self.plot.view().normalized())
