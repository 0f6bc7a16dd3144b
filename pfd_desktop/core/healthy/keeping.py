"""Detectors as files. Runs in children.

The default one is kept as plain numbers: who asks a guard need not wait until scikit-learn and
skops, which keep all others, are loaded.
"""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from pfd_desktop.atomic import atomic_write
from pfd_desktop.core.classical.keeping import load_estimator, save_estimator
from pfd_desktop.core.healthy.detectors import Mahalanobis
from pfd_desktop.errors import InvalidInput, NotFound


def keep_detector(folder: Path, place: int, fitted: Any) -> None:
    """Keep what the bin at *place* learned."""
    if not isinstance(fitted, Mahalanobis):
        save_estimator(_skops(folder, place), fitted)
        return
    precision = fitted.precision_

    def write(temporary: Path) -> None:
        with temporary.open("wb") as stream:
            np.savez(stream, precision=precision)

    atomic_write(_numbers(folder, place), write)


def kept_detector(folder: Path, place: int) -> Any:
    """What the bin at *place* learned. Raises NotFound, InvalidInput where the file is damaged."""
    path = _numbers(folder, place)
    if path.is_file():
        try:
            with np.load(path, allow_pickle=False) as kept:
                return Mahalanobis(kept["precision"])
        except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
            raise InvalidInput(
                f"What this guard learned cannot be read ({error}). Train it anew."
            ) from error
    if _skops(folder, place).is_file():
        return load_estimator(_skops(folder, place))
    raise NotFound("What this guard learned is no longer on the disk. Train it anew.")


def _numbers(folder: Path, place: int) -> Path:
    return folder / f"bin-{place}.npz"


def _skops(folder: Path, place: int) -> Path:
    return folder / f"bin-{place}.skops"
