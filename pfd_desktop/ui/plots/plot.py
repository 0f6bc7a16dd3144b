"""Our plot: pyqtgraph's scene and view box, our axes, grid, menu, cursors and keys."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pfd_desktop.core.figures.reading import Readable, Reading
from pfd_desktop.ui.plots.axes import Axes, AxisText
from pfd_desktop.ui.plots.crosshair import Crosshair
from pfd_desktop.ui.plots.exportable import Exportable
from pfd_desktop.ui.plots.gestures import Claim, Gestures
from pfd_desktop.ui.plots.grid import Grid
from pfd_desktop.ui.plots.layer import Layer
from pfd_desktop.ui.plots.legend_strip import LegendStrip
from pfd_desktop.ui.plots.numbers import reading_text
from pfd_desktop.ui.plots.palette import PlotColours, from_palette
from pfd_desktop.ui.plots.region_layer import RegionLayer
from pfd_desktop.ui.plots.scales import LINEAR, LOGARITHMIC

RIGHT_MARGIN = 18
_LEGEND_ROW = 4  # of the layout of a pyqtgraph plot; its bottom axis is in row 3
LEFT_MARGIN = 66  # axis and its words
_CLOSEST = 1e-9  # the view never gets narrower than this share of its home
_SMALLEST_REGION = 4.0  # pixels; a shorter drag with Shift is a slip


class Plot(Exportable):
    """A plot with axes and a grid that shows layers; knows nothing of what they are.

    Left drag pans, Shift and drag zooms to a stretch, the wheel zooms at the pointer (with Ctrl the
    y axis), a double click or Ctrl+0 shows everything, the right button opens the menu.
    """

    view_changed = Signal()
    clicked = Signal(float, float)  # x and y in the units of the axes
    hovered = Signal(QPointF)  # where on the canvas, with no button held
    menu_requested = Signal(QPoint)  # on the screen

    takes_cursors = True  # curves over x; a path in a plane has none

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._canvas = pg.PlotWidget(enableMenu=False)
        self._box = self._canvas.getViewBox()
        self._axes = Axes(self._canvas.getPlotItem())
        self._layers: list[Layer] = []
        self._legends: list[LegendStrip] = []
        self._across = self._up = LINEAR
        self._home = QRectF(0, 0, 1, 1)
        self._source: Readable | None = None
        self._set_up_canvas()
        self._grid, self._crosshair, self._region = Grid(), Crosshair(), RegionLayer()
        self._bottom_text = self._left_text = AxisText("")
        self.add_layer(self._grid)
        self.add_layer(self._region)
        self.add_layer(self._crosshair)
        self._connect()
        self.restyle()
        self.set_home(0, 1, 0, 1)

    def _set_up_canvas(self) -> None:
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.setAccessibleName(f"{self.accessibleName()} drawing")
        self._canvas.getPlotItem().hideButtons()
        # Room for half a tick label beyond either axis.
        self._canvas.getPlotItem().layout.setContentsMargins(0, 9, RIGHT_MARGIN, 0)
        self._box.disableAutoRange()
        self._box.setDefaultPadding(0.0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)  # the focus frame
        layout.addWidget(self._canvas)

    def _connect(self) -> None:
        self._gestures = Gestures(self._canvas.viewport())
        self._gestures.pressed.connect(self.setFocus)
        self._gestures.hovered.connect(self._hover)
        self._gestures.hovered.connect(self.hovered)
        self._gestures.gone.connect(lambda: self._crosshair.show_at(None))
        self._gestures.clicked.connect(self._click)
        self._gestures.reset_requested.connect(self.reset_view)
        self._gestures.menu_requested.connect(self.menu_requested)
        self._gestures.zoom_requested.connect(self._wheel)
        self._gestures.region_dragged.connect(self._drag_region)
        self._gestures.region_chosen.connect(self._choose_region)
        self._box.sigRangeChanged.connect(self._follow_view)
        self._box.sigResized.connect(self._follow_view)

    # -- what is shown ---------------------------------------------------------------------------

    def set_axes(self, bottom: AxisText, left: AxisText) -> None:
        """Name and unit of both axes."""
        self._axes.set_words(bottom, left)
        self._bottom_text, self._left_text = bottom, left
        self._follow_view()

    def set_logarithmic(self, across: bool, up: bool) -> None:
        """Scales of both axes; what is set as home from now on must be above 0 there."""
        scales = LOGARITHMIC if across else LINEAR, LOGARITHMIC if up else LINEAR
        if scales == (self._across, self._up):
            return
        view = self.view()
        self._across, self._up = scales
        self._axes.set_scales(*scales)
        self._box.setLimits(
            xMin=None, xMax=None, yMin=None, yMax=None, minXRange=None, minYRange=None
        )
        self.show_view(view.left(), view.right(), view.top(), view.bottom())

    @property
    def logarithmic(self) -> tuple[bool, bool]:
        """Whether the x and the y axis are."""
        return self._across.logarithmic, self._up.logarithmic

    def axis_text(self, side: str) -> str:
        """The words beside the axis "bottom" or "left"."""
        return self._axes.text(side)

    def set_contract(self, text: str) -> None:
        """What hovering over the left axis tells."""
        self._axes.set_tool_tip(text)

    def add_layer(self, layer: Layer) -> None:
        """Show ``layer``; the plot tells it the view and the colours."""
        self._layers.append(layer)
        self._box.addItem(layer, ignoreBounds=True)
        layer.restyle(self.colours())
        layer.set_view(self.view(), self._across, self._up)

    def add_legend(self, legend: LegendStrip) -> None:
        """Name the series below the axes."""
        self._legends.append(legend)
        self._canvas.getPlotItem().layout.addItem(legend, _LEGEND_ROW, 1)
        legend.restyle(self.colours(), self.font())

    def remove_layer(self, layer: Layer) -> None:
        """Show it no more."""
        self._layers.remove(layer)
        self._box.removeItem(layer)

    def set_source(self, source: Readable | None) -> None:
        """What the cross hair reads."""
        self._source = source
        self._crosshair.show_at(None)

    @property
    def source(self) -> Readable | None:
        """What the cross hair reads."""
        return self._source

    @property
    def readout(self) -> str:
        """What the cross hair reads now; "" when the pointer is elsewhere."""
        return self._crosshair.text

    # -- the view --------------------------------------------------------------------------------

    def set_home(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """What "everything" is; also how far out one can go."""
        self._home = QRectF(x0, y0, max(x1 - x0, 1e-30), max(y1 - y0, 1e-30))
        (left, right), (low, high) = self._on_axes(self._home)
        margin_x, margin_y = 0.5 * (right - left), 2.0 * (high - low)
        self._box.setLimits(
            xMin=left - margin_x,
            xMax=right + margin_x,
            yMin=low - margin_y,
            yMax=high + margin_y,
            minXRange=(right - left) * _CLOSEST,
            minYRange=(high - low) * _CLOSEST,
        )
        self.reset_view()

    def _on_axes(self, area: QRectF) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where the edges of an area lie: x from and to, y from and to."""
        across = self._across.place(area.left()), self._across.place(area.right())
        return across, (self._up.place(area.top()), self._up.place(area.bottom()))

    def reset_view(self) -> None:
        """Show everything."""
        home = self._home
        self.show_view(home.left(), home.right(), home.top(), home.bottom())

    def shows_all_of_x(self) -> bool:
        """Whether the x axis is not zoomed."""
        (low, high), (first, last) = self._on_axes(self.view())[0], self._on_axes(self._home)[0]
        close = 1e-6 * (last - first)
        return abs(low - first) < close and abs(high - last) < close

    def show_view(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """Show this rectangle."""
        across, up = self._on_axes(QRectF(x0, y0, x1 - x0, y1 - y0))
        self._box.setRange(xRange=across, yRange=up, padding=0)

    def show_x(self, x0: float, x1: float) -> None:
        """Show this stretch of the x axis; one that is logarithmic has no zero."""
        if self._across.logarithmic:
            x0 = max(x0, self._home.left())
        self._box.setXRange(self._across.place(x0), self._across.place(x1), padding=0)

    def view(self) -> QRectF:
        """What is seen, in the units of the axes."""
        (left, right), (low, high) = self._box.viewRange()
        x0, y0 = self._across.value(left), self._up.value(low)
        return QRectF(x0, y0, self._across.value(right) - x0, self._up.value(high) - y0)

    def zoom(self, factor: float, at: QPointF | None = None, vertically: bool = False) -> None:
        """Show ``factor`` times as much around ``at`` (in the units of the axes; default the
        middle)."""
        (x0, x1), (y0, y1) = self._box.viewRange()
        centre = pg.Point((x0 + x1) / 2, (y0 + y1) / 2)
        if at is not None:
            centre = pg.Point(self._across.place(at.x()), self._up.place(at.y()))
        if vertically:
            self._box.scaleBy(y=factor, center=centre)
        else:
            self._box.scaleBy(x=factor, center=centre)

    def pan(self, share: float) -> None:
        """Move the view along x by ``share`` of its width."""
        low, high = self._box.viewRange()[0]
        self._box.translateBy(x=share * (high - low))

    def pixels_to_x(self, pixels: float, at: float | None = None) -> float:
        """How far ``pixels`` reach along the x axis, at ``at`` where it is logarithmic."""
        low, high = self._box.viewRange()[0]
        distance = pixels * (high - low) / max(1.0, float(self._box.width()))
        place = high if at is None else self._across.place(at)
        return abs(self._across.value(place) - self._across.value(place - distance))

    def position_of(self, x: float, y: float) -> QPointF:
        """Where a point lies on this widget."""
        scene = self._box.mapViewToScene(pg.Point(self._across.place(x), self._up.place(y)))
        return QPointF(self._canvas.mapTo(self, self._canvas.mapFromScene(scene)))

    def view_at(self, at: QPointF) -> QPointF:
        """The point of the view at a place on the canvas."""
        return self._to_view(at)

    def canvas_at(self, x: float, y: float) -> QPointF:
        """Where on the canvas a point of the view lies."""
        scene = self._box.mapViewToScene(pg.Point(self._across.place(x), self._up.place(y)))
        return QPointF(self._canvas.mapFromScene(scene))

    def below_top(self, at: QPointF) -> float:
        """How far a place on the canvas lies below the upper edge of the view, in painter units."""
        top = self._box.mapViewToScene(pg.Point(0.0, self._box.viewRange()[1][1]))
        return float(at.y() - self._canvas.mapFromScene(top).y())

    def add_claim(self, claim: Claim) -> None:
        """Let something of the plot take presses of the left button before it pans."""
        self._gestures.claims.append(claim)

    def show_bottom_axis(self, on: bool) -> None:
        """Draw the words and numbers of the x axis, or leave them to the plot below."""
        self._axes.show_bottom(on)

    def show_left_words(self, on: bool) -> None:
        """Draw the words of the y axis, or leave them out."""
        self._axes.show_left_words(on)

    def mark_span(self, span: tuple[float, float] | None) -> None:
        """Shade a stretch of x, or none."""
        self._region.show_span(span)

    def axis_units(self) -> tuple[str, str]:
        """The units of the bottom and the left axis."""
        return self._bottom_text.unit, self._left_text.unit

    @property
    def canvas(self) -> pg.PlotWidget:
        """The drawing, for export and tests."""
        return self._canvas

    # -- events ----------------------------------------------------------------------------------

    def _follow_view(self, *_: object) -> None:
        view = self.view()
        across, up = self._axes.update(
            (view.left(), view.right()),
            (view.top(), view.bottom()),
            self._box.width(),
            self._box.height(),
        )
        for layer in self._layers:
            layer.set_view(view, self._across, self._up)
        self._grid.set_ticks(across.values, up.values)
        self.view_changed.emit()

    def _to_view(self, at: QPointF) -> QPointF:
        place = self._box.mapSceneToView(self._canvas.mapToScene(at.toPoint()))
        return QPointF(self._across.value(place.x()), self._up.value(place.y()))

    def _hover(self, at: QPointF) -> None:
        place = self._to_view(at)
        inside = self.view().contains(place)
        point, text = self.reading_at(place.x(), place.y()) if inside else (None, "")
        self._crosshair.show_at(point, text)

    def reading_at(self, x: float, y: float) -> tuple[Reading | None, str]:
        """What the cross hair stands at and says for a pointer at ``x`` and ``y``."""
        del y
        point = self._source.value_at(x) if self._source is not None else None
        return point, "" if point is None else self.point_text(point)

    def aim(self, x: float, y: float) -> None:
        """Choose what a click at ``x`` and ``y`` reads, where several things are shown."""

    def point_text(self, point: Reading) -> str:
        """A point in the units of the axes."""
        x = reading_text(point.x, self._bottom_text.unit, 6)
        return f"{x}   {reading_text(point.y, self._left_text.unit)}"

    def _click(self, at: QPointF) -> None:
        place = self._to_view(at)
        if self.view().contains(place):
            self.clicked.emit(place.x(), place.y())

    def _wheel(self, at: QPointF, factor: float, vertically: bool) -> None:
        self.zoom(factor, self._to_view(at), vertically)

    def _drag_region(self, start: QPointF, stop: QPointF) -> None:
        self.mark_span((self._to_view(start).x(), self._to_view(stop).x()))

    def _choose_region(self, start: QPointF, stop: QPointF) -> None:
        self.mark_span(None)
        low, high = sorted((self._to_view(start).x(), self._to_view(stop).x()))
        if high - low > self.pixels_to_x(_SMALLEST_REGION, high):
            self.stretch_dragged(low, high)

    def stretch_dragged(self, low: float, high: float) -> None:
        """What dragging with Shift does: show that stretch."""
        self.show_x(low, high)

    # -- look ------------------------------------------------------------------------------------

    def colours(self) -> PlotColours:
        """The theme's colours for plots."""
        return from_palette(self.palette())

    def restyle(self, colours: PlotColours | None = None) -> None:
        """Take the theme's colours, or the given ones (for paper)."""
        chosen = colours or self.colours()
        self._canvas.setBackground(chosen.background)
        self._axes.restyle(chosen, self.font())
        for layer in self._layers:
            layer.restyle(chosen)
        for legend in self._legends:
            legend.restyle(chosen, self.font())
        self.update()

    def screen_image(self) -> QImage:
        """The drawing without the frame that shows the focus."""
        image: QImage = self._canvas.grab().toImage()
        return image

    def picture_size(self) -> QSize:
        """The size of the drawing."""
        size: QSize = self._canvas.viewport().size()
        return size

    def draw_picture(self, painter: QPainter, target: QRectF, colours: PlotColours) -> None:
        """Draw the canvas in these colours; afterwards the theme's are back."""
        self.restyle(colours)
        try:
            self._canvas.render(painter, target, self._canvas.viewport().rect())
        finally:
            self.restyle()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_grid"):
            self.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setPen(QPen(self.colours().accent, 1))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
