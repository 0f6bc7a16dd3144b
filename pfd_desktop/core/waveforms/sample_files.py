"""The samples of a recording as a file for other programs, and back: exact, in pieces.

One vector ``samples`` of float32 with what is told of it beside it. Only children import this.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from pfd_desktop.atomic import atomic_path
from pfd_desktop.core.records.datasets import BundleForm
from pfd_desktop.core.waveforms.importers.limits import PIECE, reading
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.errors import InvalidRecording

NAME = "samples"
_LARGEST_MAT_5 = 16 * 2**20  # samples; version 5 is written whole, so larger ones are version 7.3
_MAT_73_HEAD = b"MATLAB 7.3 MAT-file, written as HDF5".ljust(116) + b"\0" * 8 + b"\x00\x02IM"

Floats = NDArray[np.float32]
Facts = Mapping[str, str | float]


def write_samples(path: Path, form: BundleForm, samples: Floats, facts: Facts) -> None:
    """Write *samples* with *facts*, durable when this returns; memory does not grow with them.

    Raises DiskFull where there is no room.
    """
    if form is BundleForm.CSV:
        _write_csv(path, samples)
    elif form is BundleForm.PARQUET:
        _write_parquet(path, samples, facts)
    elif form is BundleForm.MAT and len(samples) <= _LARGEST_MAT_5:
        _write_mat_5(path, samples, facts)
    else:
        _write_hdf5(path, samples, facts, matlab=form is BundleForm.MAT)


def read_samples(path: Path, form: BundleForm) -> Iterator[NDArray[Any]]:
    """The samples in pieces; raises InvalidRecording where the file is damaged or another one."""
    if form is BundleForm.PARQUET:
        yield from _read_parquet(path)
        return
    importer = choose(path)
    variable = importer.describe(path, False).variable(NAME)
    if variable is None:
        raise InvalidRecording(f"{path.name} holds no vector called {NAME}.")
    yield from importer.read(path, variable, 0)


def _pieces(samples: Floats) -> Iterator[tuple[int, Floats]]:
    for start in range(0, len(samples), PIECE):
        yield start, np.ascontiguousarray(samples[start : start + PIECE], "<f4")


def _write_csv(path: Path, samples: Floats) -> None:
    """Nine significant digits name every float32 exactly."""
    with atomic_path(path) as temporary, temporary.open("w", encoding="ascii", newline="") as out:
        out.write(f"{NAME}\n")
        for _, piece in _pieces(samples):
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([f"{value:.9g}"] for value in piece)
            out.write(text.getvalue())


def _write_parquet(path: Path, samples: Floats, facts: Facts) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    told = {key: str(value) for key, value in facts.items()}
    schema = pa.schema([pa.field(NAME, pa.float32(), nullable=False)], metadata=told)
    with atomic_path(path) as temporary, parquet.ParquetWriter(temporary, schema) as out:
        for _, piece in _pieces(samples):
            out.write_table(pa.table({NAME: pa.array(piece)}, schema=schema))


def _read_parquet(path: Path) -> Iterator[NDArray[Any]]:
    from pyarrow import parquet

    with reading(path, "a Parquet file"), parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=PIECE, columns=[NAME]):
            yield batch.column(0).to_numpy(zero_copy_only=False)


def _write_mat_5(path: Path, samples: Floats, facts: Facts) -> None:
    from scipy.io import savemat

    content = {NAME: np.asarray(samples).reshape(-1, 1), **facts}
    with atomic_path(path) as temporary:
        savemat(temporary, content, appendmat=False)


def _write_hdf5(path: Path, samples: Floats, facts: Facts, *, matlab: bool) -> None:
    """Plain HDF5 with the facts as attributes; for MATLAB with its header, facts as variables.

    MATLAB 7.3 is HDF5 after 512 bytes of its own, each dataset naming its class; a column of n
    values has the shape (1, n) there.
    """
    with atomic_path(path) as temporary:
        options: dict[str, Any] = {"userblock_size": 512} if matlab else {}
        with h5py.File(temporary, "w", locking=False, **options) as file:
            shape = (1, len(samples)) if matlab else (len(samples),)
            dataset = file.create_dataset(NAME, shape, np.float32)
            for start, piece in _pieces(samples):
                dataset[..., start : start + len(piece)] = piece
            if not matlab:
                dataset.attrs.update(facts)
                return
            dataset.attrs["MATLAB_class"] = np.bytes_("single")
            for key, value in facts.items():
                _matlab_variable(file, key, value)
        with temporary.open("r+b") as out:
            out.write(_MAT_73_HEAD)


def _matlab_variable(file: Any, key: str, value: str | float) -> None:
    if isinstance(value, str):
        codes = np.frombuffer(value.encode("utf-16-le"), np.uint16)
        kept = file.create_dataset(key, data=codes.reshape(-1, 1) if len(codes) else [[0]])
        kept.attrs["MATLAB_class"] = np.bytes_("char")
        kept.attrs["MATLAB_int_decode"] = 2
        if not len(codes):
            kept.attrs["MATLAB_empty"] = np.uint8(1)
    else:
        kept = file.create_dataset(key, data=np.array([[float(value)]]))
        kept.attrs["MATLAB_class"] = np.bytes_("double")
