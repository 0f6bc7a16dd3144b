"""Disks that can hold a project."""

from pathlib import Path

import pytest

from pfd_desktop.errors import StoreUnavailable
from pfd_desktop.store import places

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/me/local ext4 rw 0 0
//nas/data /mnt/the\\040nas cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/p", "ext4"),
        ("/home/me/p", "nfs4"),
        ("/home/me/local/p", "ext4"),
        ("/homework/p", "ext4"),
        ("/mnt/the nas/p", "cifs"),
    ],
)
def test_the_nearest_mount_counts(folder: str, kind: str) -> None:
    assert places.file_system(Path(folder), MOUNTS) == kind


def test_a_disk_of_another_computer_is_refused() -> None:
    for folder in ("/home/me/p", "/mnt/the nas/p"):
        with pytest.raises(StoreUnavailable, match=r"network disk.*disk of this computer"):
            places.refuse_remote(Path(folder), MOUNTS)
    places.refuse_remote(Path("/srv/p"), MOUNTS)
