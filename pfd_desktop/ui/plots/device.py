"""From the numbers of a view to the pixels of whatever is painted on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter


@dataclass(frozen=True)
class Device:
    """An affine map from view to painter coordinates, which are ``1 / ratio`` of a pixel."""

    x_scale: float
    x_offset: float
    y_scale: float
    y_offset: float
    ratio: float  # device pixels per painter unit
    view: QRectF  # what is seen, in view coordinates

    def x(self, value: float) -> float:
        """Painter x of a view x."""
        return self.x_scale * value + self.x_offset

    def y(self, value: float) -> float:
        """Painter y of a view y."""
        return self.y_scale * value + self.y_offset

    def xs(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Painter x of many."""
        return self.x_scale * np.asarray(values, np.float64) + self.x_offset

    def ys(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Painter y of many."""
        return self.y_scale * np.asarray(values, np.float64) + self.y_offset

    def view_x(self, painter_x: float) -> float:
        """View x of a painter x."""
        return (painter_x - self.x_offset) / self.x_scale

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

    def crisp(self, painter_coordinate: float) -> float:
        """The middle of the device pixel that a coordinate falls in."""
        return (floor(painter_coordinate * self.ratio) + 0.5) / self.ratio


@contextmanager
def device_space(painter: QPainter, view: QRectF) -> Iterator[Device]:
    """Paint in painter coordinates inside the block.

    All layers do: it lets columns be aligned to pixels and keeps double precision for a zoom deep
    into a long recording, and it works the same on a screen, an image, SVG and PDF.
    """
    world = painter.worldTransform()
    whole = painter.deviceTransform()
    ratio = whole.m11() / world.m11() if world.m11() else 1.0
    painter.save()
    painter.resetTransform()
    try:
        yield Device(world.m11(), world.dx(), world.m22(), world.dy(), ratio, view)
    finally:
        painter.restore()
