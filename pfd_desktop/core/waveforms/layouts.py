"""What a waveform file says of its samples; files of few samples, laid out once, then filled in.

Of files with as many samples, the same rate and unit only the numbers differ. HDF5 lays out the
first of them in memory; each is a copy with its own numbers in their places, byte by byte what HDF5
would have written. It takes a tenth of the time, which is felt where thousands of files arrive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.waveforms.envelope import BASE
from pfd_desktop.core.waveforms.waveform import Axis

if TYPE_CHECKING:
    import h5py

MOST = 1 << 18  # samples of a file that is filled in: its pyramid has one level
_LAYOUTS = 8  # that are kept: at most 8 MiB

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Told:
    """What a waveform file says of its samples; along an angle the rate is that of a revolution."""

    rate_hz: float
    unit: str
    quantity: str
    axis: Axis = Axis.TIME

    def facts(self, samples: int, sha256: str) -> str:
        """The hash of all that is not samples; of time it says nothing, as files before it did."""
        told = (samples, float(self.rate_hz), self.unit, self.quantity, sha256)
        said = repr(told) if self.axis is Axis.TIME else repr((*told, self.axis.value))
        return hashlib.sha256(said.encode()).hexdigest()

    def describe(self, file: h5py.File, sha256: str, facts: str) -> None:
        """Say it in an open file, for the first time or anew."""
        file.attrs.update(
            version=1,
            rate_hz=self.rate_hz,
            unit=self.unit,
            quantity=self.quantity,
            sha256=sha256,
            facts=facts,
        )
        if self.axis is not Axis.TIME:
            file.attrs["axis"] = self.axis.value


@dataclass(frozen=True)
class _Layout:
    """A file with nothing in it, and where in it what belongs."""

    image: bytes
    places: tuple[int, ...]  # of samples, pyramid, mean squares and the two hashes


def filled(samples: Floats, pairs: Floats, powers: Floats, told: Told, sha256: str) -> bytearray:
    """The waveform file of at most MOST *samples* with the lowest level of each pyramid."""
    layout = _layout(len(samples), told)
    facts = told.facts(len(samples), sha256)
    numbers = [part.tobytes() for part in (samples, pairs, powers)]
    data = bytearray(layout.image)
    for place, part in zip(layout.places, [*numbers, sha256.encode(), facts.encode()], strict=True):
        data[place : place + len(part)] = part
    return data


@lru_cache(_LAYOUTS)
def _layout(length: int, told: Told) -> _Layout:
    import h5py

    runs = -(-length // BASE)
    # Stand for the hashes of samples and facts; what was told cannot hold a hash of itself.
    stand_ins = [hashlib.sha256(f"{n} {told!r}".encode()).hexdigest() for n in range(2)]
    shapes = {"samples": (length,), "pyramid/0": (2, runs), "rms/0": (runs,)}
    with h5py.File("in memory", "w", driver="core", backing_store=False) as file:
        parts = [
            file.create_dataset(name, data=np.zeros(shape, np.float32))
            for name, shape in shapes.items()
        ]
        told.describe(file, *stand_ins)
        file.flush()
        image = bytes(file.id.get_file_image())
        offsets = [int(part.id.get_offset()) for part in parts]
    return _Layout(image, (*offsets, *(image.index(one.encode()) for one in stand_ins)))
