"""Files that are there whole or not at all."""

import errno
from pathlib import Path

import pytest

from pfd_desktop.atomic import atomic_path, atomic_write_bytes
from pfd_desktop.errors import DiskFull


def test_what_is_written_is_there_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "wörk.bin"
    atomic_write_bytes(target, b"one")
    atomic_write_bytes(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["wörk.bin"]


def break_off(target: Path, error: BaseException) -> None:
    """Write half of *target*, then fail."""
    with atomic_path(target) as temporary:
        temporary.write_bytes(b"half")
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("bad"), OSError(5, "io")])
def test_a_failure_in_the_middle_keeps_the_old_file(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "kept"
    target.write_bytes(b"old")
    with pytest.raises(type(error)):
        break_off(target, error)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_full_disk_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="No space is left"):
        break_off(tmp_path / "big", OSError(errno.ENOSPC, "no space"))
    assert list(tmp_path.iterdir()) == []
