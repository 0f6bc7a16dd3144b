"""From an array of any file to a vector of samples."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Refusal, Variable
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Samples
from pfd_desktop.core.waveforms.importers.limits import MAX_CHANNELS, MAX_SAMPLES, PIECE, size_text
from pfd_desktop.errors import InvalidRecording

NUMBER_KINDS = "iuf"  # of NumPy dtypes: integers and reals
_NAMED = 12  # vectors that a sentence names


def vector_shape(shape: Sequence[int]) -> tuple[int, int] | None:
    """(samples, columns) of an array, its samples along the longer side; None for other arrays."""
    sides = [side for side in shape if side != 1]
    if len(sides) > 2 or any(side == 0 for side in sides):
        return None
    if len(sides) == 2:
        return max(sides), min(sides)
    return (sides[0], 1) if sides else None


def refusal(shape: Sequence[int], itemsize: int) -> str | None:
    """Why an array of numbers of this shape is not read; None when it may be, or is one number."""
    found = vector_shape(shape)
    if found is None:
        return _no_vector(shape)
    samples, columns = found
    if columns > MAX_CHANNELS:
        return f"has {columns:,} channels; at most {MAX_CHANNELS:,} are read"
    if samples > MAX_SAMPLES:
        size = size_text(float(samples) * columns * itemsize)
        return f"declares {samples:,} samples ({size}); at most {MAX_SAMPLES:,} are read"
    return None


def _no_vector(shape: Sequence[int]) -> str | None:
    """Why an array that ``vector_shape`` does not know is not read; None for a single number."""
    if any(side == 0 for side in shape):
        return "is empty"
    if all(side == 1 for side in shape):
        return None
    return f"is an array of {' × '.join(map(str, shape))} numbers and not a vector"


def dtype_refusal(dtype: np.dtype[Any]) -> str | None:
    """Why numbers of this type are not read; None when they are, and for texts."""
    if dtype.hasobject:
        return "holds Python objects, which can run programs when they are read"
    if dtype.kind == "c":
        return "holds complex numbers; only real ones are read"
    if dtype.kind == "b":
        return "holds only yes and no"
    if dtype.names:
        return "holds records of several fields and not plain numbers"
    if dtype.kind in NUMBER_KINDS and dtype.itemsize > 8:
        return f"holds numbers of {8 * dtype.itemsize} bits; at most 64 are read"
    return None


def refuse_without_vectors(
    path: Path, variables: Sequence[Variable], refused: Sequence[Refusal]
) -> None:
    """Raise InvalidRecording with the reasons where none of a file's vectors can be read."""
    if refused and not variables:
        raise InvalidRecording(f"{path.name}: {in_words(refused)}.")


def in_words(refused: Sequence[Refusal]) -> str:
    """The first reasons in one sentence."""
    more = f"; and {len(refused) - _NAMED} more" if len(refused) > _NAMED else ""
    return "; ".join(one.text for one in refused[:_NAMED]) + more


def variable(name: str, shape: Sequence[int], dtype: str, unit: str = "unknown") -> Variable | None:
    """The Variable of a numeric array; None when it holds no vector."""
    found = vector_shape(shape)
    if found is None:
        return None
    return Variable(name, found[0], found[1], dtype, unit)


def column_of(array: NDArray[Any], column: int) -> NDArray[Any]:
    """One vector of an array that ``vector_shape`` knows; no copy."""
    flat = array.squeeze()
    if flat.ndim == 1:
        return flat
    if flat.shape[0] < flat.shape[1]:
        flat = flat.T
    check_column(column, flat.shape[1])
    return flat[:, column]


def check_column(column: int, columns: int) -> None:
    """Refuse a column that is not there; columns are counted from 0 inside, from 1 in words."""
    if not 0 <= column < columns:
        raise InvalidRecording(
            f"Column {column + 1} was asked for, but there are only {columns} of them."
        )


def pieces(vector: NDArray[Any]) -> Iterator[Samples]:
    """A vector in pieces of float64."""
    for start in range(0, vector.shape[0], PIECE):
        yield np.asarray(vector[start : start + PIECE], dtype=np.float64)


def head_of(vector: NDArray[Any]) -> tuple[float, ...]:
    """The first values, for the preview."""
    return tuple(float(value) for value in vector[:HEAD_VALUES])
