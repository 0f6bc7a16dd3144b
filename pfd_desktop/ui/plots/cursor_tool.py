"""Cursors of a plot: where they stand, what moves them."""

from PySide6.QtCore import QObject, Signal

from pfd_desktop.core.figures.cursors import CursorLine, CursorMode, Cursors
from pfd_desktop.core.figures.reading import Readable
from pfd_desktop.ui.plots.cursor_layer import CursorLayer
from pfd_desktop.ui.plots.plot import Plot

_SNAP_PIXELS = 8.0


class CursorTool(QObject):
    """Places cursors on the plot's source: clicks snap to peaks, keys step."""

    changed = Signal()

    modes: tuple[CursorMode, ...] = tuple(CursorMode)  # that this kind of plot can have

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot, self._layer = plot, CursorLayer()
        self._cursors = Cursors()
        plot.add_layer(self._layer)
        plot.clicked.connect(self.place)

    @property
    def cursors(self) -> Cursors:
        """Where they stand."""
        return self._cursors

    @property
    def layer(self) -> CursorLayer:
        """What is drawn of them."""
        return self._layer

    @property
    def usable(self) -> bool:
        """Whether the plot shows curves that cursors can read."""
        return self._plot.takes_cursors

    def toggle(self, mode: CursorMode) -> None:
        """Switch a mode on or off; one that the plot cannot have does nothing."""
        if mode in self.modes:
            self._put(self._cursors.with_mode(mode))

    def escape(self) -> None:
        """Leave the mode; then take the cursor away."""
        self._put(self._cursors.escaped())

    def clear(self) -> None:
        """Take the cursors away and leave the mode."""
        self._put(Cursors())

    def place(self, x: float, y: float = 0.0) -> None:
        """Set a cursor at the peak nearest to a click at ``x``, of what is read at ``y``."""
        self._plot.aim(x, y)
        source = self._plot.source
        if source is None:
            return
        if self._cursors.mode is CursorMode.BAND:  # an edge stands where it is put
            point = source.value_at(x)
        else:
            point = source.peak_near(x, self._plot.pixels_to_x(_SNAP_PIXELS, x))
        if point is not None:
            self._put(self._cursors.placed(point))

    def step(self, points: int) -> None:
        """Move the active cursor by whole points of the curve."""
        source, active = self._plot.source, self._cursors.active()
        if source is None:
            return
        at = self._plot.view().center().x() if active is None else active.x
        point = source.value_at(at + (points * source.step if active is not None else 0.0))
        if point is not None:
            self._put(self._cursors.moved(point))

    def source_changed(self) -> None:
        """Read the same places on the plot's new source."""
        source = self._plot.source
        self._put(Cursors() if source is None else self._cursors.reread(source))

    @property
    def source(self) -> Readable:
        """The curve that is read; one that reads nothing where there is none."""
        return _source_or_none(self._plot)

    def _put(self, cursors: Cursors) -> None:
        self._cursors = cursors
        lines = self._lines(cursors)
        ends = [line.point.x for line in lines]
        filled = cursors.mode in (CursorMode.BAND, CursorMode.DAMPING) and len(ends) > 1
        self._layer.show_lines(lines, (min(ends), max(ends)) if filled else None)
        self.changed.emit()

    def _lines(self, cursors: Cursors) -> tuple[CursorLine, ...]:
        return cursors.lines(self.source)

    def distance(self) -> float | None:
        """How far two cursors are apart in a plane; None where axes measure different things."""
        return None


def _source_or_none(plot: Plot) -> Readable:
    return plot.source if plot.source is not None else _Nothing()


class _Nothing:
    """Reads nothing anywhere."""

    step = 0.0

    def value_at(self, x: float) -> None:
        """Nothing."""

    def peak_near(self, x: float, reach: float) -> None:
        """Nothing."""
