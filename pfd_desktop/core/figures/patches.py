"""Labels of time and frequency, ready to draw over a map."""

from collections.abc import Iterable
from dataclasses import dataclass

from pfd_desktop.core.figures.labels import class_place, label_words
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.records.labels import Label, LabelKind


@dataclass(frozen=True)
class Patch:
    """A stretch of time and a band."""

    id: str
    start_s: float
    stop_s: float
    low_hz: float
    high_hz: float
    words: str  # class and severity, as shown
    place: int = 0  # of its class among all classes: which colour it has

    @property
    def area(self) -> float:
        """In turns: seconds times hertz."""
        return (self.stop_s - self.start_s) * (self.high_hz - self.low_hz)

    def holds(self, seconds: float, hertz: float) -> bool:
        """Whether a point lies in it."""
        in_time = self.start_s <= seconds <= self.stop_s
        return in_time and self.low_hz <= hertz <= self.high_hz


def patches_of(labels: Iterable[Label]) -> tuple[Patch, ...]:
    """Those of a recording's labels that speak of a band."""
    return tuple(_patch(label) for label in labels if label.facts.kind is LabelKind.PATCH)


def _patch(label: Label) -> Patch:
    facts = label.facts
    edges = (facts.start_s, facts.stop_s, facts.low_hz, facts.high_hz)
    start_s, stop_s, low_hz, high_hz = (0.0 if edge is None else edge for edge in edges)
    words, place = label_words(facts), class_place(facts.classes)
    return Patch(label.id, start_s, stop_s, low_hz, high_hz, words, place)


def time_is_up(figure: MapFigure | None) -> bool | None:
    """Whether a map has time up and frequency across; None where it has no such axes."""
    units = None if figure is None else (figure.x_unit, figure.y_unit)
    return {("Hz", "s"): True, ("s", "Hz"): False}.get(units) if units is not None else None
