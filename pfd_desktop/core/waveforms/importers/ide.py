"""IDE files of enDAQ and Mide recorders, read with idelib.

The samples carry times in microseconds; the rate is what those say. A file with a pause in it is
refused: as one waveform it would hide the pause, and every spectrum of it would be wrong.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers import arrays, hints
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import reading, size_text
from pfd_desktop.core.waveforms.measured_time import Moment, plausible
from pfd_desktop.errors import InvalidRecording

_FORMAT = "IDE"
_LARGEST = 384 << 20  # bytes; idelib keeps the channel that is read in memory
_EBML = b"\x1a\x45\xdf\xa3"
_UNNAMED = _EBML + b"\x10\x00\x00\x00"  # early firmware leaves the header of the file empty
_NAMED = _EBML + b"\x87\x42\x82\x84mide"  # and this is what it should say: DocType "mide"
_PAUSE = 1.5  # of a sampling interval: a longer one between two samples is a pause


def _recognises(head: bytes) -> bool:
    return head.startswith(_UNNAMED) or (head.startswith(_EBML) and b"\x42\x82\x84mide" in head)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The data set of a file, all of it parsed but not yet decoded."""
    from idelib.importer import openFile, readData

    size = path.stat().st_size
    if size > _LARGEST:
        raise InvalidRecording(
            f"{path.name} is larger than {size_text(_LARGEST)}; cut it into shorter ones first."
        )
    with reading(path, "an IDE file"), path.open("rb") as file:
        stream: Any = file
        if file.read(len(_UNNAMED)) == _UNNAMED:
            stream = io.BytesIO(_NAMED + file.read())
        else:
            file.seek(0)
        found = openFile(stream, name=path.stem, quiet=True)
        readData(found)
        yield found


def _events(found: Any) -> dict[str, Any]:
    """The lists of samples by the names of their channels, each with two samples or more."""
    events: dict[str, Any] = {}
    for channel in found.channels.values():
        for one in channel.subchannels:
            name = f"{channel.name} {one.name}"
            samples = one.getSession()
            if samples is not None and len(samples) > 1:
                events[name if name not in events else f"{name} ({one.id + 1})"] = samples
    return events


def _describe(path: Path, _thorough: bool) -> Contents:
    with _opened(path) as found:
        variables, head, refused, times = [], [], [], []
        for name, samples in _events(found).items():
            pause = _pause(samples)
            if pause is not None:
                refused.append(f"{name} was {pause}")
                continue
            first = np.asarray(samples.arraySlice(0, HEAD_VALUES))
            variables.append(_variable(name, samples))
            head.append((name, arrays.head_of(first[1])))
            if (moment := _moment(samples.session)) is not None:
                times.append((name, moment))
        facts = [(key, _fact(value)) for key, value in (found.recorderInfo or {}).items()]
    if refused and not variables:
        raise InvalidRecording(
            f"{path.name}: {refused[0]}. As one waveform it would hide that, so it is not"
            " imported; export the parts one by one."
        )
    return Contents(
        _FORMAT,
        tuple(variables),
        None,
        tuple(facts),
        tuple(refused),
        tuple(head),
        times=tuple(times),
    )


def _moment(session: Any) -> Moment | None:
    """When the session began, in seconds of UTC; None where the recorder's clock was not set."""
    seconds = getattr(session, "utcStartTime", None)
    if not seconds:
        return None
    return plausible(Moment(datetime.fromtimestamp(seconds, UTC), True, "start of the session"))


def _variable(name: str, samples: Any) -> Variable:
    last = len(samples) - 1
    span = float(samples[last][0] - samples[0][0])
    unit = hints.unit_named(str((samples.units or ("", ""))[1])) or "unknown"
    rate_hz = 1e6 * last / span if span > 0 else None
    return Variable(name, len(samples), 1, "float64", unit, rate_hz)


def _pause(samples: Any) -> str | None:
    """Where a recording was interrupted, in words."""
    times = np.asarray(samples.arraySlice())[0]
    steps = np.diff(times)
    usual, worst = float(np.median(steps)), int(np.argmax(steps))
    if steps[worst] <= _PAUSE * usual:
        return None
    return f"interrupted for {steps[worst] / 1e6:.3g} s after sample {worst + 1:,}"


def _fact(value: object) -> float | str:
    return float(value) if isinstance(value, int | float) else str(value)[:200]


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    arrays.check_column(column, 1)
    with _opened(path) as found:
        values = np.asarray(_events(found)[variable.name].arraySlice())[1]
    yield from arrays.pieces(values)


IDE = Importer(_FORMAT, ENDINGS[_FORMAT], _recognises, _describe, _read)
