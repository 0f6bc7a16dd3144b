"""Tags as chips: painted in a table's cell, and as buttons that take them away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.records.tags import Tag
from pfd_desktop.core.tags import shown_colour
from pfd_desktop.ui.widgets.field_error import FieldError
from pfd_desktop.ui.widgets.flow_layout import FlowLayout

Index = QModelIndex | QPersistentModelIndex
_GAP, _ROUND = 4, 4


def ink(colour: QColor) -> QColor:
    """Black or white, whichever reads better on it (WCAG 2.2, relative luminance)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return QColor(Qt.GlobalColor.black if light > 0.179 else Qt.GlobalColor.white)


class ChipDelegate(QStyledItemDelegate):
    """Paints the tags of a row side by side; the cell's text stays for copying and reading."""

    def __init__(self, tags_at: Callable[[Index], Sequence[Tag]], parent: QWidget) -> None:
        super().__init__(parent)
        self._tags_at = tags_at

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell's ground, then the chips as far as they fit."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = option.rect.left() + _GAP
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        for tag in self._tags_at(index):
            width = self._width(option.fontMetrics, tag)
            chip = QRect(left, option.rect.top() + 3, width, option.rect.height() - 6)
            colour = QColor(shown_colour(tag))
            # With an edge, for a chosen row may have the chip's own colour.
            painter.setPen(ink(colour) if chosen else colour)
            painter.setBrush(colour)
            painter.drawRoundedRect(chip, _ROUND, _ROUND)
            painter.setPen(ink(colour))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, tag.name)
            left += width + _GAP
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for all of them."""
        size = super().sizeHint(option, index)
        widths = (self._width(option.fontMetrics, tag) + _GAP for tag in self._tags_at(index))
        return QSize(sum(widths) + _GAP, size.height())

    def _width(self, metrics: QFontMetrics, tag: Tag) -> int:
        return metrics.horizontalAdvance(tag.name) + 3 * _GAP


class TagChips(QWidget):
    """The tags of one thing; a click takes one away, Enter in the field adds one."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setAccessibleName("Add a tag")
        self.field.setPlaceholderText(self.tr("Add a tag, such as bearing/outer"))
        self.error = FieldError(self.field)
        self.chips = QWidget()
        self._flow = FlowLayout(self.chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.chips)
        layout.addWidget(self.error.below())
        self.field.returnPressed.connect(self._add)
        self.chips.hide()

    def show_tags(self, tags: Sequence[Tag], known: Sequence[str]) -> None:
        """These it has; *known* are offered while typing."""
        while (item := self._flow.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for tag in tags:
            colour = QColor(shown_colour(tag))
            chip = QPushButton(f"{tag.name.replace('&', '&&')}  ×")
            chip.setAccessibleName(f"Take the tag {tag.name} away")
            chip.setToolTip(chip.accessibleName())
            chip.setStyleSheet(
                f"background: {colour.name()}; color: {ink(colour).name()}; padding: 1px 8px"
            )
            chip.clicked.connect(lambda _=False, name=tag.name: self.removed.emit(name))
            self._flow.addWidget(chip)
        self.chips.setVisible(bool(tags))
        offer = QCompleter(list(known), self.field)
        offer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(offer)

    def settle(self) -> None:
        """What was typed has become a tag."""
        self.error.say("")
        self.field.clear()

    def refuse(self, error: Exception) -> None:
        """Why what was typed is no tag; it stays in the field."""
        self.error.say(str(error))

    def _add(self) -> None:
        if self.field.text().strip():
            self.added.emit(self.field.text().strip())
