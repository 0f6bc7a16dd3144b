"""What the cursors of a plot read, as a table that can be copied."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.spans import ReadsDamping
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.text_table import TextTable

_DIGITS_X = 6
_NOTHING = (float("nan"), "")
_Told = tuple[str, float, str, float, str, str]  # name, x, unit, y, unit, note


class CursorTable(TextTable):
    """Follows the cursors of one plot; there only while a cursor is set."""

    def __init__(self, plot: DataPlot, parent: QWidget | None = None) -> None:
        super().__init__(f"{plot.accessibleName()} cursors", parent)
        self._plot = plot
        plot.cursor_tool.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the cursors as they stand."""
        found = tuple(_Row(*row) for row in self._rows())
        self.show_rows(("Cursor", "x", "y"), tuple(row.shown() for row in found))
        self.keep_exact(
            ("Cursor", "x", "unit of x", "y", "unit of y", "note"),
            tuple(row.exact() for row in found),
        )
        self.setVisible(bool(found))

    def header(self) -> tuple[str, ...]:
        """The amplitude contract of what was read."""
        table = self._plot.data_table()
        return (*super().header(), *(table.header if table is not None else ()))

    def _rows(self) -> Iterator[_Told]:
        tool = self._plot.cursor_tool
        x_unit, y_unit = self._plot.axis_units()
        for line in tool.layer.lines:
            yield line.name, line.point.x, x_unit, line.point.y, y_unit, line.note
        difference = tool.cursors.difference()
        if difference is not None:
            yield "Difference", difference.x, x_unit, difference.y, y_unit, ""
            distance = tool.distance()
            if distance is not None:
                yield "Distance", *_NOTHING, distance, y_unit, ""
            if x_unit == "s" and difference.x:
                yield "1 / Δt", 1 / abs(difference.x), "Hz", *_NOTHING, ""
        yield from self._band_rows(x_unit)
        yield from self._damping_rows(x_unit)

    def _band_rows(self, x_unit: str) -> Iterator[_Told]:
        tool = self._plot.cursor_tool
        band = tool.cursors.band(tool.source)
        if band is None:
            return
        yield "Width", band.high - band.low, x_unit, *_NOTHING, band.note
        for value in band.values:
            yield value.name, *_NOTHING, value.value, value.unit, ""

    def _damping_rows(self, x_unit: str) -> Iterator[_Told]:
        tool = self._plot.cursor_tool
        found, source = tool.cursors.half_power(tool.source), tool.source
        if found is None or not isinstance(source, ReadsDamping):
            return
        yield "Width", found.high - found.low, x_unit, *_NOTHING, source.damping_note(found)
        yield "Damping ratio ζ", *_NOTHING, 100 * found.damping_ratio, "%", ""
        yield "Q", *_NOTHING, found.quality, "", ""


@dataclass(frozen=True)
class _Row:
    """One row; NaN stands for no number."""

    name: str
    x: float
    x_unit: str
    y: float
    y_unit: str
    note: str

    def shown(self) -> tuple[str, str, str]:
        x = "" if isnan(self.x) else reading_text(self.x, self.x_unit, _DIGITS_X)
        y = self.note if isnan(self.y) else reading_text(self.y, self.y_unit)
        return self.name, x, y

    def exact(self) -> tuple[str, ...]:
        x = ("", "") if isnan(self.x) else (repr(self.x), self.x_unit)
        y = ("", "") if isnan(self.y) else (repr(self.y), self.y_unit)
        return (self.name, *x, *y, self.note)
