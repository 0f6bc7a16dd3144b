"""Numbers of a figure as text: CSV files and the clipboard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.atomic import atomic_path
from pfd_desktop.errors import EnvironmentFault
from pfd_desktop.progress import Progress

# What a header says where the numbers are of results over recordings, not of a signal.
OF_RESULTS = (
    "window: none",
    "averages: none",
    "overlap: none",
    "band: none",
    "recording hash: none (results over many recordings)",
)


@dataclass(frozen=True)
class DataTable:
    """Columns with a header that says what they are; made piece by piece, so any length works.

    A small table may have words before its numbers: a row of ``labels`` for each row.
    """

    header: tuple[str, ...]
    names: tuple[str, ...]  # of the columns of numbers
    rows: int
    pieces: Callable[[], Iterator[NDArray[np.float64]]]  # two-dimensional, one column per name
    label_names: tuple[str, ...] = ()
    labels: tuple[tuple[str, ...], ...] = ()


def lines(table: DataTable, separator: str = ",") -> Iterator[str]:
    """The table as text, in blocks of whole lines; numbers at full precision."""
    for entry in table.header:
        yield f"# {entry}\n"
    names = (*table.label_names, *table.names)
    yield separator.join(_quoted(name, separator) for name in names) + "\n"
    done = 0
    for piece in table.pieces():
        rows = piece.tolist()
        if table.labels:
            words = table.labels[done : done + len(rows)]
            done += len(rows)
            yield "".join(map(partial(_labelled, separator), words, rows))
        else:
            yield "".join(separator.join(map(repr, row)) + "\n" for row in rows)


def _labelled(separator: str, words: tuple[str, ...], row: list[float]) -> str:
    cells = (*(_quoted(word, separator) for word in words), *map(repr, row))
    return separator.join(cells) + "\n"


def _quoted(name: str, separator: str) -> str:
    if separator not in name and '"' not in name and "\n" not in name:
        return name
    return '"' + name.replace('"', '""') + '"'


def write_csv(path: Path, table: DataTable, progress: Progress) -> Path:
    """Write the table to ``path``; an unfinished file never stands under that name."""
    done = 0
    try:
        with atomic_path(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
            for block in lines(table):
                file.write(block)
                done += block.count("\n")
                progress.report(min(1.0, done / max(1, table.rows)), f"{done:,} rows")
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name} could not be written ({error.strerror}). Choose another folder, then "
            "export again."
        ) from error
    return path
