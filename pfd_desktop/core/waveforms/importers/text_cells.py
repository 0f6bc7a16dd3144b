"""The cells of a line of text: numbers, and dates with times as ISO 8601 writes them."""

import csv
import re

# A decimal comma becomes a point and a point a comma, so that "1.234,5" is no number.
SWAPPED = str.maketrans(",.", ".,")
QUOTED_COMMA = re.compile(r'"(\s*[+-]?\d+),(\d+(?:[eE][+-]?\d+)?\s*)"')
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$|[+-]?(nan|inf|infinity)$", re.I)
_APART = re.compile(r"\b(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)")
STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)? ?(Z|[+-]\d\d:?\d\d)?"
)


def joined(text: str) -> str:
    """Dates and times parted by a blank as one cell, for files whose columns are parted so."""
    return _APART.sub(r"\1T\2", text)


def split(line: str, delimiter: str | None, decimal: str) -> list[str]:
    """Cells without blanks and quotes; a decimal comma becomes a point."""
    if delimiter is None:
        cells = joined(line).split()
    elif '"' in line:
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    else:
        cells = line.split(delimiter)
    cells = [cell.strip().strip('"').strip() for cell in cells]
    return [cell.translate(SWAPPED) for cell in cells] if decimal == "," else cells


def is_number(cell: str) -> bool:
    """Whether a cell is a number as we read it (with a decimal point)."""
    return _NUMBER.match(cell) is not None


def is_stamp(cell: str) -> bool:
    """Whether a cell is an ISO date and time."""
    return STAMP.fullmatch(cell) is not None


def is_row(cells: list[str]) -> bool:
    """Whether all cells that are not blank are numbers or times, and one at least is there."""
    return any(cells) and all(is_number(cell) or is_stamp(cell) for cell in cells if cell)


def is_words(cells: list[str]) -> bool:
    """Whether there is something and no number or time among it."""
    return any(cells) and not any(is_number(cell) or is_stamp(cell) for cell in cells)
