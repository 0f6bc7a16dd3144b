"""Backups: whole while others write, checked, brought back; a kill leaves nothing half done."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.errors import DiskFull, InvalidInput, ProjectInUse
from pfd_desktop.progress import Cancelled, Silent
from pfd_desktop.services.backups import BackupService
from pfd_desktop.store import backups, recordings
from pfd_desktop.store.project import Project, open_project
from tests.services.measured import keep
from tests.store.records import new_recording


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "project")
    random = np.random.default_rng(0)
    for number in range(6):
        keep(opened, f"r{number}", random.normal(size=20_000), unit="g")
    (opened.runs / "one").mkdir()
    (opened.runs / "one" / "weights.bin").write_bytes(random.bytes(100_000))
    yield opened
    opened.close()


def kept_in(folder: Path) -> dict[str, str]:
    """Names and hashes of the recordings of the project there; all its files are whole."""
    opened = open_project(folder)
    try:
        with opened.store.read() as session:
            found = recordings.list_all(session)
        assert all(verify_blob(one.path) for one in found)
        return {one.name: one.blob for one in found}
    finally:
        opened.close()


def test_a_drill_brings_everything_back(project: Project, tmp_path: Path) -> None:
    service = BackupService(project)
    made = service.make(tmp_path / "backup", Silent())
    assert service.problems(tmp_path / "backup", Silent()) == ()
    assert service.restore(tmp_path / "backup", tmp_path / "back", Silent()) == made
    project.close()
    assert kept_in(tmp_path / "back") == kept_in(project.folder)
    for part in ("runs/one/weights.bin",):
        assert (tmp_path / "back" / part).read_bytes() == (project.folder / part).read_bytes()
    assert not (tmp_path / "back" / backups.MANIFEST).exists()
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_backup_made_while_others_write_is_whole(project: Project, tmp_path: Path) -> None:
    stop = threading.Event()

    def write(number: int) -> None:
        count = 0
        while not stop.is_set():
            with project.store.write() as session:
                recordings.add(session, new_recording(f"w{number}-{count}"))
            count += 1

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    try:
        for number in range(3):
            backups.make(project.folder, tmp_path / f"b{number}", Silent())
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    counts = []
    for number in range(3):
        backups.restore(tmp_path / f"b{number}", tmp_path / f"p{number}", Silent())
        opened = open_project(tmp_path / f"p{number}")
        with opened.store.read() as session:
            counts.append(len(recordings.list_all(session)))
        opened.close()
    assert counts == sorted(counts)
    assert counts[-1] > 6


@pytest.mark.parametrize("harm", ["changed", "cut", "gone"])
def test_a_damaged_backup_is_named_and_not_restored(
    project: Project, tmp_path: Path, harm: str
) -> None:
    backups.make(project.folder, tmp_path / "backup", Silent())
    victim = max((tmp_path / "backup").rglob("*.h5"), key=lambda path: path.name)
    data = bytearray(victim.read_bytes())
    if harm == "gone":
        victim.unlink()
    else:
        data[len(data) // 2] ^= 1
        victim.write_bytes(bytes(data if harm == "changed" else data[:-100]))
    found = backups.problems(tmp_path / "backup", Silent())
    assert len(found) == 1
    assert victim.name in found[0]
    with pytest.raises(InvalidInput, match=victim.name):
        backups.restore(tmp_path / "backup", tmp_path / "back", Silent())
    assert not (tmp_path / "back").exists()
    assert not list(tmp_path.glob(".*"))


def test_no_place_is_taken_twice_or_inside(project: Project, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    service = BackupService(project)
    for target in (tmp_path / "taken", project.folder / "backups" / "here"):
        with pytest.raises(InvalidInput, match=r"exists already|in the project itself"):
            service.make(target, Silent())
    with pytest.raises(InvalidInput, match="no backup"):
        service.restore(tmp_path / "taken", tmp_path / "back", Silent())


def test_a_manifest_cannot_reach_outside(project: Project, tmp_path: Path) -> None:
    backups.make(project.folder, tmp_path / "backup", Silent())
    manifest = tmp_path / "backup" / backups.MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["files"][0]["path"] = "../project/project.db"
    manifest.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InvalidInput, match="outside itself"):
        backups.restore(tmp_path / "backup", tmp_path / "back", Silent())


def test_a_disk_too_small_is_told_before_anything_is_written(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**6, 10**6 - 1000, 1000))
    with pytest.raises(DiskFull, match=r"GB are needed"):
        backups.make(project.folder, tmp_path / "backup", Silent())
    assert not (tmp_path / "backup").exists()


class Impatient(Silent):
    """Cancels at the third report."""

    def __init__(self) -> None:
        self.count = 0

    def report(self, fraction: float, text: str = "") -> None:
        """Three are enough."""
        del fraction, text
        self.count += 1
        if self.count == 3:
            raise Cancelled


def test_a_cancelled_backup_is_none(project: Project, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        backups.make(project.folder, tmp_path / "backup", Impatient())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project"]


RUN = """
import sys
from pathlib import Path
from pfd_desktop.progress import Silent
from pfd_desktop.store import backups
act, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
print("begun", flush=True)
getattr(backups, act)(source, target, Silent())
"""


@pytest.mark.parametrize("act", ["make", "restore"])
def test_a_kill_leaves_nothing_half_done(project: Project, tmp_path: Path, act: str) -> None:
    random = np.random.default_rng(1)
    big = project.runs / "big.bin"
    big.write_bytes(random.bytes(40_000_000))
    backups.make(project.folder, tmp_path / "whole", Silent())
    source = project.folder if act == "make" else tmp_path / "whole"
    cut = 0
    for number in range(6):
        target = tmp_path / f"{act}{number}"
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, act, str(source), str(target)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if not target.exists():
            cut += 1
        elif act == "make":
            assert backups.problems(target, Silent()) == ()
        else:
            kept_in(target)
    assert cut > 0  # else no kill came in time


def test_a_project_moves_on_its_disk_and_is_refused_while_open(
    project: Project, tmp_path: Path
) -> None:
    with pytest.raises(ProjectInUse):
        backups.move(project.folder, tmp_path / "there", Silent())
    project.close()
    before = kept_in(project.folder)
    with pytest.raises(InvalidInput, match="in the project itself"):
        backups.move(project.folder, project.folder / "sub", Silent())
    backups.move(project.folder, tmp_path / "new" / "there", Silent())
    assert not project.folder.exists()
    assert kept_in(tmp_path / "new" / "there") == before


def test_a_project_moves_to_another_disk(project: Project, tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    project.close()
    before = kept_in(project.folder)
    target = other / f"pfd-{os.getpid()}" / "there"
    try:
        backups.move(project.folder, target, Silent())
        assert not project.folder.exists()
        assert kept_in(target) == before
        assert [path.name for path in target.parent.iterdir()] == ["there"]
    finally:
        shutil.rmtree(target.parent, ignore_errors=True)
