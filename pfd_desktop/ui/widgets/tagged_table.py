"""A table of records that can have tags: their chips in a column, and what is selected for them."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from pfd_desktop.core.records.tags import Tag
from pfd_desktop.ui.item_models.records import Column, Index
from pfd_desktop.ui.widgets.chips import ChipDelegate
from pfd_desktop.ui.widgets.record_table import RecordTable


class Tagged(Protocol):
    """A record that tags can be found for."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Tagged)


class TaggedTable(RecordTable[T]):
    """The tags stand before the column at *place*."""

    def __init__(
        self, name: str, columns: Sequence[Column[T]], place: int, parent: QWidget | None = None
    ) -> None:
        self._tags: Mapping[str, Sequence[Tag]] = {}
        self.known: Sequence[str] = ()  # the names of all tags there are
        self._place = place
        own = Column("Tags", self._names)
        super().__init__(name, (*columns[:place], own, *columns[place:]), parent)
        self.view.setItemDelegateForColumn(place, ChipDelegate(self._tags_at, self.view))

    def show_tags(self, tags: Mapping[str, Sequence[Tag]], known: Sequence[str]) -> None:
        """The tags of each record that has any, and the names of all; the records may be there."""
        self._tags, self.known = tags, known
        if self.model.records:
            self.view.viewport().update()
            self.view.resizeColumnToContents(self._place)

    def ids(self) -> tuple[str, ...]:
        """Those of the selected rows."""
        return tuple(record.id for record in self.selected())

    def _names(self, record: T) -> str:
        return ", ".join(tag.name for tag in self._tags.get(record.id, ()))

    def _tags_at(self, index: Index) -> Sequence[Tag]:
        return self._tags.get(self.at(index).id, ())
