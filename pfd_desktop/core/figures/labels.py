"""Labels of a time trace, ready to draw: thousands are merged to what a screen can tell apart."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.labels import Label, LabelFacts, LabelKind

LANES = 4  # labels over each other in rows; more share the last one
SEVERAL = -1  # the place of a run that holds labels of different classes
_NONE = -2


@dataclass(frozen=True)
class TraceLabel:
    """A stretch, a point (``high_s`` equals ``low_s``) or the whole of a recording."""

    id: str
    low_s: float
    high_s: float
    words: str  # class and severity, as shown
    place: int  # of its class among all classes: which colour it has
    whole: bool = False  # of the whole recording


@dataclass(frozen=True)
class Run:
    """Labels too narrow to be told apart: so many pixels of one lane in one colour."""

    lane: int
    first: int  # pixel column
    last: int  # one past the last
    place: int  # SEVERAL where classes differ


class LabelSheet:
    """The labels of one recording by time, each in a lane where it covers no other."""

    def __init__(self, labels: Iterable[TraceLabel] = ()) -> None:
        ordered = sorted(labels, key=lambda one: (not one.whole, one.low_s, one.high_s, one.id))
        self.labels = tuple(ordered)
        self.lows = np.array([-inf if one.whole else one.low_s for one in ordered])
        self.highs = np.array([inf if one.whole else one.high_s for one in ordered])
        self.places = np.array([one.place for one in ordered], np.int64)
        self.lanes = np.array(list(_lanes(self.lows, self.highs)), np.int64)
        self.lane_count = int(self.lanes.max()) + 1 if ordered else 0

    def find(self, label_id: str) -> TraceLabel | None:
        """The label of that id."""
        return next((one for one in self.labels if one.id == label_id), None)

    def seen(self, low_s: float, high_s: float) -> NDArray[np.intp]:
        """Which labels reach into this stretch."""
        return np.flatnonzero((self.lows <= high_s) & (self.highs >= low_s))

    def at(self, seconds: float, reach_s: float, lane: int | None = None) -> TraceLabel | None:
        """The shortest label within *reach_s* of a time, in one lane or in any."""
        found = self.seen(seconds - reach_s, seconds + reach_s)
        if lane is not None:
            found = found[self.lanes[found] == lane]
        lengths = self.highs[found] - self.lows[found]
        return self.labels[int(found[np.argmin(lengths)])] if found.size else None

    def neighbour(self, seconds: float, forward: bool) -> TraceLabel | None:
        """The next label that begins after a time, or the one before it; none beyond the last."""
        parts = [one for one in self.labels if not one.whole]
        if forward:
            return next((one for one in parts if one.low_s > seconds), None)
        return next((one for one in reversed(parts) if one.low_s < seconds), None)

    def runs(
        self, chosen: NDArray[np.intp], low_s: float, high_s: float, columns: int
    ) -> tuple[Run, ...]:
        """The *chosen* labels merged by pixel column between *low_s* and *high_s*."""
        scale = columns / (high_s - low_s)
        first = np.clip((self.lows[chosen] - low_s) * scale, 0, columns - 1).astype(np.int64)
        last = np.clip((self.highs[chosen] - low_s) * scale, 0, columns - 1).astype(np.int64)
        found: list[Run] = []
        for lane in range(self.lane_count):
            mine = self.lanes[chosen] == lane
            if mine.any():
                pixels = _painted(first[mine], last[mine], self.places[chosen][mine], columns)
                found += _runs_of(pixels, lane)
        return tuple(found)


def _lanes(lows: NDArray[np.float64], highs: NDArray[np.float64]) -> Iterable[int]:
    """The first lane that is free when a label begins; labels come by their beginning."""
    free_from = [-np.inf] * LANES
    for low, high in zip(lows, highs, strict=True):
        free = (
            lane for lane in range(LANES) if free_from[lane] < low or np.isneginf(free_from[lane])
        )
        lane = next(free, LANES - 1)
        free_from[lane] = max(free_from[lane], high)
        yield lane


def _painted(
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    places: NDArray[np.int64],
    columns: int,
) -> NDArray[np.int64]:
    """The place of the class in each pixel column: by the count of labels of each that cover it."""
    pixels = np.full(columns, _NONE, np.int64)
    for place in np.unique(places):
        mine = places == place
        steps = np.bincount(first[mine], minlength=columns + 1)
        steps = steps - np.bincount(last[mine] + 1, minlength=columns + 1)
        covered = np.cumsum(steps)[:columns] > 0
        pixels[covered] = np.where(pixels[covered] == _NONE, place, SEVERAL)
    return pixels


def _runs_of(pixels: NDArray[np.int64], lane: int) -> list[Run]:
    edges = np.flatnonzero(np.diff(pixels, prepend=_NONE - 1, append=_NONE - 1))
    return [
        Run(lane, int(first), int(last), int(pixels[first]))
        for first, last in itertools.pairwise(edges)
        if pixels[first] != _NONE
    ]


def sheet_of(labels: Iterable[Label]) -> LabelSheet:
    """The labels of a recording, ready to draw over its trace."""
    return LabelSheet(_drawn(label) for label in labels)


def label_words(facts: LabelFacts) -> str:
    """ "outer race, rub · 0.007 in", or the note of a label without a class."""
    words = ", ".join(facts.classes) or facts.note
    severity = severity_words(facts)
    return f"{words} · {severity}" if severity else words


def severity_words(facts: LabelFacts) -> str:
    """The severity as told: in words, else as a number from 0 to 1."""
    if facts.severity_words:
        return facts.severity_words
    return "" if facts.severity is None else f"{facts.severity:g}"


def _drawn(label: Label) -> TraceLabel:
    facts = label.facts
    words = label_words(facts)
    if facts.kind is LabelKind.PATCH and facts.low_hz is not None and facts.high_hz is not None:
        words += f" · {facts.low_hz:.4g} to {facts.high_hz:.4g} Hz"
    start = facts.start_s or 0.0
    stop = start if facts.stop_s is None else facts.stop_s
    whole = facts.kind is LabelKind.RECORD
    return TraceLabel(label.id, start, stop, words, class_place(facts.classes), whole)


def class_place(classes: tuple[str, ...]) -> int:
    """Where the first class stands among the faults; free words follow, each in its own place."""
    known = [fault.value for fault in Fault]
    if not classes:
        return len(known)
    first = classes[0]
    return known.index(first) if first in known else len(known) + sum(map(ord, first)) % 97
