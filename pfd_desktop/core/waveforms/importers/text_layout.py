"""How a text file of numbers is laid out: encoding, delimiter, decimal sign, header, units."""

import re
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.waveforms.importers import hints
from pfd_desktop.core.waveforms.importers.limits import MAX_CHANNELS
from pfd_desktop.core.waveforms.importers.stamps import TIME_NAMES, TIME_SCALE
from pfd_desktop.errors import InvalidRecording

_SAMPLE_BYTES = 256 << 10
_MAX_HEADER_LINES = 200
_MAX_LINE = 64 << 10
_LOOK = 50  # numeric lines compared
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$|[+-]?(nan|inf|infinity)$", re.I)


@dataclass(frozen=True)
class Layout:
    """Everything needed to read the numbers."""

    encoding: str
    delimiter: str | None  # None: any blank space
    decimal: str
    header_lines: int
    names: tuple[str, ...]
    units: tuple[str, ...]  # "unknown" where the file does not say
    time_column: int | None
    time_scale: float  # seconds per unit of the time column

    @property
    def columns(self) -> int:
        """Columns of numbers."""
        return len(self.names)

    def fields(self, line: str) -> list[str]:
        """The cells of a line, with a decimal point."""
        return split(line, self.delimiter, self.decimal)


def split(line: str, delimiter: str | None, decimal: str) -> list[str]:
    """Cells without blanks and quotes; a decimal comma becomes a point."""
    cells = line.split(delimiter) if delimiter is not None else line.split()
    cells = [cell.strip().strip('"').strip() for cell in cells]
    return [cell.replace(",", ".") for cell in cells] if decimal == "," else cells


def is_number(cell: str) -> bool:
    """Whether a cell is a number as we read it (with a decimal point)."""
    return _NUMBER.match(cell) is not None


def layout_of(path: Path) -> Layout:
    """Look at the first lines; raises InvalidRecording where there are no rows of numbers."""
    encoding = encoding_of(path)
    lines = _first_lines(path, encoding)
    best: tuple[int, int, Layout] | None = None
    for delimiter, decimal in _candidates(lines):
        found = _try(lines, encoding, delimiter, decimal)
        if found is not None and (best is None or found[:2] > best[:2]):
            best = found
    if best is None:
        raise InvalidRecording(
            f"{path.name} holds no rows of numbers: none of its first {len(lines):,} lines is one."
        )
    layout = best[2]
    if layout.columns > MAX_CHANNELS:
        raise InvalidRecording(
            f"{path.name} has {layout.columns:,} columns; at most {MAX_CHANNELS:,} are read."
        )
    return layout


def encoding_of(path: Path) -> str:
    """UTF-8, UTF-16 or, where it is neither, Windows Latin."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE_BYTES)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if start.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if b"\x00" in start:
        return _wide(path, start)
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 3:
            return "cp1252" if _fits(start, "cp1252") else "latin-1"
    return "utf-8"


def _wide(path: Path, start: bytes) -> str:
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > 0.9 * half and even == 0:
        return "utf-16-le"
    if even > 0.9 * half and odd == 0:
        return "utf-16-be"
    raise InvalidRecording(
        f"{path.name} is not a text file of numbers: it holds binary data. If its format is one"
        " we read, give it that format's ending."
    )


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _first_lines(path: Path, encoding: str) -> list[str]:
    with path.open("rb") as file:
        raw = file.read(4 * _SAMPLE_BYTES)
        more = bool(file.read(1))
    text = raw.decode(encoding, "replace")
    lines = text.splitlines()
    if more and len(lines) > 1:
        lines.pop()  # cut through
    if more and len(lines) == 1 and len(lines[0]) > _MAX_LINE:
        raise InvalidRecording(
            f"{path.name}: its first line is longer than {len(raw) >> 10} KiB. At most"
            f" {MAX_CHANNELS:,} columns are read, one line per sample."
        )
    return lines


def _candidates(lines: list[str]) -> list[tuple[str | None, str]]:
    """Pairs of delimiter and decimal sign worth a try, the least ambiguous first."""
    text = "\n".join(lines[: 4 * _LOOK])
    found: list[tuple[str | None, str]] = []
    for delimiter in ("\t", ";", "|"):
        if delimiter in text:
            found += [(delimiter, "."), (delimiter, ",")]
    if "," in text and not _single_decimal_comma(lines):
        found.append((",", "."))
    found += [(None, "."), (None, ",")]
    return found


def _single_decimal_comma(lines: list[str]) -> bool:
    """Whether "0,5" in one column is meant: a sign before 0 or zeros after the comma show it."""
    rows = [line.strip() for line in lines if line.strip()][-_LOOK:]
    if not rows or not all(re.fullmatch(r"[+-]?\d+,\d+(e[+-]?\d+)?", r, re.I) for r in rows):
        return False
    return any(re.match(r"-0,|[+-]?\d+,0\d|.*e", row, re.I) for row in rows)


def _try(
    lines: list[str], encoding: str, delimiter: str | None, decimal: str
) -> tuple[int, int, Layout] | None:
    """(numeric lines, columns, layout) under one reading of the file."""
    for start, line in enumerate(lines[: _MAX_HEADER_LINES + 1]):
        cells = split(line, delimiter, decimal)
        if not _is_row(cells):
            continue
        following = [split(text, delimiter, decimal) for text in lines[start : start + _LOOK]]
        following = [row for row in following if any(row)]
        if len(following) > 1 and not _like(following[1], cells):
            continue
        rows = sum(_like(row, cells) for row in following)
        header = [split(text, delimiter, ".") for text in lines[:start]]
        layout = _layout(header, len(cells), encoding, delimiter, decimal)
        return rows, len(cells), layout
    return None


def _is_row(cells: list[str]) -> bool:
    return any(cells) and all(is_number(cell) for cell in cells if cell)


def _like(row: list[str], first: list[str]) -> bool:
    return len(row) == len(first) and _is_row(row)


def _layout(
    header: list[list[str]], columns: int, encoding: str, delimiter: str | None, decimal: str
) -> Layout:
    titles, units = _titles(header, columns)
    time_column = next(
        (
            i
            for i, title in enumerate(titles)
            if title is not None and TIME_NAMES.fullmatch(title) and units[i] in {*TIME_SCALE, ""}
        ),
        None,
    )
    scale = TIME_SCALE.get(units[time_column], 1.0) if time_column is not None else 1.0
    names = _unique([title or f"column {i + 1}" for i, title in enumerate(titles)])
    return Layout(
        encoding,
        delimiter,
        decimal,
        len(header),
        names,
        tuple(unit or "unknown" for unit in units),
        time_column,
        scale,
    )


def _titles(header: list[list[str]], columns: int) -> tuple[list[str | None], list[str]]:
    """Titles and units per column from the lines above the numbers."""
    whole = [row for row in header if len(row) == columns and any(row)]
    units = [""] * columns
    if len(whole) > 1 and all(hints.unit_named(cell) or cell in ("", "-") for cell in whole[-1]):
        units = [hints.unit_named(cell) or "" for cell in whole.pop()]
    if not whole:
        return [None] * columns, units
    titles: list[str | None] = []
    for i, cell in enumerate(whole[-1]):
        name, unit = hints.name_and_unit(cell)
        titles.append(name or None)
        units[i] = unit or units[i]
    return titles, units


def _unique(names: list[str]) -> tuple[str, ...]:
    """Distinct names: a repeated one gets its column number."""
    return tuple(f"{name} ({i + 1})" if name in names[:i] else name for i, name in enumerate(names))
