"""The rate of a text file: from its column of times, its header, or both where they agree."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from pfd_desktop.core.waveforms.importers import text_rows
from pfd_desktop.core.waveforms.importers.contents import Samples
from pfd_desktop.core.waveforms.importers.quantum import Written, written
from pfd_desktop.core.waveforms.importers.stamps import Times, even_to
from pfd_desktop.core.waveforms.importers.text_cells import STAMP, is_number
from pfd_desktop.core.waveforms.importers.text_header import rate_of
from pfd_desktop.core.waveforms.importers.text_layout import Layout

_LOOK_LINES = 2_000  # lines looked at for a first idea of the rate
_RATE_ERROR = 1e-3  # header and times that differ by less say the same


def times_of(path: Path, layout: Layout, thorough: bool) -> Times:
    """The rate that the file tells; where two contradict each other there is none."""
    said, notes = rate_of(layout.header)
    if layout.time_column is None:
        return Times(0, said, notes)
    times = _of_column(path, layout, thorough)
    if times.coarse and not thorough:  # the whole may tell what its beginning does not
        times = _of_column(path, layout, True)
    if said is None:
        return replace(times, rate_hz=None, notes=notes) if notes else times
    return _agreed(times, said, notes)


def _agreed(times: Times, said: float, notes: tuple[str, ...]) -> Times:
    """Times beside a rate that the header states."""
    if times.coarse:
        return replace(times, rate_hz=said, notes=(*times.notes, *notes))
    if times.rate_hz is None:
        return times
    off = abs(times.rate_hz / said - 1)
    if off > _RATE_ERROR:
        text = f"the times say {times.rate_hz:,.6g} Hz and the header {said:,.6g} Hz"
        return replace(times, rate_hz=None, notes=(text,))
    if off <= times.rate_error:  # the rounding of the times explains it
        return replace(times, rate_hz=said, notes=notes)
    return times


def _of_column(path: Path, layout: Layout, thorough: bool) -> Times:
    column = layout.time_column or 0
    look = list(islice(text_rows.blocks(path, layout, _LOOK_LINES), 1 if not layout.closing else 2))
    first = [line for lines in look for line in lines]
    cells = [row[column] for row in map(layout.fields, first) if len(row) > column]
    if layout.stamp_columns:
        lines = text_rows.blocks(path, layout) if thorough else iter([first])
        stamps = text_rows.seconds(path, layout, lines)
        quantum = max(1e-9, _fraction(cells))
    else:
        stamps = _numbers(path, layout, first, thorough)
        form = written(cell for cell in cells if is_number(cell)) if len(stamps) else Written()
        largest = float(np.nanmax(np.abs(stamps), initial=0.0))
        quantum = form.quantum(largest) * layout.time_scale
        stamps = stamps * layout.time_scale
    return even_to(stamps, layout.names[column], quantum, layout.header_lines)


def _numbers(path: Path, layout: Layout, first: list[str], thorough: bool) -> Samples:
    wanted = (layout.time_column or 0,)
    found: Iterator[text_rows.Rows] = iter(
        [text_rows.numbers(path, layout, first, wanted, layout.header_lines + 1)]
    )
    if thorough:
        found = text_rows.pieces(path, layout, wanted)
    return np.concatenate([np.empty((0, 1)), *found])[:, 0]


def _fraction(cells: list[str]) -> float:
    """The last digit of the seconds in dates with times."""
    digits = [len(match[3] or "") for match in map(STAMP.fullmatch, cells) if match is not None]
    return 10.0 ** -max(digits, default=0)
