"""Labels as CSV: one line a label, units in the headings, classes parted by ``|``."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from pfd_desktop.core.labels.rules import SEPARATOR, checked
from pfd_desktop.core.records.labels import Label, LabelFacts, LabelKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import InvalidInput

_SHOWN = 5  # bad lines named
_TEXT = {"kind", "classes", "severity words", "note", "author"}
_SCALES = {
    "start": {"s": 1.0, "ms": 1e-3},
    "stop": {"s": 1.0, "ms": 1e-3},
    "low": {"Hz": 1.0, "kHz": 1e3},
    "high": {"Hz": 1.0, "kHz": 1e3},
    "severity": {"": 1.0, "0 to 1": 1.0, "%": 1e-2},
}
HEADINGS = (
    "kind",
    "start (s)",
    "stop (s)",
    "low (Hz)",
    "high (Hz)",
    "classes",
    "severity (0 to 1)",
    "severity words",
    "note",
    "author",
)


@dataclass(frozen=True)
class ReadLabel:
    """A label of a CSV file; "" where it names no author."""

    facts: LabelFacts
    author: str


@dataclass(frozen=True)
class _Column:
    name: str
    scale: float


def written(recording: Recording, labels: Sequence[Label]) -> str:
    """The labels of a recording as text; numbers at full precision."""
    text = io.StringIO()
    text.write(f"# recording: {recording.name}\n# samples_sha256: {recording.blob}\n")
    text.write(f"# rate_hz: {recording.rate_hz!r}\n# samples: {recording.samples}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for label in labels:
        facts = label.facts
        numbers = (facts.start_s, facts.stop_s, facts.low_hz, facts.high_hz)
        writer.writerow(
            (
                facts.kind.value,
                *(_plain(number) for number in numbers),
                SEPARATOR.join(facts.classes),
                _plain(facts.severity),
                facts.severity_words,
                facts.note,
                label.author,
            )
        )
    return text.getvalue()


def read(text: str, duration_s: float, rate_hz: float) -> tuple[ReadLabel, ...]:
    """The labels in *text*, all or none: raises InvalidInput naming each line that cannot be used.

    Columns in any order; start and stop in s or ms, low and high in Hz or kHz, as their headings
    say. A missing kind follows from the numbers that are there. Semicolons part columns as well,
    with decimal commas.
    """
    lines = [
        (number, line)
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(keepends=True), 1)
        if not line.startswith("#") and line.strip()
    ]
    if not lines:
        raise InvalidInput("The file holds no line of labels.")
    separator = ";" if lines[0][1].count(";") > lines[0][1].count(",") else ","
    rows = list(csv.reader([line for _, line in lines], delimiter=separator))
    columns = [_column(heading) for heading in rows[0]]
    found: list[ReadLabel] = []
    bad: list[str] = []
    # A quoted note may hold line ends, so a row is named by its number and not by its line.
    for number, row in enumerate(rows[1:], 1):
        try:
            found.append(_label(row, columns, separator, duration_s, rate_hz))
        except InvalidInput as error:
            bad.append(f"row {number}: {error}")
    if bad:
        more = f" … and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
        raise InvalidInput(
            f"No label was imported, for {len(bad)} of {len(rows) - 1} rows cannot be used: "
            + " ".join(bad[:_SHOWN])
            + more
        )
    return tuple(found)


def _plain(number: float | None) -> str:
    return "" if number is None else repr(number)


def _column(heading: str) -> _Column:
    name, _, unit = heading.strip().partition("(")
    name, unit = name.strip().casefold(), unit.rstrip(") ")
    if name in _TEXT:
        return _Column(name, 1.0)
    if name not in _SCALES:
        raise InvalidInput(
            f"The column “{heading.strip()}” is not known; known are {', '.join(HEADINGS)}."
        )
    if unit not in _SCALES[name]:
        known = " or ".join(one for one in _SCALES[name] if one)
        raise InvalidInput(f"The heading “{heading.strip()}” must say its unit: {known}.")
    return _Column(name, _SCALES[name][unit])


def _label(
    row: Sequence[str],
    columns: Sequence[_Column],
    separator: str,
    duration_s: float,
    rate_hz: float,
) -> ReadLabel:
    if len(row) != len(columns):
        raise InvalidInput(f"it has {len(row)} cells where there are {len(columns)} headings.")
    cells = {column.name: cell.strip() for column, cell in zip(columns, row, strict=True)}
    numbers = {
        column.name: _read_number(cells[column.name], column, separator)
        for column in columns
        if column.name not in _TEXT
    }
    facts = LabelFacts(
        kind=_kind(cells.get("kind", ""), numbers),
        classes=tuple(cells.get("classes", "").split(SEPARATOR)),
        start_s=numbers.get("start"),
        stop_s=numbers.get("stop"),
        low_hz=numbers.get("low"),
        high_hz=numbers.get("high"),
        severity=numbers.get("severity"),
        severity_words=cells.get("severity words", ""),
        note=cells.get("note", ""),
    )
    return ReadLabel(checked(facts, duration_s, rate_hz), cells.get("author", ""))


def _read_number(cell: str, column: _Column, separator: str) -> float | None:
    if not cell:
        return None
    try:
        return float(cell.replace(",", ".") if separator == ";" else cell) * column.scale
    except ValueError as error:
        raise InvalidInput(f"“{cell}” under {column.name} is no number.") from error


def _kind(word: str, numbers: dict[str, float | None]) -> LabelKind:
    if word:
        try:
            return LabelKind(word)
        except ValueError as error:
            raise InvalidInput(
                f"“{word}” is no kind of label; known are {', '.join(LabelKind)}."
            ) from error
    if numbers.get("start") is None:
        return LabelKind.RECORD
    if numbers.get("stop") is None:
        return LabelKind.POINT
    return LabelKind.REGION if numbers.get("low") is None else LabelKind.PATCH
