"""What a reader says about a foreign file before its samples are read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Refusal, Variable
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.measured_time import Moment
from pfd_desktop.core.waveforms.source import Located

Samples = NDArray[np.float64]

HEAD_VALUES = 8  # first values shown per variable


@dataclass(frozen=True)
class Contents:
    """The vectors of a file and the facts beside them; small whatever the file's size."""

    format: str
    variables: tuple[Variable, ...]
    rate_hz: float | None = None  # only when the file itself says so
    facts: tuple[tuple[str, float | str], ...] = ()  # scalars and short texts: "X105RPM", 1797.0
    notes: tuple[str, ...] = ()
    head: tuple[tuple[str, tuple[float, ...]], ...] = ()
    flags: tuple[Flag, ...] = ()  # doubts that stay with the recording
    refused: tuple[Refusal, ...] = ()  # vectors that are not read
    times: tuple[tuple[str, Moment], ...] = ()  # start of a vector by its name; of all by ""

    def number(self, name: str) -> float | None:
        """The scalar *name*, also where it was written as text ("50"); None when absent."""
        value = dict(self.facts).get(name)
        if isinstance(value, str):
            try:
                return float(value)
            except ValueError:
                return None
        return value

    def measured(self, name: str) -> Moment | None:
        """When the vector *name* was measured; None where the file does not say."""
        times = dict(self.times)
        return times.get(name) or times.get("")

    def variable(self, name: str) -> Variable | None:
        """The vector *name*; None when absent."""
        return next((v for v in self.variables if v.name == name), None)


@dataclass(frozen=True)
class Importer:
    """One format. ``describe(path, thorough)`` looks; ``read`` yields one vector in pieces.

    *thorough* is asked for once a file is really imported: then a rate that the file gives only
    through its time stamps is checked over the whole file. ``locate`` says where a vector lies in
    the file as float32, or why it cannot be used there, in words that follow the file's name; None
    where samples are unpacked while they are read. ``complete`` says whether the file has its end
    yet, None where it does not tell; without it nobody knows.
    """

    name: str
    suffixes: frozenset[str]
    recognises: Callable[[bytes], bool]  # from the first bytes of the file
    describe: Callable[[Path, bool], Contents]
    read: Callable[[Path, Variable, int], Iterator[Samples]]  # path, variable, column
    locate: Callable[[Path, Variable, int], Located | str] | None = None
    complete: Callable[[Path], bool | None] | None = None
