"""What labels may say: within the recording, in one form, each class once."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.errors import InvalidInput

SEPARATOR = "|"  # between the classes in a CSV file, so none may hold it
_LONGEST = 200  # characters of a class
_TIMED = {LabelKind.REGION, LabelKind.PATCH}
_KNOWN = {fault.value.casefold(): fault.value for fault in Fault}


def checked(facts: LabelFacts, duration_s: float, rate_hz: float) -> LabelFacts:
    """The facts in the form they are kept: clamped to the recording, unused fields None.

    Raises InvalidInput where nothing of the label lies within the recording, a number is missing
    or no number, and where it says neither a class nor a note.
    """
    start_s, stop_s = _times(facts, duration_s)
    low_hz, high_hz = _band(facts, rate_hz)
    classes = _classes(facts.classes)
    note = facts.note.strip()
    if not classes and not note:
        raise InvalidInput("A label needs a class or a note.")
    if facts.severity is not None and not 0 <= facts.severity <= 1:
        raise InvalidInput(f"A severity of {facts.severity:g} is not between 0 and 1.")
    return replace(
        facts,
        classes=classes,
        start_s=start_s,
        stop_s=stop_s,
        low_hz=low_hz,
        high_hz=high_hz,
        severity_words=facts.severity_words.strip(),
        note=note,
    )


def overlapping(facts: LabelFacts, others: Iterable[LabelFacts]) -> tuple[LabelFacts, ...]:
    """Those of *others* that claim a class of this label for some of the same samples.

    That is allowed, for two people may see one thing; who labels is told. A point within a region
    overlaps it, and a record overlaps all; edges that only touch do not.
    """
    mine = set(facts.classes)
    return tuple(one for one in others if mine & set(one.classes) and _meet(facts, one))


def _meet(one: LabelFacts, other: LabelFacts) -> bool:
    return _cross(_span(one), _span(other)) and _cross(_heights(one), _heights(other))


def _cross(one: tuple[float, float], other: tuple[float, float]) -> bool:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    is_point = one[0] == one[1] or other[0] == other[1]
    return low <= high if is_point else low < high


def _span(facts: LabelFacts) -> tuple[float, float]:
    start = -math.inf if facts.start_s is None else facts.start_s
    if facts.kind is LabelKind.POINT:
        return start, start
    return start, math.inf if facts.stop_s is None else facts.stop_s


def _heights(facts: LabelFacts) -> tuple[float, float]:
    low = -math.inf if facts.low_hz is None else facts.low_hz
    return low, math.inf if facts.high_hz is None else facts.high_hz


def _times(facts: LabelFacts, duration_s: float) -> tuple[float | None, float | None]:
    if facts.kind is LabelKind.RECORD:
        return None, None
    start_s = _number(facts.start_s, "start", "s")
    if facts.kind is LabelKind.POINT:
        if not 0 <= start_s <= duration_s:
            raise InvalidInput(
                f"A label at {start_s:g} s is outside the recording, which lasts {duration_s:g} s."
            )
        return start_s, None
    stop_s = _number(facts.stop_s, "stop", "s")
    first, last = sorted((start_s, stop_s))
    first, last = max(0.0, first), min(duration_s, last)
    if not first < last:
        raise InvalidInput(
            f"A label from {start_s:g} to {stop_s:g} s holds nothing of the recording, which lasts"
            f" {duration_s:g} s."
        )
    return first, last


def _band(facts: LabelFacts, rate_hz: float) -> tuple[float | None, float | None]:
    if facts.kind is not LabelKind.PATCH:
        return None, None
    low_hz, high_hz = _number(facts.low_hz, "low", "Hz"), _number(facts.high_hz, "high", "Hz")
    low, high = sorted((low_hz, high_hz))
    low, high = max(0.0, low), min(rate_hz / 2, high)
    if not low < high:
        raise InvalidInput(
            f"A label from {low_hz:g} to {high_hz:g} Hz holds nothing of the recording, which"
            f" reaches to {rate_hz / 2:g} Hz."
        )
    return low, high


def _number(value: float | None, name: str, unit: str) -> float:
    if value is None or not math.isfinite(value):
        raise InvalidInput(f"The label needs a number for its {name}, in {unit}.")
    return float(value)


def _classes(words: Sequence[str]) -> tuple[str, ...]:
    """Each once, in the order told; names of faults as the program writes them."""
    kept: dict[str, None] = {}
    for word in words:
        plain = " ".join(word.split())
        if SEPARATOR in plain or len(plain) > _LONGEST:
            raise InvalidInput(
                f"The class “{plain[:40]}” cannot be used: no “{SEPARATOR}”, and at most {_LONGEST}"
                " characters."
            )
        if plain:
            kept[_KNOWN.get(plain.casefold(), plain)] = None
    return tuple(kept)
