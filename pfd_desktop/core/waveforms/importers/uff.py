"""Universal files, datasets 58 (text) and 58b (binary), read with pyuff.

Source: Structural Dynamics Research Laboratory, University of Cincinnati, "Universal File
Datasets Summary", dataset 58, Function at Nodal DOF.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers import arrays, hints, whole
from pfd_desktop.core.waveforms.importers.contents import Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.guard import Foreign
from pfd_desktop.core.waveforms.importers.limits import MAX_OBJECTS, reading, size_text
from pfd_desktop.core.waveforms.importers.stamps import even, rate_of_step
from pfd_desktop.core.waveforms.measured_time import Moment, time_said
from pfd_desktop.errors import InvalidRecording

_FORMAT = "UFF"
_LARGEST = 192 << 20  # bytes; pyuff takes a file into memory, text of it several times over
_START = re.compile(rb"\s*-1\s*\r?\n\s*\d+b?[\s\d]")
_FUNCTION, _TIME_RESPONSE = 58, 1
_KINDS = {
    0: "an unknown function",
    2: "an auto spectrum",
    3: "a cross spectrum",
    4: "a frequency response",
    6: "a coherence",
    7: "an autocorrelation",
    8: "a cross correlation",
    9: "a power spectral density",
    10: "an energy spectral density",
    12: "a spectrum",
}
_CREATED = re.compile(r"\s*(\d\d?)-([A-Za-z]{3})-(\d\d|\d{4})\s+(\d\d?:\d\d:\d\d)\s*$")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_AXES = {1: "X", 2: "Y", 3: "Z"}


@dataclass(frozen=True)
class _Function:
    """One dataset 58 with a time response."""

    variable: Variable
    values: Samples
    notes: tuple[str, ...]
    facts: tuple[tuple[str, float | str], ...]
    moment: Moment | None


def _recognises(head: bytes) -> bool:
    return _START.match(head) is not None


def _describe(path: Path, _thorough: bool) -> Contents:
    with reading(path, "a universal file"), _plainly(path):
        functions, notes = _functions(path)
    return Contents(
        _FORMAT,
        tuple(one.variable for one in functions),
        None,
        tuple(fact for one in functions for fact in one.facts),
        (*notes, *dict.fromkeys(note for one in functions for note in one.notes)),
        tuple((one.variable.name, arrays.head_of(one.values)) for one in functions),
        times=tuple((one.variable.name, one.moment) for one in functions if one.moment),
    )


def _plainly(path: Path) -> Foreign:
    """pyuff raises nothing narrower than Exception itself; that and no other is its refusal."""
    return Foreign(f"{path.name} cannot be read as a universal file: it is damaged", Exception)


def _functions(path: Path) -> tuple[list[_Function], tuple[str, ...]]:
    """The time responses of a file, and what else there is."""
    import pyuff

    if path.stat().st_size > _LARGEST:
        raise InvalidRecording(
            f"{path.name} is larger than {size_text(_LARGEST)}; a universal file is read whole."
            " Export it as TDMS, HDF5 or WAV, which are read in pieces."
        )
    file = pyuff.UFF(str(path))
    types = [int(one) for one in file.get_set_types()]
    if len(types) > MAX_OBJECTS:
        raise InvalidRecording(f"{path.name} holds more than {MAX_OBJECTS:,} datasets.")
    places = [number for number, one in enumerate(types) if one == _FUNCTION]
    if not places:
        listed = ", ".join(str(one) for one in sorted(set(types))) or "none"
        raise InvalidRecording(
            f"{path.name} holds no signal: no dataset 58 is among its datasets ({listed})."
        )
    functions: list[_Function] = []
    others: list[str] = []
    for place in places:
        found = file.read_sets(place)
        kind = int(found["func_type"])
        if kind == _TIME_RESPONSE:
            functions.append(_function(path, found, place, [f.variable.name for f in functions]))
        else:
            others.append(_KINDS.get(kind, f"a function of type {kind}"))
    if not functions:
        raise InvalidRecording(
            f"{path.name} holds {others[0]} and no time signal; a waveform cannot be made of it."
        )
    return functions, tuple(f"{one} in it is not read" for one in dict.fromkeys(others))


def _function(path: Path, found: dict[str, Any], place: int, taken: list[str]) -> _Function:
    values = np.asarray(found["data"])
    name = _name(found, place)
    if name in taken:
        name = f"{name} ({place + 1})"
    if values.dtype.kind not in arrays.NUMBER_KINDS:
        raise InvalidRecording(f"{path.name}: {name} is complex; a time signal has real samples.")
    announced = int(found["num_pts"])
    if values.ndim != 1 or len(values) != announced:
        raise InvalidRecording(
            f"{path.name}: {name} announces {announced:,} samples and {values.size:,} are there."
        )
    refusal = arrays.refusal(values.shape, 8) if len(values) else None
    if refusal is not None:
        raise InvalidRecording(f"{path.name}: {name} {refusal}.")
    rate_hz, notes = _rate(found, name)
    unit = hints.unit_named(str(found.get("ordinate_axis_units_lab", ""))) or "unknown"
    variable = Variable(name, len(values), 1, str(values.dtype), unit, rate_hz)
    facts = tuple(
        (f"{name}@{key}", str(found[key])[:200])
        for key in ("id1", "id2", "id3", "id4", "id5", "rsp_ent_name")
        if str(found.get(key, "NONE")).strip() not in ("", "NONE")
    )
    moment = _moment(str(found.get("id3", "")))
    return _Function(variable, np.asarray(values, dtype=np.float64), notes, facts, moment)


def _moment(text: str) -> Moment | None:
    """ID line 3 says when a function was made, as "08-Oct-24 10:27:07"; months are English."""
    said = _CREATED.match(text)
    if said is None or said[2].upper() not in _MONTHS:
        return None
    month, year = _MONTHS.index(said[2].upper()) + 1, int(said[3])
    if year < 100:  # dataset 58 dates from the seventies
        year += 1900 if year >= 70 else 2000
    return time_said(f"{year}-{month:02}-{said[1]} {said[4]}", "ID line 3")


def _name(found: dict[str, Any], place: int) -> str:
    """What is told of it, else node and direction, else its place in the file."""
    for key in ("id1", "rsp_ent_name"):
        text = str(found.get(key, "")).strip()
        if text not in ("", "NONE"):
            return text
    node, way = int(found.get("rsp_node", 0)), int(found.get("rsp_dir", 0))
    sign = "-" if way < 0 else "+"
    if node and abs(way) in _AXES:
        return f"node {node} {sign}{_AXES[abs(way)]}"
    return f"dataset {place + 1}"


def _rate(found: dict[str, Any], name: str) -> tuple[float | None, tuple[str, ...]]:
    """From the step where the abscissa is even, else from the times themselves."""
    if int(found.get("abscissa_spacing", 0)) == 1:
        step = float(found["abscissa_inc"])
        if step > 0:
            return rate_of_step(step), ()
        return None, (f"{name} gives a step of {step:g} s between samples",)
    times = even(np.asarray(found["x"], dtype=np.float64), name)
    return times.rate_hz, times.notes


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    with reading(path, "a universal file"), _plainly(path):
        functions, _ = _functions(path)
        values = next(one.values for one in functions if one.variable.name == variable.name)
    yield from arrays.pieces(values)


UFF = Importer(_FORMAT, ENDINGS[_FORMAT], _recognises, _describe, _read, complete=whole.uff)
