"""What the lines above the numbers say: titles, units, a sampling rate, and all the rest."""

import re
from dataclasses import dataclass

from pfd_desktop.core.waveforms.importers import hints
from pfd_desktop.core.waveforms.importers.text_cells import QUOTED_COMMA, is_number, split

_MAX_TEXT = 200
_RATE_ERROR = 1e-3  # two rates that differ by less say the same
_RATE_UNITS = {"": 1.0, "hz": 1.0, "khz": 1e3, "mhz": 1e6}
_RATE_UNITS |= dict.fromkeys(("s/s", "sa/s", "sps", "samples/s", "1/s"), 1.0)
_RATE_UNITS |= dict.fromkeys(("ks/s", "ksa/s", "ksps"), 1e3)
_STEP_UNITS = {"": 1.0, "s": 1.0, "sec": 1.0, "seconds": 1.0}
_STEP_UNITS |= {"ms": 1e-3, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ns": 1e-9}
_STEP_NAMES = frozenset(
    {
        "delta_t",
        "delta_x",
        "dt",
        "sample_interval",
        "sample_period",
        "sampling_interval",
        "sampling_period",
        "sampling_time",
        "time_step",
    }
)
_SIGN = r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?"
_STATED = re.compile(
    r"[\s#%*/;\"']*(?P<name>[A-Za-z][A-Za-z _.-]*?)\s*(?:[\[(](?P<before>[^\])]*)[\])])?"
    rf"[\"'\s]*[:=,;|\t ]?[\"'\s]*(?P<number>{_SIGN})"
    r"[\"'\s,;|]*(?P<after>[A-Za-zµμ/1]*)[\s,;|\"']*"
)
_SAID = re.compile(r"[\s#%*/;\"']*([^:=,;|\t]{1,60}?)\s*[:=,;|\t]\s*(.*?)[\s,;|\"']*")


@dataclass(frozen=True)
class Stated:
    """A rate in Hz that a line of the header states, and how it says so."""

    rate_hz: float
    words: str


def stated(line: str) -> Stated | None:
    """The rate or step that *line* states ("Fs=25600", "dt: 0,5 ms"); None for other lines."""
    match = _STATED.fullmatch(line)
    if match is None:
        return None
    name = match["name"].strip(" .-_").replace("_", " ")
    number = float(match["number"].replace(",", "."))
    unit = (match["after"] or match["before"] or "").strip().lower()
    if number <= 0:
        return None
    if hints.is_rate_name(name) and unit in _RATE_UNITS:
        return Stated(number * _RATE_UNITS[unit], line.strip(" \t#\"';,"))
    if re.sub(r"[ .-]+", "_", name.lower()) in _STEP_NAMES and unit in _STEP_UNITS:
        step = number * _STEP_UNITS[unit]
        return Stated(float(f"{1 / step:.12g}"), line.strip(" \t#\"';,"))
    return None


def rate_of(header: tuple[str, ...]) -> tuple[float | None, tuple[str, ...]]:
    """(rate in Hz, note naming where it stands); None where absent or contradictory."""
    found = [one for one in map(stated, header) if one is not None]
    if not found:
        return None, ()
    first = found[0]
    if any(abs(one.rate_hz / first.rate_hz - 1) > _RATE_ERROR for one in found):
        words = ", ".join(f"“{one.words}”" for one in found)
        return None, (f"the header gives several rates ({words})",)
    return first.rate_hz, (f"rate from “{first.words[:60]}”",)


def titles_of(
    header: tuple[str, ...], columns: int, delimiter: str | None
) -> tuple[list[str | None], list[str]]:
    """Titles and units per column from the lines above the numbers."""
    rows = _whole(header, columns, delimiter)
    units = [""] * columns
    if len(rows) > 1 and all(hints.unit_named(cell) or cell in ("", "-") for cell in rows[-1]):
        units = [hints.unit_named(cell) or "" for cell in rows.pop()]
    if not rows:
        return [None] * columns, units
    titles: list[str | None] = []
    for i, cell in enumerate(rows[-1]):
        name, unit = hints.name_and_unit(cell)
        titles.append(name or None)
        units[i] = unit or units[i]
    return titles, units


def _whole(header: tuple[str, ...], columns: int, delimiter: str | None) -> list[list[str]]:
    """The lines with a cell for every column; a line that states something has none."""
    rows = []
    for line in header:
        cells = split(line, delimiter, ".")
        if len(cells) != columns or not any(cells) or stated(line) is not None:
            continue
        if columns > 1 or not re.search(r"[^:=]\s*[:=]\s*\S", line):
            rows.append(cells)
    return rows


def facts_of(
    header: tuple[str, ...], columns: int, delimiter: str | None, closing: tuple[str, ...]
) -> tuple[tuple[str, float | str], ...]:
    """What the header and the lines after the numbers say beside titles and units."""
    shown = _whole(header, columns, delimiter)[-2:]
    facts: dict[str, float | str] = {}
    for number, line in enumerate(header, 1):
        if line.strip() and split(line, delimiter, ".") not in shown:
            match = _SAID.fullmatch(line.strip())
            name, text = (match[1], match[2]) if match is not None else ("", line.strip())
            key = name.strip(" \"'").replace("@", "at") if text else ""
            key = key if key and key not in facts else f"line {number}"
            facts[key] = _value(text or line.strip())
    for number, line in enumerate((one for one in closing if one.strip()), 1):
        facts[f"after the numbers {number}"] = line.strip()[:_MAX_TEXT]
    return tuple(facts.items())


def _value(text: str) -> float | str:
    text = text.strip(" \"'")
    if is_number(text):
        return float(text.lower().replace("d", "e"))
    return text[:_MAX_TEXT]


def torn(header: tuple[str, ...], rows: list[list[str]]) -> bool:
    """Whether commas seem to be decimal signs and separators both: "0,5,1,25" under two names.

    More columns than the line of names has, and not one of them with a decimal point.
    """
    line = next((one for one in reversed(header) if one.strip()), "")
    named, columns = sum(1 for cell in split(line, ",", ".") if cell), len(rows[0])
    if not line or stated(line) is not None or not 0 < named < columns:
        return False
    if named == 1 and columns != 2:  # a line of words over columns without names
        return False
    return all(re.fullmatch(r"[+-]?\d*([eE][+-]?\d+)?", cell) for row in rows for cell in row)


def thousands(lines: list[str]) -> bool:
    """Whether the quoted commas may as well part thousands: "1,234" is 1.234 or 1234."""
    found = ["".join(one.group().split()) for line in lines for one in QUOTED_COMMA.finditer(line)]
    return bool(found) and all(re.fullmatch(r'"[+-]?[1-9]\d{0,2},\d{3}"', one) for one in found)
