"""The numbers of a feature set: one row per window, kept in one file."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.atomic import atomic_write
from pfd_desktop.errors import InvalidInput, NotFound


@dataclass(frozen=True, eq=False)
class FeatureMatrix:
    """Features of windows, and from where in which recording each row was cut."""

    names: tuple[str, ...]
    recording_ids: tuple[str, ...]
    values: NDArray[np.float64]  # rows × names
    record: NDArray[np.int64]  # per row: position in recording_ids
    start: NDArray[np.int64]  # per row: first sample of its window
    stop: NDArray[np.int64]  # per row: one past its last sample
    digest: NDArray[np.uint64]  # per row: what its samples are, gain and offset aside
    reference: NDArray[np.float64] | None = None  # recordings × names: the baseline taken off
    known: tuple[str, ...] = ()  # per recording: Known.told when it was computed; () where not kept


_NONE = np.empty((0, 0))


def save_matrix(path: Path, matrix: FeatureMatrix) -> None:
    """Write *matrix* to *path*, whole or not at all."""

    def write(temporary: Path) -> None:
        with temporary.open("wb") as stream:
            np.savez(
                stream,
                names=np.array(matrix.names),
                recording_ids=np.array(matrix.recording_ids),
                values=matrix.values,
                record=matrix.record,
                start=matrix.start,
                stop=matrix.stop,
                digest=matrix.digest,
                reference=_NONE if matrix.reference is None else matrix.reference,
                known=np.array(matrix.known, dtype=np.str_),
            )

    atomic_write(path, write)


def load_matrix(path: Path) -> FeatureMatrix:
    """Read what save_matrix wrote. Raises NotFound or InvalidInput."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            return FeatureMatrix(
                tuple(str(name) for name in kept["names"]),
                tuple(str(name) for name in kept["recording_ids"]),
                kept["values"],
                kept["record"],
                kept["start"],
                kept["stop"],
                kept["digest"],
                found if (found := kept.get("reference", _NONE)).size else None,
                tuple(map(str, kept["known"])) if "known" in kept.files else (),
            )
    except FileNotFoundError as error:
        raise NotFound(
            f"The numbers of this feature set are no longer at {path}. Extract it again."
        ) from error
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise InvalidInput(
            f"The feature file {path} cannot be read ({error}). Extract the set again."
        ) from error
