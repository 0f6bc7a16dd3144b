"""The arrays of a figure: what it weighs, and that nobody changes it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import numpy as np
from numpy.typing import NDArray

_BESIDE = 4096  # bytes, about: names, notes, markers and the request


def weight(value: object) -> int:
    """How many bytes of memory a figure holds, its arrays with what they are views of."""
    owners = {id(one): one for one in map(_owner, arrays(value))}
    return _BESIDE + sum(one.nbytes for one in owners.values())


def seal(value: object) -> None:
    """Let its arrays be read only: several may look at the same figure."""
    for array in arrays(value):
        array.setflags(write=False)


def arrays(value: object) -> Iterator[NDArray[np.generic]]:
    """All arrays in a dataclass, a tuple of them and so on."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from arrays(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from arrays(getattr(value, field.name))


def _owner(array: NDArray[np.generic]) -> NDArray[np.generic]:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array
