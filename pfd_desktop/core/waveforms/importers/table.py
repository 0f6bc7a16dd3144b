"""Every format that is read; adding one adds a row."""

from pathlib import Path

from pfd_desktop.core.records.importing import FileFormat, RawLayout
from pfd_desktop.core.waveforms.importers.contents import Importer
from pfd_desktop.core.waveforms.importers.declared import PlugIn, plug_ins, plugged_endings
from pfd_desktop.core.waveforms.importers.endings import ALL_ENDINGS, RAW_ENDINGS, READ_ENDINGS
from pfd_desktop.core.waveforms.importers.flac import FLAC
from pfd_desktop.core.waveforms.importers.hdf5 import HDF5
from pfd_desktop.core.waveforms.importers.ide import IDE
from pfd_desktop.core.waveforms.importers.limits import reading
from pfd_desktop.core.waveforms.importers.lvm import LVM
from pfd_desktop.core.waveforms.importers.mat import MAT
from pfd_desktop.core.waveforms.importers.numpy_files import NPY, NPZ
from pfd_desktop.core.waveforms.importers.parquet import PARQUET
from pfd_desktop.core.waveforms.importers.plugins import load, plugged
from pfd_desktop.core.waveforms.importers.raw import raw_importer
from pfd_desktop.core.waveforms.importers.tdms import TDMS
from pfd_desktop.core.waveforms.importers.text import TEXT
from pfd_desktop.core.waveforms.importers.uff import UFF
from pfd_desktop.core.waveforms.importers.wav import WAV
from pfd_desktop.errors import InvalidRecording, MappingNeeded

IMPORTERS: tuple[Importer, ...] = (
    HDF5,
    MAT,
    WAV,
    FLAC,
    NPY,
    NPZ,
    TDMS,
    UFF,
    LVM,
    IDE,
    PARQUET,
    TEXT,
)
_HEAD_BYTES = 1024


def choose(path: Path, raw: RawLayout | None = None) -> Importer:
    """Who reads *path*: its first bytes decide before its ending does.

    *raw* is for files whose ending is of no format: those of others may lie in the same folder.

    Raises InvalidRecording, and MappingNeeded where only the user can know how its bytes lie.
    """
    suffix = path.suffix.lower()
    if raw is not None and suffix not in READ_ENDINGS:
        return raw_importer(raw)
    with reading(path, "a recording"), path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise InvalidRecording(f"{path.name} is empty: it has no bytes at all.")
    for importer in IMPORTERS:
        if importer.recognises(head):
            return importer
    for importer in IMPORTERS:
        if suffix in importer.suffixes:
            return _by_suffix(path, importer, head)
    if suffix in RAW_ENDINGS:
        raise MappingNeeded(
            f"{path.name} holds bare samples: tell their type, the order of their bytes and how"
            " many channels there are."
        )
    plugged_in = plugged(suffix)
    if plugged_in is not None:
        return plugged_in
    known = ", ".join(sorted(ALL_ENDINGS | plugged_endings()))
    raise InvalidRecording(
        f"{path.name}: the format {suffix or 'of a file without ending'} is not read. These are:"
        f" {known}."
    )


def complete(path: Path) -> bool | None:
    """Whether the file has its end yet; None where it does not say, or cannot be told."""
    try:
        importer = choose(path)
        with reading(path, importer.name):
            return None if importer.complete is None else importer.complete(path)
    except (InvalidRecording, MappingNeeded):  # the import says why
        return None


def _by_suffix(path: Path, importer: Importer, head: bytes) -> Importer:
    """Only MAT version 4 and text have no signature; the rest is not what its ending says."""
    if importer is TEXT or (importer is MAT and _may_be_version_4(head)):
        return importer
    raise InvalidRecording(
        f"{path.name} is not a {importer.name} file, whatever its ending says: the signature at its"
        " start is missing. Export it again from the program that recorded it."
    )


def _may_be_version_4(head: bytes) -> bool:
    """Version 4 starts with a number below 5000 (MOPT) and then rows and columns."""
    little, big = (int.from_bytes(head[:4], order) for order in ("little", "big"))
    return len(head) >= 20 and min(little, big) < 5000


def formats() -> tuple[FileFormat, ...]:
    """Everything that is read, ours first; a plug-in that cannot be loaded says why."""
    own = tuple(FileFormat(one.name, tuple(sorted(one.suffixes))) for one in IMPORTERS)
    told = FileFormat("raw samples, as told", tuple(sorted(RAW_ENDINGS)))
    return (*own, told, *(_plugged_format(one) for one in plug_ins()))


def _plugged_format(plug_in: PlugIn) -> FileFormat:
    endings = (plug_in.ending,)
    try:
        return FileFormat(load(plug_in).name, endings, plug_in.package)
    except InvalidRecording as error:
        return FileFormat(plug_in.entry.value, endings, plug_in.package, str(error))
