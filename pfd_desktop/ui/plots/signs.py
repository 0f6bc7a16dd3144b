"""Signs of groups: the same for a group in every plot, and told apart without colour."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    (),  # a circle
    ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    ((-1.1, 0.9), (1.1, 0.9), (0, -1.2)),
    ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    ((-1.1, -0.9), (1.1, -0.9), (0, 1.2)),
    ((-1, -1), (1, 1), (0, 0), (1, -1), (-1, 1), (0, 0)),
    ((0, -1.2), (1.1, -0.4), (0.7, 1), (-0.7, 1), (-1.1, -0.4)),
)


def draw_sign(painter: QPainter, group: int, at: QPointF, size: float) -> None:
    """The sign of that group with the painter's pen and brush; *size*: half its width."""
    shape = _SHAPES[group % len(_SHAPES)]
    if not shape:
        painter.drawEllipse(at, size, size)
    else:
        corners = [QPointF(at.x() + size * x, at.y() + size * y) for x, y in shape]
        painter.drawPolygon(QPolygonF(corners))
