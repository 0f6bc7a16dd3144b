"""TDMS files of LabVIEW and other National Instruments software, read with npTDMS in pieces.

The file is handed over open and not by name: by name npTDMS would also open the index beside it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from pfd_desktop.core.records.importing import Refusal, Variable
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.importers import arrays, hints, whole
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import MAX_OBJECTS, PIECE, reading
from pfd_desktop.core.waveforms.importers.stamps import rate_of_step
from pfd_desktop.core.waveforms.measured_time import Moment, plausible
from pfd_desktop.errors import InvalidRecording

_FORMAT = "TDMS"
_MAX_TEXT = 200
_MAX_FACTS = 500


def _recognises(head: bytes) -> bool:
    return head.startswith(b"TDSm")


def _describe(path: Path, _thorough: bool) -> Contents:
    from nptdms import TdmsFile

    with reading(path, "a TDMS file"), path.open("rb") as opened, TdmsFile.open(opened) as file:
        channels = _channels(path, file)
        refused: list[Refusal] = []
        described = {name: _variable(name, one, refused) for name, one in channels.items()}
        variables = tuple(found for found in described.values() if found is not None)
        head = tuple(
            (one.name, arrays.head_of(channels[one.name].read_data(0, HEAD_VALUES)))
            for one in variables
        )
        facts = _facts("", file.properties)
        for name, channel in channels.items():
            facts += _facts(f"{name}@", channel.properties)
        flags = _flags(file)
        times = [(one.name, _moment(channels[one.name].properties)) for one in variables]
    arrays.refuse_without_vectors(path, variables, refused)
    return Contents(
        _FORMAT,
        variables,
        None,
        tuple(facts[:_MAX_FACTS]),
        tuple(one.text for one in refused),
        head,
        flags,
        tuple(refused),
        tuple((name, moment) for name, moment in times if moment is not None),
    )


def _channels(path: Path, file: Any) -> dict[str, Any]:
    """Channels by a name that is theirs alone: with their group where two are called the same."""
    found = [channel for group in file.groups() for channel in group.channels()]
    if len(found) > MAX_OBJECTS:
        raise InvalidRecording(f"{path.name} holds more than {MAX_OBJECTS:,} channels.")
    alike = Counter(channel.name for channel in found)
    return {
        one.name if alike[one.name] == 1 else f"{one.group_name}/{one.name}": one for one in found
    }


def _variable(name: str, channel: Any, refused: list[Refusal]) -> Variable | None:
    """The vector of a channel; None for texts, times and empty ones."""
    dtype, length = channel.dtype, len(channel)
    if dtype is None or np.dtype(dtype).kind not in arrays.NUMBER_KINDS:
        return None
    reason = arrays.refusal((length,), np.dtype(dtype).itemsize) if length else None
    if reason is not None:
        refused.append(Refusal(name, reason))
    if reason is not None or length == 0:
        return None
    said = channel.properties
    step = said.get("wf_increment")
    unit = hints.unit_named(str(said.get("unit_string", ""))) or "unknown"
    rate_hz = rate_of_step(step) if isinstance(step, float) and step > 0 else None
    return Variable(name, length, 1, str(dtype), unit, rate_hz)


def _moment(properties: Any) -> Moment | None:
    """The start of the waveform; the format keeps times in UTC."""
    start = properties.get("wf_start_time")
    if not isinstance(start, np.datetime64):
        return None
    told = start.astype("datetime64[us]").item()
    if not isinstance(told, datetime):  # not a time, or out of reach
        return None
    return plausible(Moment(told.replace(tzinfo=UTC), True, "wf_start_time"))


def _facts(prefix: str, properties: Any) -> list[tuple[str, float | str]]:
    facts: list[tuple[str, float | str]] = []
    for name, value in properties.items():
        if isinstance(value, bool | int | float | np.number):
            facts.append((prefix + name, float(value)))
        else:
            facts.append((prefix + name, str(value)[:_MAX_TEXT]))
    return facts


def _flags(file: Any) -> tuple[Flag, ...]:
    """A program that was cut off leaves a last piece that is not whole; the rest is good."""
    if not file.file_status.incomplete_final_segment:
        return ()
    return (Flag("file-incomplete", "the recorder was cut off: the last piece is not whole"),)


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    from nptdms import TdmsFile

    arrays.check_column(column, 1)
    with reading(path, "a TDMS file"), path.open("rb") as opened, TdmsFile.open(opened) as file:
        channel = _channels(path, file)[variable.name]
        for start in range(0, len(channel), PIECE):
            count = min(PIECE, len(channel) - start)
            yield np.asarray(channel.read_data(start, count), dtype=np.float64)


TDMS = Importer(_FORMAT, ENDINGS[_FORMAT], _recognises, _describe, _read, complete=whole.tdms)
