"""MAT files of MATLAB versions 4 and 5 to 7 (7.3 is HDF5 inside: see hdf5.py)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Refusal, Variable
from pfd_desktop.core.waveforms.importers import arrays, hints, whole
from pfd_desktop.core.waveforms.importers.contents import (
    HEAD_VALUES,
    Contents,
    Importer,
    Samples,
)
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import (
    MAX_LOADED_BYTES,
    MAX_OBJECTS,
    reading,
    size_text,
)
from pfd_desktop.core.waveforms.importers.mat_headers import MatHeader, headers
from pfd_desktop.errors import InvalidRecording

_FORMAT = "MAT"
_MAX_STRUCT_DEPTH = 4
_MAX_FACTS = 200
_MAX_TEXT = 200
_OPENED = frozenset({"struct", "char"})
_KINDS = {  # of what is not opened, and why
    "cell": "is a cell array, which is not opened; save its vectors as variables",
    "complex": "holds complex numbers; only real ones are read",
    "other": "is of a class that is not read (sparse, a function, an object)",
}

Leaf = tuple[str, Any]


def _recognises(head: bytes) -> bool:
    return head.startswith(b"MATLAB 5.0 MAT-file") or (
        head[126:128] in (b"IM", b"MI") and head[124:126] in (b"\x00\x01", b"\x01\x00")
    )


@dataclass
class _Found:
    """What has been met so far."""

    variables: list[Variable] = field(default_factory=list)
    head: list[tuple[str, tuple[float, ...]]] = field(default_factory=list)
    facts: list[tuple[str, float | str]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, name: str, shape: tuple[int, ...], dtype: str, head: tuple[float, ...]) -> None:
        """An array of numbers: a vector, a scalar, or nothing for us."""
        if prod(shape) == 1:
            self.facts += [(name, value) for value in head[:1]]
            return
        reason = arrays.refusal(shape, 8)
        described = arrays.variable(name, shape, dtype)
        if reason is not None:
            self.refused.append(Refusal(name, reason))
        elif described is not None:
            self.variables.append(described)
            self.head.append((name, head))

    def add_inner(self, name: str, value: NDArray[Any]) -> None:
        """An array out of a struct, or a text."""
        if value.dtype.kind == "U":
            text = " ".join(str(part) for part in value.ravel()[:4])
            self.facts.append((name, text[:_MAX_TEXT]))
        elif (reason := _inner_refusal(value)) is not None:
            self.refused.append(Refusal(name, reason))
        elif value.dtype.kind in arrays.NUMBER_KINDS and value.size:
            first = arrays.head_of(value.ravel(order="K")[:HEAD_VALUES])
            self.add(name, value.shape, str(value.dtype), first)


def _inner_refusal(value: NDArray[Any]) -> str | None:
    """Why what lies in a struct is not read; None when it is, or is nothing at all."""
    if value.size == 0:
        return None
    if value.dtype.names:
        return f"is an array of {value.size} structs" if value.size > 1 else "lies too deep"
    if value.dtype.kind == "O":
        return _KINDS["cell"]
    return None if value.size == 1 else arrays.dtype_refusal(value.dtype)


def _describe(path: Path, _thorough: bool) -> Contents:
    found = _Found()
    with reading(path, "a MAT file"):
        listed = _headers(path)
        for header in listed:
            if header.numeric:
                found.add(header.name, header.shape, header.kind, header.head)
            elif header.kind in _KINDS and prod(header.shape) != 1:
                found.refused.append(Refusal(header.name, _KINDS[header.kind]))
        for name, value in _leaves(path, [h.name for h in listed if h.kind in _OPENED]):
            found.add_inner(name, value)
    arrays.refuse_without_vectors(path, found.variables, found.refused)
    rate_hz, notes = hints.rate_among(found.facts)
    return Contents(
        _FORMAT,
        tuple(found.variables),
        rate_hz,
        tuple(found.facts[:_MAX_FACTS]),
        (*notes, *(one.text for one in found.refused)),
        tuple(found.head),
        refused=tuple(found.refused),
    )


def _headers(path: Path) -> tuple[MatHeader, ...]:
    with path.open("rb") as file:
        first = file.read(128)
    if _recognises(first):
        return headers(path)
    from scipy.io import whosmat  # version 4 has no signature: let SciPy say whether it is one

    listed = whosmat(str(path))
    return tuple(MatHeader(name, kind, tuple(shape), ()) for name, shape, kind in listed)


def _leaves(path: Path, names: list[str]) -> Iterator[Leaf]:
    """Arrays within the structs *names*, named with dots."""
    if not names:
        return
    loaded = _load(path, names)
    budget = MAX_OBJECTS
    waiting = [(name, loaded[name], 0) for name in names if name in loaded]
    while waiting and budget:
        budget -= 1
        name, value, depth = waiting.pop()
        if not isinstance(value, np.ndarray):
            continue
        if value.dtype.names and value.size == 1 and depth < _MAX_STRUCT_DEPTH:
            record = value.ravel()[0]
            waiting += [(f"{name}.{f}", record[f], depth + 1) for f in value.dtype.names]
        else:
            yield name, value


def _load(path: Path, names: list[str]) -> dict[str, Any]:
    from scipy.io import loadmat

    return dict(loadmat(str(path), variable_names=names))


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    if variable.samples * variable.columns * 8 > MAX_LOADED_BYTES:
        raise InvalidRecording(
            f"{path.name}: {variable.name} is larger than {size_text(MAX_LOADED_BYTES)}."
            " Store it as HDF5 or WAV, which can be read in pieces."
        )
    with reading(path, "a MAT file"):
        vector = _vector(path, variable.name, column)
    yield from arrays.pieces(vector)


def _vector(path: Path, name: str, column: int) -> NDArray[Any]:
    root, *fields = name.split(".")
    value = _load(path, [root])[root]
    for inner in fields:
        value = value.ravel()[0][inner]
    return arrays.column_of(value, column)


MAT = Importer(_FORMAT, ENDINGS["MAT"], _recognises, _describe, _read, complete=whole.mat)
