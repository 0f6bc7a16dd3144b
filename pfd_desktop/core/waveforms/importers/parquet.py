"""Parquet files: numeric columns, read batch by batch with pyarrow."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers import arrays, hints, whole
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import (
    MAX_CHANNELS,
    PIECE,
    check_expansion,
    reading,
)
from pfd_desktop.core.waveforms.importers.stamps import TIME_NAMES, TIME_SCALE, Times, even
from pfd_desktop.errors import InvalidRecording

_FORMAT = "Parquet"
_MAX_TEXT = 200
_LOOK_ROWS = 2_000  # rows looked at for a first idea of the rate


def _recognises(head: bytes) -> bool:
    return head.startswith(b"PAR1")


def _describe(path: Path, thorough: bool) -> Contents:
    with reading(path, "a Parquet file"), _opened(path) as file:
        fields = _numeric(path, file)
        rows = file.metadata.num_rows
        refusal = arrays.refusal((rows, 1), 8) if rows else None
        if refusal is not None:
            raise InvalidRecording(f"{path.name} {refusal}.")
        facts = [*_facts("", file.schema_arrow.metadata)]
        for field in fields:
            facts += _facts(f"{field.name}@", field.metadata)
        units = {field.name: _unit(field) for field in fields}
        clock = next((f.name for f in fields if _is_clock(f.name, units[f.name])), None)
        times = _times(file, clock, units.get(clock or "", ""), thorough)
        names = [field.name for field in fields if field.name != clock]
        first = _first(file, names) if rows else {}
    rate_hz, notes = hints.rate_among(facts)
    types = {field.name: str(field.type) for field in fields}
    return Contents(
        _FORMAT,
        tuple(Variable(n, rows, 1, types[n], units[n] or "unknown") for n in names if rows),
        rate_hz if rate_hz is not None else times.rate_hz,
        tuple(facts),
        (*notes, *times.notes) if rate_hz is None else notes,
        tuple((name, arrays.head_of(values)) for name, values in first.items()),
        times.flags if thorough else (),
    )


def _opened(path: Path) -> Any:
    from pyarrow import parquet

    return parquet.ParquetFile(path, page_checksum_verification=True)


def _numeric(path: Path, file: Any) -> list[Any]:
    """The fields that hold numbers, none of which unpacks beyond measure."""
    from pyarrow import types

    fields = list(file.schema_arrow)
    if len(fields) > MAX_CHANNELS:
        raise InvalidRecording(
            f"{path.name} has {len(fields):,} columns; at most {MAX_CHANNELS:,} are read."
        )
    found = [f for f in fields if types.is_integer(f.type) or types.is_floating(f.type)]
    # Not as the file says: a dictionary of one value is small before and after unpacking.
    unpacked = file.metadata.num_rows * 8 * len(found)
    check_expansion(path, "the file", path.stat().st_size, unpacked)
    return found


def _facts(prefix: str, metadata: Any) -> list[tuple[str, float | str]]:
    facts: list[tuple[str, float | str]] = []
    for key, value in (metadata or {}).items():
        text = value.decode("utf-8", "replace")
        name = prefix + key.decode("utf-8", "replace")
        try:
            facts.append((name, float(text)))
        except ValueError:
            facts.append((name, text[:_MAX_TEXT]))
    return facts


def _unit(field: Any) -> str:
    """Our name of its unit, "" where the file does not say."""
    for key, value in (field.metadata or {}).items():
        if key.lower() in (b"unit", b"units"):
            return hints.unit_named(value.decode("utf-8", "replace")) or ""
    return hints.name_and_unit(field.name)[1] or ""


def _is_clock(name: str, unit: str) -> bool:
    return bool(TIME_NAMES.fullmatch(hints.name_and_unit(name)[0])) and unit in {*TIME_SCALE, ""}


def _times(file: Any, clock: str | None, unit: str, thorough: bool) -> Times:
    if clock is None:
        return Times()
    size, found = (PIECE if thorough else _LOOK_ROWS), []
    for batch in file.iter_batches(batch_size=size, columns=[clock]):
        found.append(_values(batch))
        if not thorough:
            break
    stamps = np.concatenate(found) if found else np.empty(0)
    return even(stamps * TIME_SCALE.get(unit, 1.0), clock)


def _values(batch: Any) -> Samples:
    """Cells without a value become NaN."""
    return np.asarray(batch.column(0).to_numpy(zero_copy_only=False), dtype=np.float64)


def _first(file: Any, names: list[str]) -> dict[str, Samples]:
    for batch in file.iter_batches(batch_size=HEAD_VALUES, columns=names):
        return {
            name: np.asarray(batch.column(name).to_numpy(zero_copy_only=False), dtype=np.float64)
            for name in names
        }
    return {}


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    with reading(path, "a Parquet file"), _opened(path) as file:
        for batch in file.iter_batches(batch_size=PIECE, columns=[variable.name]):
            yield _values(batch)


PARQUET = Importer(_FORMAT, ENDINGS[_FORMAT], _recognises, _describe, _read, complete=whole.parquet)
