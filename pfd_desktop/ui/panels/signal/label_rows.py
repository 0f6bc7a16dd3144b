"""The rows of the list of labels: put into words when they are seen, for there may be thousands."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import lru_cache
from typing import Generic, TypeVar, overload

from pfd_desktop.core.figures.labels import label_words, severity_words
from pfd_desktop.core.records.labels import Label, LabelChange, LabelFacts
from pfd_desktop.ui.plots.numbers import reading_text

LABEL_NAMES = ("Class", "Severity", "From (s)", "Length", "Note", "By")
TRAIL_NAMES = ("When", "Who", "What", "Before", "After")
_KEPT = 256  # rows in words: a screen of them is asked for again and again
_Row = tuple[str, ...]
_Item = TypeVar("_Item")


class Said(Enum):
    """What the form says of a label."""

    CLASSES = 0
    SEVERITY = 1
    NOTE = 2


class LazyRows(Sequence[_Row], Generic[_Item]):
    """Each item's row, put into words when it is asked for."""

    def __init__(self, items: Sequence[_Item], words: Callable[[_Item], _Row]) -> None:
        self._items = items
        self._row = lru_cache(_KEPT)(lambda number: words(items[number]))

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> _Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Row]: ...
    def __getitem__(self, at: int | slice) -> _Row | Sequence[_Row]:
        numbers = range(len(self._items))[at]
        return self._row(numbers) if isinstance(numbers, int) else [*map(self._row, numbers)]


def label_row(label: Label) -> _Row:
    """A label in the order of LABEL_NAMES."""
    facts = label.facts
    start, length = "all", "all"
    if facts.start_s is not None:
        start = reading_text(facts.start_s, "", 6)
        length = (
            "point" if facts.stop_s is None else reading_text(facts.stop_s - facts.start_s, "s")
        )
    return (
        ", ".join(facts.classes) or "–",
        severity_words(facts) or "–",
        start,
        length,
        facts.note,
        label.author,
    )


def trail_row(change: LabelChange) -> _Row:
    """A change in the order of TRAIL_NAMES."""
    when = change.changed_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    sides = (change.before, change.after)
    said = ("" if facts is None else _said(facts) for facts in sides)
    return (when, change.author, change.act.value, *said)


def _said(facts: LabelFacts) -> str:
    words = label_words(facts)
    if facts.start_s is None:
        return words
    stop = "" if facts.stop_s is None else f" to {facts.stop_s:.6g}"
    return f"{words}, {facts.start_s:.6g}{stop} s"
