"""How a text file of numbers is laid out: encoding, delimiter, decimal sign, header, units."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from pfd_desktop.core.waveforms.importers.limits import MAX_CHANNELS
from pfd_desktop.core.waveforms.importers.stamps import TIME_NAMES, TIME_SCALE
from pfd_desktop.core.waveforms.importers.text_cells import (
    QUOTED_COMMA,
    is_row,
    is_stamp,
    is_words,
    split,
)
from pfd_desktop.core.waveforms.importers.text_header import thousands, titles_of, torn
from pfd_desktop.errors import InvalidRecording

_SAMPLE_BYTES = 256 << 10
_MAX_HEADER_LINES = 200
_MAX_LINE = 64 << 10
_LOOK = 50  # numeric lines compared
_LINE_ENDS = re.compile(r"\r\n|\r|\n")  # those that a text file is read by
_MAX_CLOSING_LINES = 50
_TIME_LIKE = re.compile(r"\d\d?[./-]\d\d?[./-]\d{2,4}|\d\d?:\d\d:\d\d")


@dataclass(frozen=True)
class Layout:
    """Everything needed to read the numbers."""

    encoding: str
    delimiter: str | None  # None: any blank space
    decimal: str
    header: tuple[str, ...]  # the lines before the numbers
    names: tuple[str, ...]
    units: tuple[str, ...]  # "unknown" where the file does not say
    time_column: int | None
    time_scale: float  # seconds per unit of the time column
    stamp_columns: tuple[int, ...] = ()  # of dates with times, the first of them the clock
    closing: tuple[str, ...] = ()  # the lines after the numbers, if there are words among them

    @property
    def columns(self) -> int:
        """Columns of numbers."""
        return len(self.names)

    @property
    def header_lines(self) -> int:
        """Lines before the numbers."""
        return len(self.header)

    def fields(self, line: str) -> list[str]:
        """The cells of a line, with a decimal point."""
        return split(line, self.delimiter, self.decimal)


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
        raise InvalidRecording(_no_numbers(path, lines))
    layout = best[2]
    if layout.columns > MAX_CHANNELS:
        raise InvalidRecording(
            f"{path.name} has {layout.columns:,} columns; at most {MAX_CHANNELS:,} are read."
        )
    _check_commas(path, layout, lines)
    return replace(layout, closing=_closing(path, layout))


def _no_numbers(path: Path, lines: list[str]) -> str:
    """Why nothing is read of a file."""
    text = f"{path.name} holds no rows of numbers: none of its first {len(lines):,} lines is one."
    row = next((line for line in reversed(lines[: 4 * _LOOK]) if line.strip()), "")
    found = _TIME_LIKE.search(row)
    if found is None:
        return text
    return (
        f"{text} Its rows hold a date or time (“{found.group()}”); of these only ISO dates with"
        " times are read, in one column: 2026-03-01T14:05:00.000."
    )


def _check_commas(path: Path, layout: Layout, lines: list[str]) -> None:
    """Refuse where a comma may be a decimal sign or something else."""
    if layout.delimiter != ",":
        return
    some = lines[layout.header_lines : layout.header_lines + _LOOK]
    if layout.decimal == "," and thousands(some):
        raise InvalidRecording(
            f"{path.name}: its quoted commas may be decimal signs or part thousands. Export it with"
            " a decimal point and without separators of thousands."
        )
    rows = [cells for cells in map(layout.fields, some) if any(cells)]
    if layout.decimal == "." and torn(layout.header, rows):
        raise InvalidRecording(
            f"{path.name}: its rows have {layout.columns} cells of whole numbers and the line of"
            " names above has fewer: its commas seem to be decimal signs and separators both."
            " Export it with semicolons or with a decimal point; if the numbers are whole, name"
            " every column."
        )


def _closing(path: Path, layout: Layout) -> tuple[str, ...]:
    """The lines after the numbers, where they are words; () where the file ends in numbers."""
    found: list[str] = []
    some = False
    for line in reversed(_last_lines(path, layout.encoding)):
        cells = layout.fields(line)
        if is_row(cells) or len(found) > _MAX_CLOSING_LINES:
            break
        if any(cells) and not is_words(cells):
            return ()  # a number among the words: reading will say where
        found.append(line)
        some = some or any(cells)
    else:
        return ()
    return tuple(reversed(found)) if some and len(found) <= _MAX_CLOSING_LINES else ()


def _last_lines(path: Path, encoding: str) -> list[str]:
    """The last whole lines of a file, as reading it line by line gives them."""
    with path.open("rb") as file:
        start = file.read(2)
        size = file.seek(0, 2)
        place = max(0, size - _SAMPLE_BYTES) // 2 * 2
        file.seek(place)
        raw = file.read()
    if encoding == "utf-16":
        encoding = "utf-16-le" if start == b"\xff\xfe" else "utf-16-be"
    lines = _LINE_ENDS.split(raw.decode(encoding, "replace"))
    if place:
        del lines[0]  # cut through
    return lines[:-1] if lines and not lines[-1] else lines


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
    if QUOTED_COMMA.search(text):
        found.append((",", ","))
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
        if not is_row(cells):
            continue
        following = [split(text, delimiter, decimal) for text in lines[start : start + _LOOK]]
        following = [row for row in following if any(row)]
        if len(following) > 1 and not _like(following[1], cells):
            continue
        rows = sum(_like(row, cells) for row in following)
        layout = _layout(tuple(lines[:start]), cells, encoding, delimiter, decimal)
        return rows, len(cells), layout
    return None


def _like(row: list[str], first: list[str]) -> bool:
    return len(row) == len(first) and is_row(row)


def _layout(
    header: tuple[str, ...], first: list[str], encoding: str, delimiter: str | None, decimal: str
) -> Layout:
    titles, units = titles_of(header, len(first), delimiter)
    stamped = tuple(i for i, cell in enumerate(first) if is_stamp(cell))
    clocks = (
        i
        for i, title in enumerate(titles)
        if title is not None and TIME_NAMES.fullmatch(title) and units[i] in {*TIME_SCALE, ""}
    )
    time_column = stamped[0] if stamped else next(clocks, None)
    numbered = time_column is not None and not stamped
    scale = TIME_SCALE.get(units[time_column or 0], 1.0) if numbered else 1.0
    return Layout(
        encoding,
        delimiter,
        decimal,
        header,
        _unique([title or f"column {i + 1}" for i, title in enumerate(titles)]),
        tuple(unit or "unknown" for unit in units),
        time_column,
        scale,
        stamped,
    )


def _unique(names: list[str]) -> tuple[str, ...]:
    """Distinct names: a repeated one gets its column number."""
    return tuple(f"{name} ({i + 1})" if name in names[:i] else name for i, name in enumerate(names))
