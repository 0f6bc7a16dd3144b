"""CSV, TSV and other text: rows of numbers, one per sample, read in pieces."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers import arrays, hints
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import MAX_SAMPLES, reading
from pfd_desktop.core.waveforms.importers.stamps import TIME_NAMES, Times, even
from pfd_desktop.core.waveforms.importers.text_layout import Layout, is_number, layout_of
from pfd_desktop.errors import InvalidRecording

_LINES = 50_000  # per piece
_LOOK_LINES = 2_000  # lines looked at for a first idea of the rate
_DELIMITER_NAMES = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "bar", None: "blank"}


def _recognises(_head: bytes) -> bool:
    return False  # text has no signature; its ending decides


def _describe(path: Path, thorough: bool) -> Contents:
    with reading(path, "a text file of numbers"):
        layout = layout_of(path)
        first = _head(path, layout)
        times = _times(path, layout, thorough)
        samples = times.rows if thorough and layout.time_column is not None else _rows(path, layout)
    shown = [i for i in range(layout.columns) if not _is_clock(layout, i) and _filled(first, i)]
    return Contents(
        "CSV",
        tuple(Variable(layout.names[i], samples, 1, "text", layout.units[i]) for i in shown),
        times.rate_hz,
        (),
        _notes(layout, times),
        tuple((layout.names[i], arrays.head_of(first[:, i])) for i in shown),
    )


def _is_clock(layout: Layout, column: int) -> bool:
    """Whether it holds times; an oscilloscope repeats them before each channel."""
    name = hints.name_and_unit(layout.names[column])[0]
    repeated = layout.time_column is not None and TIME_NAMES.fullmatch(name) is not None
    return column == layout.time_column or repeated


def _filled(first: NDArray[np.float64], column: int) -> bool:
    """Whether a column holds numbers at all, and not blanks between blocks."""
    return not bool(np.isnan(first[:, column]).all())


def _notes(layout: Layout, times: Times) -> tuple[str, ...]:
    notes = (
        [f"columns parted by {_DELIMITER_NAMES[layout.delimiter]}"] if layout.columns > 1 else []
    )
    if layout.decimal == ",":
        notes.append("decimal comma")
    if layout.header_lines:
        notes.append(f"{layout.header_lines} lines before the numbers")
    if layout.encoding not in ("utf-8", "utf-8-sig"):
        notes.append(f"text encoding {layout.encoding}")
    return (*notes, *times.notes)


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    with reading(path, "a text file of numbers"):
        layout = layout_of(path)
        index = layout.names.index(variable.name)
        for piece in _pieces(path, layout, (index,)):
            yield piece[:, 0]


# -- the rate, from the time column ------------------------------------------


def _times(path: Path, layout: Layout, thorough: bool) -> Times:
    """The rate that the time column tells, where its steps are even."""
    if layout.time_column is None:
        return Times()
    if thorough:
        pieces = list(_pieces(path, layout, (layout.time_column,)))
    else:
        with _opened(path, layout) as file:
            lines = list(islice(file, _LOOK_LINES))
        pieces = [_numbers(path, layout, lines, (layout.time_column,), layout.header_lines + 1)]
    stamps = np.concatenate(pieces)[:, 0] * layout.time_scale
    return even(stamps, layout.names[layout.time_column], layout.header_lines)


# -- numbers ------------------------------------------------------------------


def _opened(path: Path, layout: Layout) -> TextIO:
    """The file, positioned at the first row of numbers."""
    file = path.open(encoding=layout.encoding, errors="replace", newline=None)
    for _ in range(layout.header_lines):
        file.readline()
    return file


def _rows(path: Path, layout: Layout) -> int:
    """Rows of numbers, counted without keeping them."""
    with _opened(path, layout) as file:
        return sum(1 for line in file if not line.isspace())


def _head(path: Path, layout: Layout) -> NDArray[np.float64]:
    with _opened(path, layout) as file:
        lines = list(islice(file, HEAD_VALUES))
    every = tuple(range(layout.columns))
    return _numbers(path, layout, lines, every, layout.header_lines + 1)


def _pieces(path: Path, layout: Layout, columns: tuple[int, ...]) -> Iterator[NDArray[np.float64]]:
    """The columns in pieces of rows."""
    line, total = layout.header_lines + 1, 0
    with _opened(path, layout) as file:
        while lines := list(islice(file, _LINES)):
            piece = _numbers(path, layout, lines, columns, line)
            line += len(lines)
            total += piece.shape[0]
            if total > MAX_SAMPLES:
                raise InvalidRecording(f"{path.name} has more than {MAX_SAMPLES:,} rows.")
            yield piece


def _numbers(
    path: Path, layout: Layout, lines: list[str], columns: tuple[int, ...], first_line: int
) -> NDArray[np.float64]:
    """Rows of the wanted columns; blank cells are NaN; a word is refused with its place."""
    text = "".join(lines)
    if layout.decimal == ",":
        text = text.replace(",", ".")
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


def _slowly(
    path: Path, layout: Layout, lines: list[str], columns: tuple[int, ...], first_line: int
) -> NDArray[np.float64]:
    rows: list[list[float]] = []
    for number, line in enumerate(lines, first_line):
        cells = layout.fields(line)
        if not any(cells):
            continue
        if len(cells) < layout.columns:
            raise InvalidRecording(
                f"{path.name}, line {number:,}: {len(cells)} columns instead of {layout.columns}."
            )
        rows.append([_value(path, number, column, cells[column]) for column in columns])
    return np.array(rows, dtype=np.float64).reshape(-1, len(columns))


def _value(path: Path, line: int, column: int, cell: str) -> float:
    if not cell:
        return float("nan")
    if not is_number(cell):
        raise InvalidRecording(
            f"{path.name}, line {line:,}, column {column + 1}: “{cell[:40]}” is not a number."
        )
    return float(cell.replace("d", "e").replace("D", "e"))


TEXT = Importer("CSV", ENDINGS["CSV"], _recognises, _describe, _read)
