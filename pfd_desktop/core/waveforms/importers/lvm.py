"""LVM files of LabVIEW: text with a header of the file and one for each segment of measurement.

Source: National Instruments, "Specification for the LabVIEW Measurement File (.lvm)".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers import arrays, hints
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import MAX_CHANNELS, MAX_OBJECTS, reading
from pfd_desktop.core.waveforms.importers.stamps import rate_of_step
from pfd_desktop.core.waveforms.measured_time import Moment, time_said
from pfd_desktop.errors import InvalidRecording

_FORMAT = "LVM"
_START = b"LabVIEW Measurement"
_END = "***End_of_Header***"
_MAX_HEADER_LINES = 200
_ROWS = 50_000  # per piece
_MAX_FACTS = 500
_LONGEST = 200  # characters kept of a text


@dataclass(frozen=True)
class _Channel:
    """One column of one segment."""

    name: str
    unit: str
    step_s: float | None
    column: int
    announced: int
    said: tuple[tuple[str, str], ...]  # all that its header says of it


@dataclass
class _Segment:
    """Rows of numbers beneath one header; *first_line* counts from 0."""

    channels: tuple[_Channel, ...]
    first_line: int
    rows: int = 0


@dataclass(frozen=True)
class _File:
    separator: str
    decimal: str
    one_header: bool  # later packets follow the first without a header of their own
    segments: tuple[_Segment, ...]
    said: dict[str, str]  # by the header of the file


def _recognises(head: bytes) -> bool:
    return head.startswith(_START)


def _describe(path: Path, _thorough: bool) -> Contents:
    with reading(path, "an LVM file"):
        file = _parse(path)
        variables: list[Variable] = []
        head = []
        facts = [*_facts("", file.said.items())]
        times = []
        for name, (segment, channel) in _named(file).items():
            rows = _counted(path, file, segment, channel)
            if rows == 0:
                continue
            rate_hz = rate_of_step(channel.step_s) if channel.step_s else None
            variables.append(Variable(name, rows, 1, "text", channel.unit, rate_hz))
            first = next(_pieces(path, file, segment, channel, HEAD_VALUES))
            head.append((name, arrays.head_of(first)))
            facts += _facts(f"{name}@", channel.said)
            if (moment := _moment(file, channel)) is not None:
                times.append((name, moment))
    return Contents(
        _FORMAT,
        tuple(variables),
        None,
        tuple(facts[:_MAX_FACTS]),
        (),
        tuple(head),
        times=tuple(times),
    )


def _facts(prefix: str, said: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((prefix + key, value[:_LONGEST]) for key, value in said if key and value)


def _moment(file: _File, channel: _Channel) -> Moment | None:
    """Date and time of the channel's own header, else of the file's; local, without a zone."""
    whose = ((dict(channel.said), "the segment's header"), (file.said, "the file's header"))
    for said, header in whose:
        if "Date" in said and "Time" in said:
            moment = time_said(f"{said['Date']} {said['Time']}", f"Date and Time of {header}")
            if moment is not None:
                return moment
    return None


def _named(file: _File) -> dict[str, tuple[_Segment, _Channel]]:
    """Every column by a name of its own."""
    found: dict[str, tuple[_Segment, _Channel]] = {}
    for number, segment in enumerate(file.segments, 1):
        for channel in segment.channels:
            name = channel.name if number == 1 else f"{channel.name} (segment {number})"
            found[name if name not in found else f"{name} ({channel.column})"] = segment, channel
    return found


def _counted(path: Path, file: _File, segment: _Segment, channel: _Channel) -> int:
    """The rows of a channel; raises where there are fewer than its header announces."""
    if segment.rows < channel.announced:
        raise InvalidRecording(
            f"{path.name} ends early: the header of {channel.name} announces"
            f" {channel.announced:,} samples and {segment.rows:,} are there. Copy it again from"
            " where it was recorded."
        )
    return segment.rows if file.one_header else channel.announced


def _parse(path: Path) -> _File:
    """Headers and places of the numbers, in one pass over the lines."""
    parser = _Parser(path)
    with path.open(encoding="utf-8", errors="replace", newline=None) as lines:
        for number, line in enumerate(lines):
            parser.take(number, line)
    said, segments = parser.said, parser.segments
    if not segments:
        raise InvalidRecording(f"{path.name} has a header and no numbers after it.")
    one_header = said.get("Multi_Headings", "No") != "Yes"
    return _File(
        _separator(said), _decimal(said, path, segments[0]), one_header, tuple(segments), said
    )


@dataclass
class _Parser:
    """What the lines so far have told."""

    path: Path
    said: dict[str, str] = field(default_factory=dict)
    segments: list[_Segment] = field(default_factory=list)
    header: list[str] | None = field(default_factory=list)  # being read; None while in numbers
    complete: bool = False  # whether the header has ended, so that the titles follow

    def take(self, number: int, line: str) -> None:
        """The next line; *number* counts from 0."""
        if self.header is None:
            self._row(line)
        elif self.complete:
            self.segments.append(_segment(self.path, self.said, self.header, line, number + 1))
            self.header, self.complete = None, False
        elif not line.startswith(_END):
            self._lengthen(self.header, line)
        elif self.said:
            self.complete = True
        else:
            self.said, self.header = _keys(self.header), []

    def _row(self, line: str) -> None:
        if line.strip():
            self.segments[-1].rows += 1
        else:  # a further segment begins, or the file ends
            self.header = []

    def _lengthen(self, header: list[str], line: str) -> None:
        header.append(line)
        if len(header) > _MAX_HEADER_LINES:
            raise InvalidRecording(f"{self.path.name} has a header without end.")
        if len(self.segments) > MAX_OBJECTS:
            raise InvalidRecording(f"{self.path.name} holds more than {MAX_OBJECTS:,} segments.")


def _keys(header: list[str]) -> dict[str, str]:
    """What the header of the file says."""
    said = {}
    for line in header:
        key, _, value = line.strip().partition("\t" if "\t" in line else ",")
        said[key.strip()] = value.strip()
    return said or {"": ""}


def _separator(said: dict[str, str]) -> str:
    return "," if said.get("Separator", "Tab").startswith("Comma") else "\t"


def _decimal(said: dict[str, str], path: Path, first: _Segment) -> str:
    """The decimal sign; where the header does not say, a comma in a row parted by tabs is one."""
    told = said.get("Decimal_Separator", "")[:1]
    if told in (".", ","):
        return told
    with path.open(encoding="utf-8", errors="replace", newline=None) as lines:
        row = next(islice(lines, first.first_line, None), "")
    return "," if _separator(said) == "\t" and "," in row else "."


def _segment(
    path: Path, said: dict[str, str], header: list[str], titles: str, first_line: int
) -> _Segment:
    """The channels that a header tells of, each with its column."""
    separator = _separator(said)
    rows = {
        cells[0].strip(): cells[1:]
        for cells in (line.rstrip("\n").split(separator) for line in header)
    }
    counts = [cell for cell in rows.get("Samples", ()) if cell.strip()]
    if not 0 < len(counts) <= MAX_CHANNELS:
        raise InvalidRecording(f"{path.name}: its header tells of {len(counts):,} channels.")
    names = titles.rstrip("\n").split(separator)
    multi = said.get("X_Columns", "One").startswith("Multi")
    channels = []
    for number, count in enumerate(counts):
        column = 2 * number + 1 if multi else number + 1
        name = names[column].strip() if column < len(names) else ""
        cell = 2 * number if multi else number
        step = _number(_cell(rows, "Delta_X", cell))
        unit = hints.unit_named(_cell(rows, "Y_Unit_Label", cell)) or "unknown"
        own = tuple((key, _cell(rows, key, cell)) for key in rows if key not in ("", "Channels"))
        name = name or f"channel {number + 1}"
        channels.append(_Channel(name, unit, step, column, int(float(count)), own))
    return _Segment(tuple(channels), first_line)


def _cell(rows: dict[str, list[str]], key: str, place: int) -> str:
    cells = rows.get(key, [])
    return cells[place].strip() if place < len(cells) else ""


def _number(text: str) -> float | None:
    """A positive number, with whichever decimal sign."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if value > 0 else None


def _pieces(
    path: Path, file: _File, segment: _Segment, channel: _Channel, size: int
) -> Iterator[Samples]:
    left = _counted(path, file, segment, channel)
    line = segment.first_line
    with path.open(encoding="utf-8", errors="replace", newline=None) as lines:
        rows = islice(lines, segment.first_line, None)
        while left > 0 and (some := list(islice(rows, min(size, left)))):
            yield np.array(
                [_value(path, file, channel, row, line + i) for i, row in enumerate(some, 1)]
            )
            left, line = left - len(some), line + len(some)


def _value(path: Path, file: _File, channel: _Channel, row: str, line: int) -> float:
    cells = row.split(file.separator)
    text = cells[channel.column].strip() if channel.column < len(cells) else ""
    try:
        return float(text.replace(",", ".") if file.decimal == "," else text)
    except ValueError:
        raise InvalidRecording(
            f"{path.name}, line {line:,}: {channel.name} is “{text[:40]}”, which is not a number."
        ) from None


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    with reading(path, "an LVM file"):
        file = _parse(path)
        segment, channel = _named(file)[variable.name]
        yield from _pieces(path, file, segment, channel, _ROWS)


LVM = Importer(_FORMAT, ENDINGS[_FORMAT], _recognises, _describe, _read)
