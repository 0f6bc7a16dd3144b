"""HDF5 files (and MAT 7.3, which is HDF5), checked object by object before a sample is read.

An HDF5 file can name other files of the user (external links, external storage, virtual
datasets), declare terabytes in a kilobyte, and unpack without end. Each is refused first.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.importing import Refusal, Variable
from pfd_desktop.core.waveforms.importers import arrays, hints, whole
from pfd_desktop.core.waveforms.importers.contents import HEAD_VALUES, Contents, Importer, Samples
from pfd_desktop.core.waveforms.importers.endings import ENDINGS
from pfd_desktop.core.waveforms.importers.limits import (
    MAX_CHUNK_BYTES,
    MAX_DEPTH,
    MAX_OBJECTS,
    PIECE,
    check_expansion,
    reading,
    size_text,
)
from pfd_desktop.core.waveforms.source import Located, located
from pfd_desktop.errors import InvalidRecording

_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_MATLAB = b"MATLAB 7.3"
_KNOWN_FILTERS = {1, 2, 3, 4, 5, 6, 32000}  # deflate, shuffle, fletcher32, szip, nbit, offset, lzf
_MATLAB_INSIDE = ("#refs#", "#subsystem#")  # where MATLAB 7.3 keeps cells and objects
_MAX_TEXT = 200


def _recognises(head: bytes) -> bool:
    return head.startswith((_SIGNATURE, _MATLAB)) or head[512:520] == _SIGNATURE


def _describe(path: Path, _thorough: bool) -> Contents:
    with reading(path, "an HDF5 file"), h5py.File(path, "r") as file:
        variables: list[Variable] = []
        facts: list[tuple[str, float | str]] = list(_attributes("", file))
        refused: list[Refusal] = []
        head: list[tuple[str, tuple[float, ...]]] = []
        for name, dataset in _datasets(path, file):
            described = _variable(path, name, dataset, refused)
            facts += _attributes(f"{name}@", dataset)
            if described is None:
                facts += _scalar(name, dataset)
                continue
            variables.append(described)
            piece = _slice(dataset, described, 0, 0, min(HEAD_VALUES, described.samples))
            head.append((name, arrays.head_of(piece)))
    arrays.refuse_without_vectors(path, variables, refused)
    rate_hz, notes = hints.rate_among(facts)
    return Contents(
        "MAT 7.3" if _is_matlab(path) else "HDF5",
        tuple(variables),
        rate_hz,
        tuple(facts),
        (*notes, *(one.text for one in refused)),
        tuple(head),
        refused=tuple(refused),
    )


def _is_matlab(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MATLAB)) == _MATLAB


def _datasets(path: Path, file: Any) -> Iterator[tuple[str, Any]]:
    """Every dataset of numbers that is reached from the root within the file, each once."""
    waiting: list[tuple[str, Any, int]] = [("", file, 0)]
    seen: set[int] = set()
    objects = 0
    while waiting:
        name, found, depth = waiting.pop()
        address = h5py.h5o.get_info(found.id).addr
        if address in seen:
            continue
        seen.add(address)
        objects += 1
        if objects > MAX_OBJECTS:
            raise InvalidRecording(f"{path.name} holds more than {MAX_OBJECTS:,} objects.")
        if depth > MAX_DEPTH:
            raise InvalidRecording(f"{path.name} nests groups deeper than {MAX_DEPTH}.")
        if isinstance(found, h5py.Group):
            waiting += [(*one, depth + 1) for one in reversed(_members(path, name, found))]
        elif _refers(found):
            waiting += [(*one, depth + 1) for one in reversed(_referred(path, name, file, found))]
        elif isinstance(found, h5py.Dataset):
            yield name, found


def _members(path: Path, prefix: str, group: Any) -> list[tuple[str, Any]]:
    """What lies in a group and in this file."""
    if len(group) > MAX_OBJECTS:
        raise InvalidRecording(f"{path.name} holds more than {MAX_OBJECTS:,} objects.")
    start = f"{prefix}/" if prefix else ""
    return [
        (start + name, group[name])
        for name in group
        if name not in _MATLAB_INSIDE and _is_hard(path, group, name)
    ]


def _refers(found: Any) -> bool:
    """Whether a dataset holds references: how MATLAB 7.3 keeps cells and arrays of structs."""
    if not isinstance(found, h5py.Dataset):
        return False
    return h5py.check_ref_dtype(found.dtype) is h5py.Reference and found.shape is not None


def _referred(path: Path, name: str, file: Any, dataset: Any) -> list[tuple[str, Any]]:
    """What the cells refer to, counted from 1 as MATLAB does."""
    if dataset.size > MAX_OBJECTS:
        raise InvalidRecording(f"{path.name}: {name} has more than {MAX_OBJECTS:,} cells.")
    if dataset.external is not None or dataset.is_virtual:
        raise InvalidRecording(f"{path.name}: the cells of {name} lie in other files.")
    cells = np.ravel(dataset[()])
    return [(f"{name}[{i}]", file[cell]) for i, cell in enumerate(cells, 1) if cell]


def _is_hard(path: Path, group: Any, name: str) -> bool:
    """Whether the object lies in this file; refuses a file that points into others."""
    link = group.get(name, getlink=True)
    if isinstance(link, h5py.ExternalLink):
        raise InvalidRecording(
            f"{path.name}: {name} is a link to another file ({link.filename}). Other files are not"
            " opened through a link; copy the data into one file."
        )
    return isinstance(link, h5py.HardLink)


def _variable(path: Path, name: str, dataset: Any, refused: list[Refusal]) -> Variable | None:
    """The vector in a dataset; None when it holds none or is refused."""
    if dataset.external is not None or dataset.is_virtual:
        raise InvalidRecording(
            f"{path.name}: the samples of {name} lie in other files. Other files are not opened"
            " through this one; copy the data into one file."
        )
    dtype = dataset.dtype
    if dataset.shape is None or _is_text(dataset):
        return None
    reason = _refusal(dataset)
    if reason is not None:
        refused.append(Refusal(name, reason))
        return None
    if _holds_records(dataset):
        records, samples = dataset.shape
        part = name.rpartition("/")[0].rpartition("/")[2]
        shown = str(dtype), _unit(dataset), None
        return Variable(name, samples, records, *shown, _classes(dataset), part)
    return arrays.variable(name, dataset.shape, str(dtype), _unit(dataset))


def _is_text(dataset: Any) -> bool:
    texts = h5py.check_string_dtype(dataset.dtype) is not None
    return texts or dataset.attrs.get("MATLAB_class") == b"char"


def _refusal(dataset: Any) -> str | None:
    """Why a dataset is not read as a vector; None when it is, or is no array at all."""
    dtype = dataset.dtype
    wrong = arrays.dtype_refusal(dtype)
    if wrong is not None or dtype.kind not in arrays.NUMBER_KINDS:
        return None if dataset.size == 1 else wrong or "holds no numbers"
    if _is_labels(dataset):
        return "holds the classes of the rows of signals and is no waveform"
    if dataset.attrs.get("MATLAB_empty"):
        return "is empty"
    if _holds_records(dataset):
        return _records_refusal(dataset) or _storage_refusal(dataset)
    if arrays.vector_shape(dataset.shape) is None:
        return arrays.refusal(dataset.shape, dtype.itemsize)
    return arrays.refusal(dataset.shape, dtype.itemsize) or _storage_refusal(dataset)


def _is_labels(dataset: Any) -> bool:
    """Whether it is the ``labels`` beside ``signals`` of as many rows, one record each."""
    signals = _beside(dataset, "labels", "signals")
    return signals is not None and dataset.ndim == 1 and signals.shape[:1] == dataset.shape


def _holds_records(dataset: Any) -> bool:
    """Whether it is ``signals``, a record in each row, and ``labels`` beside it say so.

    Its samples lie along the rows then, also where there are more records than samples.
    """
    labels = _beside(dataset, "signals", "labels")
    return labels is not None and dataset.ndim == 2 and labels.shape == dataset.shape[:1]


def _classes(dataset: Any) -> tuple[str, ...]:
    """What the labels beside records say of each: the older dashboard numbers its classes."""
    labels = _beside(dataset, "signals", "labels")
    outside = labels.external is not None or labels.is_virtual
    if outside or labels.dtype.kind not in "iu" or _storage_refusal(labels) is not None:
        return ()
    return tuple(f"class {number}" for number in labels[()].tolist())


def _beside(dataset: Any, own: str, other: str) -> Any:
    """The dataset *other* of the group in which this one is called *own*; None where none is."""
    group, name = dataset.name.rpartition("/")[::2] if dataset.name else ("", "")
    place = f"{group}/{other}"
    if name != own or not isinstance(dataset.file.get(place, getlink=True), h5py.HardLink):
        return None
    found = dataset.file[place]
    return found if isinstance(found, h5py.Dataset) and found.shape is not None else None


def _records_refusal(dataset: Any) -> str | None:
    records, samples = dataset.shape
    if 0 in dataset.shape:
        return "is empty"
    if records > MAX_OBJECTS:
        return f"has {records:,} records; at most {MAX_OBJECTS:,} are read"
    return arrays.refusal((samples,), dataset.dtype.itemsize)


def _axis(dataset: Any) -> int:
    """The axis that the samples lie along."""
    return 1 if _holds_records(dataset) else int(np.argmax(dataset.shape))


def _storage_refusal(dataset: Any) -> str | None:
    declared = dataset.size * dataset.dtype.itemsize
    stored = dataset.id.get_storage_size()
    if stored == 0 and declared > 0:
        return f"declares {size_text(declared)} of samples but none were written"
    plan = dataset.id.get_create_plist()
    filters = {plan.get_filter(i)[0] for i in range(plan.get_nfilters())}
    if filters - _KNOWN_FILTERS:
        return f"is compressed in a way not read here (filter {min(filters)})"
    chunk = dataset.chunks
    if chunk is not None and np.prod(chunk, dtype=float) * dataset.dtype.itemsize > MAX_CHUNK_BYTES:
        return f"is stored in pieces larger than {size_text(MAX_CHUNK_BYTES)}"
    return None


def _scalar(name: str, dataset: Any) -> list[tuple[str, float | str]]:
    numeric = dataset.dtype.kind in arrays.NUMBER_KINDS and dataset.dtype.itemsize <= 8
    if numeric and dataset.size == 1 and dataset.id.get_storage_size() > 0:
        return [(name, float(np.ravel(dataset[()])[0]))]
    return []


def _attributes(prefix: str, owner: Any) -> list[tuple[str, float | str]]:
    facts: list[tuple[str, float | str]] = []
    for name in owner.attrs:
        value = owner.attrs[name]
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if isinstance(value, str):
            facts.append((prefix + name, value[:_MAX_TEXT]))
        elif np.size(value) == 1 and np.asarray(value).dtype.kind in arrays.NUMBER_KINDS:
            facts.append((prefix + name, float(np.ravel(value)[0])))
    return facts


def _unit(dataset: Any) -> str:
    facts = dict(_attributes("", dataset))
    text = next((facts[name] for name in ("unit", "units", "Unit", "Units") if name in facts), "")
    return hints.unit_named(str(text)) or "unknown"


def _read(path: Path, variable: Variable, column: int) -> Iterator[Samples]:
    with reading(path, "an HDF5 file"), h5py.File(path, "r") as file:
        name = variable.name
        dataset = next((found for one, found in _datasets(path, file) if one == name), None)
        if dataset is None:
            raise InvalidRecording(f"{path.name} holds no dataset {name}.")
        refused: list[Refusal] = []
        described = _variable(path, name, dataset, refused)
        if described is None:
            reason = arrays.in_words(refused or [Refusal(name, "is no vector")])
            raise InvalidRecording(f"{path.name}: {reason}.")
        arrays.check_column(column, described.columns)
        stored = dataset.id.get_storage_size()
        check_expansion(path, name, stored, dataset.size * dataset.dtype.itemsize)
        step = _step(dataset)
        for start in range(0, described.samples, step):
            stop = min(start + step, described.samples)
            yield _slice(dataset, described, column, start, stop)


def _step(dataset: Any) -> int:
    """Samples per read: whole chunks along the samples where the dataset is chunked."""
    if dataset.chunks is None:
        return PIECE
    row = dataset.chunks[_axis(dataset)]
    return int(row * max(1, PIECE // row))


def _slice(
    dataset: Any, described: Variable, column: int, start: int, stop: int
) -> NDArray[np.float64]:
    """Samples *start* to *stop* of one column, whichever axis the samples lie along."""
    axis = _axis(dataset)
    index: list[int | slice] = [0] * len(dataset.shape)
    index[axis] = slice(start, stop)
    if described.columns > 1:
        other = next(i for i, side in enumerate(dataset.shape) if side > 1 and i != axis)
        index[other] = column
    return np.asarray(dataset[tuple(index)], dtype=np.float64)


def _locate(path: Path, variable: Variable, column: int) -> Located | str:
    with reading(path, "an HDF5 file"), h5py.File(path, "r") as file:
        name = variable.name
        dataset = next((found for one, found in _datasets(path, file) if one == name), None)
        offset = None if dataset is None else dataset.id.get_offset()
        if dataset is None or offset is None or dataset.chunks is not None:
            return "keeps its samples in pieces or compressed and not as one run"
        shape, dtype, axis = dataset.shape, dataset.dtype, _axis(dataset)
    stride = dtype.itemsize * int(np.prod(shape[axis + 1 :], dtype=np.int64))
    other = [i for i, side in enumerate(shape) if side > 1 and i != axis]
    beside = int(np.prod(shape[other[0] + 1 :], dtype=np.int64)) if other else 0
    place = int(offset) + column * beside * dtype.itemsize
    return located(place, stride, int(shape[axis]), dtype)


HDF5 = Importer("HDF5", ENDINGS["HDF5"], _recognises, _describe, _read, _locate, whole.hdf5)
