"""Numbers of a figure as text: CSV files and the clipboard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.atomic import atomic_path
from pfd_desktop.errors import EnvironmentFault
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class DataTable:
    """Columns with a header that says what they are; made piece by piece, so any length works."""

    header: tuple[str, ...]
    names: tuple[str, ...]
    rows: int
    pieces: Callable[[], Iterator[NDArray[np.float64]]]  # two-dimensional, one column per name


def lines(table: DataTable, separator: str = ",") -> Iterator[str]:
    """The table as text, in blocks of whole lines; numbers at full precision."""
    for entry in table.header:
        yield f"# {entry}\n"
    yield separator.join(_quoted(name, separator) for name in table.names) + "\n"
    for piece in table.pieces():
        yield "".join(separator.join(map(repr, row)) + "\n" for row in piece.tolist())


def _quoted(name: str, separator: str) -> str:
    return f'"{name}"' if separator in name else name


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
