"""Something drawn in a plot."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from pfd_desktop.ui.plots.device import Device, device_space
from pfd_desktop.ui.plots.palette import PlotColours, for_paper
from pfd_desktop.ui.plots.scales import LINEAR, Scale


class Layer(QGraphicsItem):
    """Draws whatever of it is seen; told the view and the colours by its plot."""

    def __init__(self) -> None:
        super().__init__()
        self.view = self._bounds = QRectF(0, 0, 1, 1)
        self._scales = (LINEAR, LINEAR)
        self.colours: PlotColours = for_paper()

    def set_view(self, view: QRectF, across: Scale = LINEAR, up: Scale = LINEAR) -> None:
        """What the plot shows now, in the numbers of its axes."""
        if self.isVisible():  # what is hidden takes no part in the scene
            self.prepareGeometryChange()
        self.view, self._scales = view, (across, up)
        left, top = across.place(view.left()), up.place(view.top())
        right, bottom = across.place(view.right()), up.place(view.bottom())
        self._bounds = QRectF(left, top, right - left, bottom - top)

    def show_if(self, anything: bool) -> None:
        """Take part in the scene only where there is anything to draw: empty layers cost too."""
        self.prepareGeometryChange()
        self.setVisible(anything)
        self.update()

    def restyle(self, colours: PlotColours) -> None:
        """Use other colours from now on."""
        self.colours = colours
        self.update()

    def boundingRect(self) -> QRectF:
        """All that is seen, in the coordinates of the scene."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Called by Qt."""
        del option, widget
        if self.view.width() <= 0 or self.view.height() <= 0:
            return
        with device_space(painter, self.view, *self._scales) as device:
            if device.x_scale and device.y_scale:  # else the plot is squeezed to nothing
                self.draw(painter, device)

    def draw(self, painter: QPainter, device: Device) -> None:
        """Draw in painter coordinates."""
        raise NotImplementedError
