"""The fault markers of a spectrum plot; a chosen row moves the view there."""

from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.markers import measured
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.ui.plots.marker_layer import marker_name
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.plots.text_table import TextTable


class MarkerTable(TextTable):
    """Lists what is marked, and the highest point within the slip that each line is allowed."""

    def __init__(self, plot: SpectrumPlot, parent: QWidget | None = None) -> None:
        super().__init__(f"{plot.accessibleName()} markers", parent)
        self._plot = plot
        self._markers: tuple[Marker, ...] = ()
        self.row_chosen.connect(lambda row: plot.show_marker(self._markers[row]))

    def refresh(self) -> None:
        """Show the markers of the plot's figure."""
        figure = self._plot.figure
        self._markers = figure.markers if figure else ()
        found = measured(figure, self._plot.in_decibels) if figure else ()
        x_unit, y_unit = self._plot.axis_units()
        rows = tuple(_row(*pair) for pair in zip(self._markers, found, strict=True))
        names = ("Line", f"Expected ({x_unit})", f"Found ({x_unit})", f"Level ({y_unit})", "Note")
        noted = any(marker.note for marker in self._markers)
        self.show_rows(names if noted else names[:-1], rows if noted else _without_note(rows))


def _row(marker: Marker, point: Reading | None) -> tuple[str, ...]:
    return (
        marker_name(marker),
        reading_text(marker.position, "", 5),
        reading_text(point.x, "", 5) if point else "–",
        reading_text(point.y, "") if point else "–",
        marker.note,
    )


def _without_note(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(row[:-1] for row in rows)
