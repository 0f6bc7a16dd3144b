"""From the numbers of a view to the pixels of whatever is painted on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from pfd_desktop.ui.plots.scales import LINEAR, Scale


@dataclass(frozen=True)
class Device:
    """A map from the numbers of the axes to painter coordinates, which are ``1 / ratio`` of a
    pixel; affine where the axis is linear."""

    x_scale: float
    x_offset: float
    y_scale: float
    y_offset: float
    ratio: float  # device pixels per painter unit
    view: QRectF  # what is seen, in the numbers of the axes
    across: Scale = LINEAR
    up: Scale = LINEAR

    def x(self, value: float) -> float:
        """Painter x of a view x."""
        return self.x_scale * self.across.place(value) + self.x_offset

    def y(self, value: float) -> float:
        """Painter y of a view y."""
        return self.y_scale * self.up.place(value) + self.y_offset

    def xs(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Painter x of many."""
        return self.x_scale * self.across.places(values) + self.x_offset

    def ys(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Painter y of many."""
        return self.y_scale * self.up.places(values) + self.y_offset

    def view_x(self, painter_x: float) -> float:
        """View x of a painter x."""
        return self.across.value((painter_x - self.x_offset) / self.x_scale)

    def view_xs(self, painter_xs: NDArray[np.floating]) -> NDArray[np.float64]:
        """View x of many."""
        return self.across.values((painter_xs - self.x_offset) / self.x_scale)

    def view_ys(self, painter_ys: NDArray[np.floating]) -> NDArray[np.float64]:
        """View y of many."""
        return self.up.values((painter_ys - self.y_offset) / self.y_scale)

    def moved(self, by: float) -> "Device":
        """The map for what is drawn ``by`` to the right of where its own x says."""
        return replace(
            self,
            x_offset=self.x_offset + self.x_scale * by,
            view=self.view.translated(-by, 0.0),
        )

    def rectangle(self) -> QRectF:
        """The view in painter coordinates."""
        left, right = self.x(self.view.left()), self.x(self.view.right())
        top, bottom = sorted((self.y(self.view.top()), self.y(self.view.bottom())))
        return QRectF(left, top, right - left, bottom - top)

    def pixel_columns(self) -> tuple[int, int]:
        """First device pixel column of the view, and how many there are."""
        first = floor(self.x(self.view.left()) * self.ratio + 1e-6)
        last = ceil(self.x(self.view.right()) * self.ratio - 1e-6)
        return first, max(1, last - first)

    def column_edges(self) -> NDArray[np.float64]:
        """View x of the edges of all pixel columns."""
        first, count = self.pixel_columns()
        return self.view_xs(np.arange(first, first + count + 1) / self.ratio)

    def crisp(self, painter_coordinate: float) -> float:
        """The middle of the device pixel that a coordinate falls in."""
        return (floor(painter_coordinate * self.ratio) + 0.5) / self.ratio


@contextmanager
def device_space(
    painter: QPainter, view: QRectF, across: Scale = LINEAR, up: Scale = LINEAR
) -> Iterator[Device]:
    """Paint in painter coordinates inside the block; ``view`` is in the numbers of the axes.

    All layers do: it lets columns be aligned to pixels and keeps double precision for a zoom deep
    into a long recording, and it works the same on a screen, an image, SVG and PDF.
    """
    world = painter.worldTransform()
    whole = painter.deviceTransform()
    ratio = whole.m11() / world.m11() if world.m11() else 1.0
    painter.save()
    painter.resetTransform()
    try:
        yield Device(world.m11(), world.dx(), world.m22(), world.dy(), ratio, view, across, up)
    finally:
        painter.restore()
