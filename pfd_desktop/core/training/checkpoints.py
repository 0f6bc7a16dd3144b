"""Where a training stood, kept so that it can go on exactly as if it had never stopped.

A checkpoint is two files: arrays (safetensors) and a manifest (JSON) that names the arrays'
SHA-256 and is written last. A killed save leaves the checkpoint before it as the newest.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.atomic import atomic_write_bytes
from pfd_desktop.errors import InvalidInput

KEPT = 2


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """State after ``step`` epochs, counted through all folds."""

    step: int
    arrays: dict[str, NDArray[Any]]
    facts: dict[str, Any]  # what JSON can hold; the border where types end


def save_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """Write *checkpoint*, then let go of all but the newest two."""
    digest = save_arrays(_arrays(folder, checkpoint.step), checkpoint.arrays)
    manifest = {"step": checkpoint.step, "sha256": digest, "facts": checkpoint.facts}
    atomic_write_bytes(_manifest(folder, checkpoint.step), json.dumps(manifest).encode())
    for step in _steps(folder)[:-KEPT]:
        _manifest(folder, step).unlink(missing_ok=True)
        _arrays(folder, step).unlink(missing_ok=True)


def newest_checkpoint(folder: Path) -> Checkpoint | None:
    """The newest whole checkpoint; a damaged one is passed over for the one before."""
    for step in reversed(_steps(folder)):
        try:
            manifest = json.loads(_manifest(folder, step).read_bytes())
            arrays = load_arrays(_arrays(folder, step), str(manifest["sha256"]))
            return Checkpoint(int(manifest["step"]), arrays, dict(manifest["facts"]))
        except (OSError, ValueError, KeyError, TypeError, InvalidInput):
            continue
    return None


def save_arrays(path: Path, arrays: dict[str, NDArray[Any]]) -> str:
    """Write named arrays to *path*, whole or not at all; returns the file's SHA-256."""
    from safetensors.numpy import save

    data = save({name: np.ascontiguousarray(array) for name, array in arrays.items()})
    atomic_write_bytes(path, data)
    return hashlib.sha256(data).hexdigest()


def load_arrays(path: Path, sha256: str = "") -> dict[str, NDArray[Any]]:
    """Read what save_arrays wrote. Raises InvalidInput where the file is damaged."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        data = path.read_bytes()
        if sha256 and hashlib.sha256(data).hexdigest() != sha256:
            raise InvalidInput(f"{path.name} is damaged: its content is not what was written.")
        loaded: dict[str, NDArray[Any]] = load(data)
    except (OSError, SafetensorError) as error:
        raise InvalidInput(f"{path.name} cannot be read ({error}).") from error
    return loaded


def _arrays(folder: Path, step: int) -> Path:
    return folder / f"checkpoint-{step:06d}.safetensors"


def _manifest(folder: Path, step: int) -> Path:
    return folder / f"checkpoint-{step:06d}.json"


def _steps(folder: Path) -> list[int]:
    return sorted(int(path.stem.rpartition("-")[2]) for path in folder.glob("checkpoint-*.json"))
