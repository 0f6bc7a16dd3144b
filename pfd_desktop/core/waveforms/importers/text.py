"""CSV, TSV and other text: rows of numbers, one per sample, read in pieces."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers import arrays, hints, text_rows
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import reading
from pfd_desktop.core.waveforms.importers.stamps import TIME_NAMES, Times
from pfd_desktop.core.waveforms.importers.text_clock import times_of
from pfd_desktop.core.waveforms.importers.text_header import facts_of
from pfd_desktop.core.waveforms.importers.text_layout import Layout, layout_of

_DELIMITER_NAMES = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "bar", None: "blank"}


def _recognises(_head: bytes) -> bool:
    return False  # text has no signature; its ending decides


def _describe(path: Path, thorough: bool) -> Contents:
    with reading(path, "a text file of numbers"):
        layout = layout_of(path)
        first = _head(path, layout)
        times = times_of(path, layout, thorough)
        counted = thorough and layout.time_column is not None
        samples = times.rows if counted else text_rows.count(path, layout)
    shown = [i for i in range(layout.columns) if not _is_clock(layout, i) and _filled(first, i)]
    return Contents(
        "CSV",
        tuple(Variable(layout.names[i], samples, 1, "text", layout.units[i]) for i in shown),
        times.rate_hz,
        facts_of(layout.header, layout.columns, layout.delimiter, layout.closing),
        _notes(layout, times),
        tuple((layout.names[i], arrays.head_of(first[:, i])) for i in shown),
        times.flags if thorough else (),
    )


def _head(path: Path, layout: Layout) -> NDArray[np.float64]:
    """The first rows; NaN in the columns of dates."""
    some = next(text_rows.blocks(path, layout, HEAD_VALUES + len(layout.closing)), [])
    wanted = tuple(i for i in range(layout.columns) if i not in layout.stamp_columns)
    found = text_rows.numbers(path, layout, some, wanted, layout.header_lines + 1)
    first = np.full((len(found), layout.columns), np.nan)
    first[:, wanted] = found
    return first[:HEAD_VALUES]


def _is_clock(layout: Layout, column: int) -> bool:
    """Whether it holds times; an oscilloscope repeats them before each channel."""
    name = hints.name_and_unit(layout.names[column])[0]
    repeated = layout.time_column is not None and TIME_NAMES.fullmatch(name) is not None
    return column == layout.time_column or column in layout.stamp_columns or repeated


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
    words = [line.strip() for line in layout.closing if line.strip()]
    if words:
        notes.append(f"after the numbers, not read: “{words[0][:60]}”")
    if layout.encoding not in ("utf-8", "utf-8-sig"):
        notes.append(f"text encoding {layout.encoding}")
    return (*notes, *times.notes)


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    with reading(path, "a text file of numbers"):
        layout = layout_of(path)
        index = layout.names.index(variable.name)
        for piece in text_rows.pieces(path, layout, (index,)):
            yield piece[:, 0]


TEXT = Importer("CSV", ENDINGS["CSV"], _recognises, _describe, _read)
