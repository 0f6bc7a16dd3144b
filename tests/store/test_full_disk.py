"""A disk that fills up: nothing acknowledged is lost, and all works again when there is room."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from pysqlite3 import dbapi2

from pfd_desktop.core.waveforms.blob import verify_blob, write_blob
from pfd_desktop.errors import DiskFull
from pfd_desktop.store import recordings, schema
from pfd_desktop.store.project import Project, open_project
from tests.store.records import new_recording


def mount(folder: Path, options: str) -> None:
    """Make or change a small disk; skips where this user may not."""
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only root may mount the small disk that this test needs")
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no small disk could be mounted: {made.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount(folder, "size=4m")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def project(disk: Path) -> Iterator[Project]:
    """A project on the small disk."""
    opened = open_project(disk / "p")
    yield opened
    opened.close()


def fill(folder: Path, leave: int = 0) -> Path:
    """Take all room but *leave* bytes."""
    path = folder / "ballast"
    path.write_bytes(b"\0" * (shutil.disk_usage(folder).free - leave))
    return path


def add_for_ever(project: Project, kept: list[str]) -> None:
    """Keep recordings and note the keys of those acknowledged."""
    while True:
        with project.store.write() as session:
            added = recordings.add(session, new_recording(f"{len(kept)} {'x' * 2000}"))
        kept.append(added.id)


def listed(project: Project) -> list[str]:
    """The keys of all recordings."""
    with project.store.read() as session:
        return [recording.id for recording in recordings.list_all(session)]


def test_what_was_acknowledged_stays_and_work_goes_on(project: Project, disk: Path) -> None:
    kept: list[str] = []
    with pytest.raises(DiskFull, match="No space is left"):
        add_for_ever(project, kept)
    assert len(kept) > 50
    assert listed(project) == kept
    mount(disk, "remount,size=16m")
    with project.store.write() as session:
        kept.append(recordings.add(session, new_recording("after")).id)
    assert listed(project) == kept
    with closing(dbapi2.connect(str(project.store.path))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    print(f"GATE full-disk-lost 0-of-{len(kept)} 0 pass")


@pytest.mark.parametrize("samples", [1_000, 100_000, 300_000])
@pytest.mark.parametrize("source", [lambda x: x, lambda x: iter([x])], ids=["array", "pieces"])
def test_a_waveform_file_is_there_whole_or_not_at_all(
    disk: Path, samples: int, source: Callable[[object], object]
) -> None:
    waveform = np.random.default_rng(1).standard_normal(samples, np.float32)
    size = samples * 4
    ballast = fill(disk, leave=size * 3 // 4 // 4096 * 4096)
    with pytest.raises(DiskFull, match="No space is left"):
        write_blob(disk / "a.h5", source(waveform), 1.0, "g", "acceleration")
    assert [path.name for path in disk.iterdir()] == ["ballast"]
    ballast.unlink()
    write_blob(disk / "a.h5", source(waveform), 1.0, "g", "acceleration")
    assert verify_blob(disk / "a.h5")


def test_no_room_for_a_new_project_is_said(disk: Path) -> None:
    ballast = fill(disk, leave=20_000)
    with pytest.raises(DiskFull):
        open_project(disk / "p")
    ballast.unlink()
    open_project(disk / "p").close()


def test_no_room_for_a_copy_leaves_none(project: Project, disk: Path) -> None:
    with project.store.write() as session:
        recordings.add(session, new_recording("x" * 200_000))
    fill(disk, leave=100_000)
    with pytest.raises(DiskFull, match="No space is left"):
        schema.back_up(project.store.path, disk / "p" / "backups" / "copy.db")
    assert list((disk / "p" / "backups").iterdir()) == []
