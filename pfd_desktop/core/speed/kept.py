"""Speeds that this process has read already: every figure of a recording asks for the same one."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import SpeedReference, Tacho, resolve
from pfd_desktop.core.waveforms.blob import open_blob, waveform_of
from pfd_desktop.progress import Progress

_MOST = 8  # profiles; a long tacho gives some megabytes

_Key = tuple[SpeedReference, tuple[tuple[str, int, int], ...]]
_kept: OrderedDict[_Key, SpeedProfile] = OrderedDict()
_guard = Lock()


def speed_in(path: Path, reference: SpeedReference, progress: Progress) -> SpeedProfile:
    """The speed over the time of the raw waveform file at *path*; read once in each process.

    Raises InvalidInput where it cannot be had.
    """
    key = (reference, tuple(_state(one) for one in _read_from(path, reference)))
    with _guard:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    found = _read(path, reference, progress)
    with _guard:
        _kept[key] = found
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found


def _read(path: Path, reference: SpeedReference, progress: Progress) -> SpeedProfile:
    blob = open_blob(path)
    try:
        return resolve(reference, waveform_of(blob), progress)
    finally:
        blob.close()


def _read_from(path: Path, reference: SpeedReference) -> tuple[Path, ...]:
    return (path, Path(reference.path)) if isinstance(reference, Tacho) else (path,)


def _state(path: Path) -> tuple[str, int, int]:
    """A file and what changes when it is written anew; one that is absent is refused when read."""
    if not path.is_file():
        return str(path), 0, 0
    found = path.stat()
    return str(path), found.st_mtime_ns, found.st_size
