"""The fault markers of a spectrum plot; a chosen row moves the view there."""

from PySide6.QtWidgets import QWidget

from pfd_desktop.core.figures.amplitude import header
from pfd_desktop.core.figures.markers import measured
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.ui.plots.axes import AxisText
from pfd_desktop.ui.plots.marker_layer import marker_name
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.palette import family_place
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.plots.text_table import TextTable
from pfd_desktop.ui.plots.ticks import PREFIXES, prefix_power


class MarkerTable(TextTable):
    """Lists what is marked, and the highest point within the slip that each line is allowed."""

    def __init__(self, plot: SpectrumPlot, parent: QWidget | None = None) -> None:
        super().__init__(f"{plot.accessibleName()} markers", parent)
        self._plot = plot
        self.put_units_below()
        self._markers: tuple[Marker, ...] = ()
        self.row_chosen.connect(lambda row: plot.show_marker(self._markers[row]))

    def refresh(self) -> None:
        """Show the markers of the plot's figure, defects before shaft orders."""
        figure = self._plot.figure
        if figure is None:
            self._markers = ()
            self.show_rows((), ())
            return
        points = measured(figure, self._plot.in_decibels, self._plot.reference_level)
        found = zip(figure.markers, points, strict=True)
        read = sorted(found, key=lambda pair: family_place(pair[0].family))
        self._markers = tuple(marker for marker, _ in read)
        x_unit, y_unit = self._plot.axis_units()
        levels = [abs(point.y) for _, point in read if point is not None]
        power = prefix_power(max(levels, default=0.0), y_unit)
        level = AxisText("Level").with_unit(f"{PREFIXES[power]}{y_unit}")
        names = ("Line", f"Expected ({x_unit})", f"Found ({x_unit})", level, "Note")
        rows = tuple(_row(marker, point, 10.0 ** (3 * power)) for marker, point in read)
        self.show_rows(names, rows)
        columns = ("Line", f"Expected ({x_unit})", f"From ({x_unit})", f"To ({x_unit})")
        measured_columns = (f"Found ({x_unit})", f"Level ({y_unit})", "Note")
        exact = tuple(_exact(marker, point) for marker, point in read)
        self.keep_exact((*columns, *measured_columns), exact)

    def header(self) -> tuple[str, ...]:
        """The amplitude contract of what was read."""
        figure = self._plot.figure
        return (*super().header(), *(header(figure) if figure is not None else ()))


def _row(marker: Marker, point: Reading | None, scale: float) -> tuple[str, ...]:
    return (
        marker_name(marker),
        reading_text(marker.position, "", 5),
        reading_text(point.x, "", 5) if point else "–",
        reading_text(point.y / scale, "") if point else "–",
        marker.note,
    )


def _exact(marker: Marker, point: Reading | None) -> tuple[str, ...]:
    places = (repr(float(place)) for place in (marker.position, marker.low, marker.high))
    found = (repr(point.x), repr(point.y)) if point else ("", "")
    return (marker_name(marker), *places, *found, marker.note)
