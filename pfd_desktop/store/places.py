"""Which disks can hold a project."""

import sys
from pathlib import Path

from pfd_desktop.errors import StoreUnavailable

_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs"}
)


def refuse_network_disk(folder: Path) -> None:
    """Raise StoreUnavailable where *folder* lies on another computer.

    The database's readers and writers share memory, which works on one host only
    (sqlite.org/wal.html).
    """
    if _is_remote(folder):
        raise StoreUnavailable(
            f"The project folder {folder} lies on a network disk, where the database could be"
            " damaged. Keep projects on a disk of this computer."
        )


if sys.platform == "win32":
    import ctypes

    def _is_remote(folder: Path) -> bool:
        drive_remote = 4
        return ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == drive_remote
else:

    def _is_remote(folder: Path) -> bool:
        mounts = Path("/proc/self/mounts")
        if not mounts.exists():
            return False
        return file_system(folder.resolve(), mounts.read_text("utf-8", "replace")) in _REMOTE


def file_system(folder: Path, mounts: str) -> str:
    """The type of the file system that holds *folder*, by a table like /proc/self/mounts."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        _device, place, found, *_rest = line.split(" ")
        at = Path(place.replace("\\040", " "))
        if folder.is_relative_to(at) and len(at.parts) >= best:
            best, kind = len(at.parts), found
    return kind
