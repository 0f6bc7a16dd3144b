"""Which disks can hold a project."""

import sys
from pathlib import Path

from pfd_desktop.errors import StoreUnavailable

_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs"}
)


def refuse_network_disk(folder: Path) -> None:
    """Raise StoreUnavailable where *folder* lies on another computer.

    The database's readers and writers share memory, which works on one computer only
    (sqlite.org/wal.html).
    """
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        if ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == drive_remote:
            raise _refusal(folder)
    elif (table := Path("/proc/self/mounts")).exists():
        refuse_remote(folder.resolve(), table.read_text("utf-8", "replace"))


def refuse_remote(folder: Path, mounts: str) -> None:
    """The same by a table like /proc/self/mounts."""
    if file_system(folder, mounts) in _REMOTE:
        raise _refusal(folder)


def file_system(folder: Path, mounts: str) -> str:
    """The type of the file system that holds *folder*, by a table like /proc/self/mounts."""
    nearest, kind = 0, ""
    for line in mounts.splitlines():
        _device, place, found, *_rest = line.split(" ")
        mounted = Path(place.replace("\\040", " "))
        if folder.is_relative_to(mounted) and len(mounted.parts) >= nearest:
            nearest, kind = len(mounted.parts), found
    return kind


def _refusal(folder: Path) -> StoreUnavailable:
    return StoreUnavailable(
        f"The project folder {folder} lies on a network disk, where its database could be damaged."
        " Keep projects on a disk of this computer."
    )
