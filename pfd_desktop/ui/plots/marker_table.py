"""The fault markers of a spectrum plot; a chosen row moves the view there."""

from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.markers import measured
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.ui.plots.marker_layer import marker_name
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.plots.text_table import TextTable

_NAMES = ("Line", "Expected", "Highest within slip", "Level", "Note")


class MarkerTable(TextTable):
    """Lists what is marked, and what the spectrum shows within the slip each line is allowed."""

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
        rows = (
            self._row(marker, point) for marker, point in zip(self._markers, found, strict=True)
        )
        self.show_rows(_NAMES, tuple(rows))

    def _row(self, marker: Marker, point: Reading | None) -> tuple[str, ...]:
        x_unit, y_unit = self._plot.axis_units()
        return (
            marker_name(marker),
            reading_text(marker.position, x_unit, 5),
            reading_text(point.x, x_unit, 5) if point else "–",
            reading_text(point.y, y_unit) if point else "–",
            marker.note,
        )
