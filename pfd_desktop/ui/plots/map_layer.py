"""The cells of a map as a picture: exact at any zoom, no peak vanishes."""

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from pfd_desktop.core.figures.map_cells import is_even
from pfd_desktop.ui.plots.colour_map import NOTHING, colour_table
from pfd_desktop.ui.plots.device import Device
from pfd_desktop.ui.plots.layer import Layer

Floats = NDArray[np.float64]
_KEPT = 4  # pictures of other sizes


class MapLayer(Layer):
    """Draws coloured cells between edges.

    Where a pixel holds several cells it shows the highest of them: cells are gathered in powers of
    two beforehand, which costs a frame nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-90)
        self._cells: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)
        self._edges: tuple[Floats, Floats] = (np.zeros(1), np.zeros(1))
        self._table = colour_table()
        self._gathered: dict[tuple[int, int], NDArray[np.uint8]] = {}
        self._pictures: dict[tuple[int, int], QImage] = {}
        self._smooth = False

    def show_cells(self, cells: NDArray[np.uint8], x_edges: Floats, y_edges: Floats) -> None:
        """Draw these colour indices, a row for each step of y, from now on."""
        self._cells, self._edges = cells, (x_edges, y_edges)
        self._gathered, self._pictures = {}, {}
        self.update()

    def show_smooth(self, on: bool) -> None:
        """Blend neighbouring cells, or show each as it is."""
        self._smooth = on
        self.update()

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        if not self._cells.size:
            return
        across, up = self._edges
        size = self._steps(device.xs(across), device), self._steps(device.ys(up), device)
        even = is_even(device.across.places(across)), is_even(device.up.places(up))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
        if all(even):
            self._draw_even(painter, device, size)
        else:
            self._draw_pixels(painter, device, size)

    def _steps(self, edges: Floats, device: Device) -> int:
        """How many times cells are doubled so that none is smaller than a pixel."""
        smallest = abs(float(edges[-1] - edges[0])) * device.ratio / (edges.size - 1)
        return max(0, ceil(-np.log2(smallest) - 1e-6)) if smallest > 0 else 0

    def _draw_even(self, painter: QPainter, device: Device, size: tuple[int, int]) -> None:
        """Cells of one size: Qt scales the part that is seen."""
        picture = self._picture(size)
        across, up = device.xs(self._edges[0]), device.ys(self._edges[1])
        width = (across[-1] - across[0]) / (across.size - 1) * 2 ** size[0]
        height = (up[-1] - up[0]) / (up.size - 1) * 2 ** size[1]
        area = device.rectangle()
        columns = _seen((area.left() - across[0]) / width, (area.right() - across[0]) / width)
        ends = sorted(((area.top() - up[0]) / height, (area.bottom() - up[0]) / height))
        rows = _seen(*ends)
        left, right = max(0, columns[0]), min(picture.width(), columns[1])
        low, high = max(0, rows[0]), min(picture.height(), rows[1])
        if right <= left or high <= low:
            return
        x, y = across[0] + left * width, up[0] + high * height
        target = QRectF(x, y, (right - left) * width, (low - high) * height)
        # Pictures have their first row at the top, maps at the bottom.
        source = QRectF(left, picture.height() - high, right - left, high - low)
        painter.setClipRect(self._covered(device))
        painter.drawImage(target, picture, source)

    def _covered(self, device: Device) -> QRectF:
        """The map in painter coordinates: gathered cells may reach beyond its last edge."""
        (left, right), (low, high) = ((e[0], e[-1]) for e in self._edges)
        x, y = device.x(left), device.y(high)
        whole = QRectF(x, y, device.x(right) - x, device.y(low) - y)
        return whole.intersected(device.rectangle())

    def _draw_pixels(self, painter: QPainter, device: Device, size: tuple[int, int]) -> None:
        """Cells of many sizes: look up the cell of each pixel."""
        area = device.rectangle()
        first, count = device.pixel_columns()
        top = floor(area.top() * device.ratio + 1e-6)
        height = max(1, ceil(area.bottom() * device.ratio - 1e-6) - top)
        xs = device.view_xs((first + np.arange(count) + 0.5) / device.ratio)
        ys = device.view_ys((top + np.arange(height) + 0.5) / device.ratio)
        cells = self._gathered_cells(size)
        seen = cells.take(_places(self._edges[1], ys, size[1], cells.shape[0]), axis=0, mode="clip")
        seen = seen.take(_places(self._edges[0], xs, size[0], cells.shape[1]), axis=1, mode="clip")
        seen[_outside(self._edges[1], ys)] = NOTHING
        seen[:, _outside(self._edges[0], xs)] = NOTHING
        picture = self._coloured(np.ascontiguousarray(seen))
        target = QRectF(first, top, count, height)
        painter.drawImage(
            QRectF(
                target.left() / device.ratio,
                target.top() / device.ratio,
                count / device.ratio,
                height / device.ratio,
            ),
            picture,
            QRectF(0, 0, count, height),
        )

    # -- pictures --------------------------------------------------------------------------------

    def _gathered_cells(self, size: tuple[int, int]) -> NDArray[np.uint8]:
        found = self._gathered.get(size)
        if found is None:
            found = _doubled(_doubled(self._cells, size[1], 0), size[0], 1)
            self._gathered[size] = found
        return found

    def _picture(self, size: tuple[int, int]) -> QImage:
        found = self._pictures.get(size)
        if found is None:
            if len(self._pictures) >= _KEPT:
                self._pictures.pop(next(iter(self._pictures)))
            found = self._coloured(self._gathered_cells(size)[::-1])
            self._pictures[size] = found
        return found

    def _coloured(self, cells: NDArray[np.uint8]) -> QImage:
        pixels = self._table[cells]
        height, width = pixels.shape
        whole = bool(cells.min(initial=1) != NOTHING)
        opaque, clear = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(pixels.tobytes(), width, height, 4 * width, opaque if whole else clear)
        return image.copy()  # Qt would go on reading memory that Python gives back


def _seen(low: float, high: float) -> tuple[int, int]:
    return floor(low), ceil(high)


def _places(edges: Floats, values: Floats, steps: int, count: int) -> NDArray[np.intp]:
    found: NDArray[np.intp] = np.searchsorted(edges, values, side="right") - 1
    clipped: NDArray[np.intp] = np.clip(found >> steps, 0, count - 1)
    return clipped


def _outside(edges: Floats, values: Floats) -> NDArray[np.bool_]:
    beyond: NDArray[np.bool_] = (values < edges[0]) | (values > edges[-1])
    return beyond


def _doubled(cells: NDArray[np.uint8], steps: int, axis: int) -> NDArray[np.uint8]:
    """The highest of every two neighbours, ``steps`` times."""
    for _ in range(steps):
        starts = np.arange(0, cells.shape[axis], 2)
        cells = np.maximum.reduceat(cells, starts, axis=axis)
    return cells
