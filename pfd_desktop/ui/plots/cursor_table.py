"""What the cursors of a plot read, as a table that can be copied."""

from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.text_table import TextTable

_DIGITS_X = 6


class CursorTable(TextTable):
    """Follows the cursors of one plot; there only while a cursor is set."""

    def __init__(self, plot: DataPlot, parent: QWidget | None = None) -> None:
        super().__init__(f"{plot.accessibleName()} cursors", parent)
        self._plot = plot
        plot.cursor_tool.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the cursors as they stand."""
        tool = self._plot.cursor_tool
        x_unit, y_unit = self._plot.axis_units()

        def row(name: str, point: Reading) -> tuple[str, str, str]:
            return name, reading_text(point.x, x_unit, _DIGITS_X), reading_text(point.y, y_unit)

        rows = [row(line.name, line.point) for line in tool.layer.lines]
        difference = tool.cursors.difference()
        if difference is not None:
            rows.append(row("Difference", difference))
            if x_unit == "s" and difference.x:
                rows.append(("1 / Δt", reading_text(1 / abs(difference.x), "Hz", _DIGITS_X), ""))
        self.show_rows(("Cursor", "x", "y"), tuple(rows))
        self.setVisible(bool(rows))
