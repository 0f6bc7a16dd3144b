"""The rows of a text file, read in pieces: its numbers, and its dates with times as seconds."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.waveforms.importers.contents import Samples
from pfd_desktop.core.waveforms.importers.limits import MAX_SAMPLES
from pfd_desktop.core.waveforms.importers.text_cells import (
    QUOTED_COMMA,
    STAMP,
    SWAPPED,
    is_number,
    joined,
)
from pfd_desktop.core.waveforms.importers.text_layout import Layout
from pfd_desktop.errors import InvalidRecording

_LINES = 50_000  # per piece

Rows = NDArray[np.float64]


def opened(path: Path, layout: Layout) -> TextIO:
    """The file, positioned at the first row of numbers."""
    file = path.open(encoding=layout.encoding, errors="replace", newline=None)
    for _ in range(layout.header_lines):
        file.readline()
    return file


def blocks(path: Path, layout: Layout, size: int = _LINES) -> Iterator[list[str]]:
    """The lines of numbers in blocks, without those that close the file."""
    last = len(layout.closing)
    held: list[str] = []
    with opened(path, layout) as file:
        while lines := list(islice(file, size)):
            lines = held + lines
            kept = max(0, len(lines) - last)
            held = lines[kept:]
            yield lines[:kept]


def count(path: Path, layout: Layout) -> int:
    """Rows of numbers, counted without keeping them."""
    return sum(not line.isspace() for lines in blocks(path, layout) for line in lines)


def pieces(path: Path, layout: Layout, columns: tuple[int, ...]) -> Iterator[Rows]:
    """The columns in pieces of rows."""
    line, total = layout.header_lines + 1, 0
    for lines in blocks(path, layout):
        piece = numbers(path, layout, lines, columns, line)
        line += len(lines)
        total += piece.shape[0]
        if total > MAX_SAMPLES:
            raise InvalidRecording(f"{path.name} has more than {MAX_SAMPLES:,} rows.")
        yield piece


def numbers(
    path: Path, layout: Layout, lines: list[str], columns: tuple[int, ...], first_line: int
) -> Rows:
    """Rows of the wanted columns; blank cells are NaN; a word is refused with its place."""
    text = "".join(lines)
    if layout.delimiter == "," and layout.decimal == ",":
        text = QUOTED_COMMA.sub(r"\1.\2", text)
    elif layout.decimal == ",":
        text = text.translate(SWAPPED)
    if layout.delimiter is None:
        text = joined(text)
    elif _hides(text, layout.delimiter):
        return _slowly(path, layout, lines, columns, first_line)
    try:
        return np.loadtxt(
            text.replace('"', "").splitlines(),
            delimiter=layout.delimiter,
            usecols=columns,
            ndmin=2,
            comments=None,
        ).reshape(-1, len(columns))
    except ValueError:
        return _slowly(path, layout, lines, columns, first_line)


def _hides(text: str, delimiter: str) -> bool:
    """Whether a delimiter stands within quotes, where it parts nothing."""
    if '"' not in text:
        return False
    return any(delimiter in part for line in text.split("\n") for part in line.split('"')[1::2])


def _slowly(
    path: Path, layout: Layout, lines: list[str], columns: tuple[int, ...], first_line: int
) -> Rows:
    rows = [
        [_value(path, number, column, cells[column]) for column in columns]
        for number, cells in _cells(path, layout, lines, first_line)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(columns))


def _cells(
    path: Path, layout: Layout, lines: list[str], first_line: int
) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, first_line):
        cells = layout.fields(line)
        if not any(cells):
            continue
        if len(cells) < layout.columns:
            raise InvalidRecording(
                f"{path.name}, line {number:,}: {len(cells)} columns instead of {layout.columns}."
            )
        yield number, cells


def _value(path: Path, line: int, column: int, cell: str) -> float:
    if not cell:
        return float("nan")
    if not is_number(cell):
        raise InvalidRecording(
            f"{path.name}, line {line:,}, column {column + 1}: “{cell[:40]}” is not a number."
        )
    return float(cell.replace("d", "e").replace("D", "e"))


def moments(
    path: Path, layout: Layout, lines: list[str], column: int, first_line: int
) -> tuple[list[str], NDArray[np.datetime64]]:
    """The zones and the times of a column of ISO dates with times; raises where one is none."""
    zones, found = [], []
    for number, cells in _cells(path, layout, lines, first_line):
        match = STAMP.fullmatch(cells[column])
        if match is None:
            raise InvalidRecording(
                f"{path.name}, line {number:,}, column {column + 1}: “{cells[column][:40]}” is no"
                " ISO date and time."
            )
        found.append(f"{match[1]}T{match[2]}.{match[3] or '0'}")
        zones.append(re.sub("Z|[+]00:?00", "+0000", match[4] or "").replace(":", ""))
    return zones, np.array(found, dtype="datetime64[ns]")


def seconds(path: Path, layout: Layout, thorough_lines: Iterator[list[str]]) -> Samples:
    """The clock of a file whose times are ISO dates with times, from its first row on."""
    line, zones, found = layout.header_lines + 1, set[str](), []
    for lines in thorough_lines:
        own, times = moments(path, layout, lines, layout.stamp_columns[0], line)
        zones.update(own)
        found.append(times)
        line += len(lines)
    if len(zones) > 1:
        raise InvalidRecording(
            f"{path.name}: the zone of its times changes ({', '.join(sorted(zones))}). Export it in"
            " one zone, UTC say."
        )
    every = np.concatenate(found) if found else np.empty(0, "datetime64[ns]")
    if not len(every):
        return np.empty(0)
    return np.asarray((every - every[0]).astype(np.int64) * 1e-9, dtype=np.float64)
