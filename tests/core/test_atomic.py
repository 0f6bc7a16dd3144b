"""Files that are there whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pfd_desktop.atomic import atomic_moves, atomic_path, atomic_write_bytes, sync_files
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


def test_files_that_are_moved_together_have_each_folder_synced_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ends in .tmp is swept after a crash: its name needs no sync, its content does."""
    synced = []
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(os.fstat(handle)), sync(handle)))
    sources = [tmp_path / f"{number}.tmp" for number in range(6)]
    for path in sources:
        atomic_write_bytes(path, b"content")
    assert [stat.S_ISREG(one.st_mode) for one in synced] == [True] * 6
    synced.clear()
    targets = [tmp_path / f"folder {number % 2}" / f"{number}.bin" for number in range(6)]
    atomic_moves(dict(zip(sources, targets, strict=True)))
    assert all(path.read_bytes() == b"content" for path in targets)
    folders = {path.parent.stat().st_ino for path in targets}
    assert sorted(one.st_ino for one in synced) == sorted(folders) if os.name != "nt" else True


CRAMPED = """
import resource, sys, threading
from pathlib import Path
from pfd_desktop.atomic import sync_files

resource.setrlimit(resource.RLIMIT_DATA, (1 << 20, 1 << 20))
try:
    threading.Thread(target=print).start()
except RuntimeError:
    sync_files([Path(name) for name in sys.argv[1:]])
    print("synced")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is that of Linux")
def test_without_room_for_a_thread_files_are_synced_one_by_one(tmp_path: Path) -> None:
    names = [str(tmp_path / f"{number}.tmp") for number in range(5)]
    for name in names:
        Path(name).write_bytes(b"x")
    command = [sys.executable, "-c", CRAMPED, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "synced\n", done.stderr


def test_what_waits_for_the_disk_together_says_what_failed(tmp_path: Path) -> None:
    (tmp_path / "there.tmp").write_bytes(b"x")
    with pytest.raises(FileNotFoundError, match="gone"):
        sync_files([tmp_path / "there.tmp", tmp_path / "gone.tmp"])
    sync_files([])
