"""Samples left in the file they were measured into, where that gives exactly what a copy would."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pfd_desktop.core.records.importing import Mapping, Variable
from pfd_desktop.core.waveforms.blob import BlobInfo, write_reference
from pfd_desktop.core.waveforms.checks import check_length
from pfd_desktop.core.waveforms.importers.contents import Importer, Samples
from pfd_desktop.core.waveforms.source import Located, look_at
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress


def leave_in_place(
    path: Path,
    target: Path,
    reader: tuple[Importer, Variable],
    mapping: Mapping,
    progress: Progress,
) -> BlobInfo | str:
    """Write the waveform file *target* of samples that stay in *path*; why that cannot be.

    The reason is a sentence; the samples are to be copied then. They are read three times: as the
    reader has them, as bytes for the file's hash, and through the map, which must give the same
    numbers. Memory does not grow with them. Raises InvalidRecording, SourceMissing, SourceChanged.
    """
    importer, variable = reader
    where = _where(path, importer, variable, mapping)
    if isinstance(where, str):
        return f"{where}, so they were copied into the project."
    check_length(f"{path.name}: {variable.name}", where.count)
    source = look_at(path, where, lambda done: progress.report(0.1 + 0.2 * done))
    sha256 = _hash_as_read(importer.read(path, variable, mapping.column))
    if sha256 is None:
        return (
            f"Some samples of {path.name} are no numbers and had to be bridged, so they were copied"
            " into the project."
        )
    progress.report(0.5)
    info = write_reference(target, source, mapping.rate_hz or 0.0, mapping.unit, mapping.quantity)
    if info.sha256 != sha256:
        raise InvalidRecording(
            f"{path.name} gave other samples when it was read again. Import it without leaving it"
            " where it is."
        )
    return info


def _where(path: Path, importer: Importer, variable: Variable, mapping: Mapping) -> Located | str:
    """Where the samples lie, or why they cannot be used there."""
    if mapping.sensitivity != 1.0:
        return (
            f"The samples of {path.name} are divided by the sensitivity {mapping.sensitivity:g} and"
            " are not the numbers in the file"
        )
    if importer.locate is None:
        return f"The samples of {path.name} are unpacked while they are read ({importer.name})"
    found = importer.locate(path, variable, mapping.column)
    return found if isinstance(found, Located) else f"{path.name} {found}"


def _hash_as_read(pieces: Iterator[Samples]) -> str | None:
    """SHA-256 of the samples as float32; None where any is no number."""
    digest = hashlib.sha256()
    for piece in pieces:
        if not np.isfinite(piece).all():
            return None
        digest.update(np.ascontiguousarray(piece, "<f4").data)
    return digest.hexdigest()
