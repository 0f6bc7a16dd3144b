"""Bad input, named: each through the real service with real limited children.

Every case stands between good files: the good ones arrive, the bad one is listed with its reason,
and nothing half-written is left.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from pfd_desktop.core.records.importing import ImportedFile, ImportRequest, Mapping
from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Cancelled, Silent
from tests.bad_files import BAD, good_csv, good_npz
from tests.importing import Desk, desk_inline, desk_with_children
from tests.signals_of_tests import tone


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_with_children(tmp_path_factory.mktemp("project") / "p") as desk:
        yield desk


def assert_nothing_half_written(desk: Desk) -> None:
    """Every row has its whole file, and no other file lies about."""
    paths = {recording.path for recording in desk.recordings()}
    assert all(verify_blob(path) for path in paths)
    on_disk = {path for path in desk.project.blobs.rglob("*") if path.is_file()}
    assert on_disk == paths


def test_every_bad_file_among_good_ones_is_listed_with_its_reason(
    desk: Desk, tmp_path: Path
) -> None:
    """All of tests/bad_files.py at once; a table of reasons, not one crash."""
    before = len(desk.recordings())
    folder = tmp_path / "mixed"
    folder.mkdir()
    for i, bad in enumerate(BAD):
        bad.make(folder / bad.name)
        good_npz(folder / f"good {i:02}.npz", seed=100 + i)
    named = tuple(folder / bad.name for bad in BAD)
    good = tuple(sorted(folder.glob("good*.npz")))
    report = desk.imports.import_files(ImportRequest((*named, *good)), Silent())
    assert [item.path for item in report.imported] == list(good)
    refused = {item.path.name: item.reason for item in report.refused}
    assert set(refused) == {bad.name for bad in BAD}
    for bad in BAD:
        assert_matches(bad.reason, refused[bad.name])
        assert bad.name in refused[bad.name]
    assert len(desk.recordings()) == before + len(good)
    assert_nothing_half_written(desk)


def assert_matches(pattern: str, text: str) -> None:
    assert re.search(pattern, text), text


def test_paths_with_spaces_and_foreign_letters(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "Prüfstand № 3 — 轴承 файлы"
    folder.mkdir()
    good_csv(folder / "Messung größer als früher.csv", seed=31)
    np.savez(folder / "振动 (1).npz", x=tone(32), fs=2000.0)
    report = desk.imports.import_files(ImportRequest((folder,)), Silent())
    assert len(report.imported) == 2
    assert not report.refused
    names = {recording.name for recording in desk.recordings()}
    assert {"Messung größer als früher", "振动 (1)"} <= names


def test_a_read_only_folder_is_read(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "read only"
    folder.mkdir()
    good_npz(folder / "a.npz", seed=41).chmod(0o444)
    folder.chmod(0o555)
    try:
        report = desk.imports.import_files(ImportRequest((folder,)), Silent())
    finally:
        folder.chmod(0o755)
    assert len(report.imported) == 1


def test_a_project_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    good_npz(tmp_path / "a.npz", seed=42)
    with (
        desk_with_children(tmp_path / "p") as desk,
        _SmallDisk(desk.project.blobs, "ro,size=1m"),
    ):
        report = desk.imports.import_files(ImportRequest((tmp_path / "a.npz",)), Silent())
        (refused,) = report.refused
        assert "cannot be written" in refused.reason
        assert_nothing_half_written(desk)


def test_an_empty_folder_and_a_missing_file(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no file that ends in"):
        desk.imports.import_files(ImportRequest((tmp_path,)), Silent())
    report = desk.imports.import_files(ImportRequest((tmp_path / "gone.csv",)), Silent())
    assert "is not there" in report.refused[0].reason


def test_a_row_that_finds_no_room_takes_its_samples_with_it(tmp_path: Path) -> None:
    """The database is full, the disk is not: the waveform file has been written already."""
    with desk_inline(tmp_path / "p") as desk:
        good_npz(tmp_path / "good.npz", seed=1)
        with desk.project.store.write() as session:
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
        wanted = Mapping(machine="m" * 100_000)  # more than a page holds
        report = desk.imports.import_files(
            ImportRequest((tmp_path / "good.npz",), "none", wanted), Silent()
        )
        assert not report.imported
        assert [item.path.name for item in report.refused] == ["good.npz"]
        assert_nothing_half_written(desk)


def test_disk_full_in_the_middle_keeps_what_arrived(tmp_path: Path) -> None:
    with _SmallDisk(tmp_path / "disk", "size=9m") as disk, desk_with_children(disk / "p") as desk:
        folder = tmp_path / "files"
        folder.mkdir()
        for i in range(12):
            good_npz(folder / f"{i:02}.npz", seed=200 + i, samples=200_000)
        report = desk.imports.import_files(ImportRequest((folder,)), Silent())
        assert report.imported
        assert report.refused
        assert all("No space is left" in item.reason for item in report.refused)
        assert len(desk.recordings()) == len(report.imported)
        assert_nothing_half_written(desk)
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        again = desk.imports.import_files(ImportRequest((folder,)), Silent())
        assert len(again.imported) == len(report.refused)
        assert len(again.duplicates) == len(report.imported)
        assert_nothing_half_written(desk)


class _Cancelling:
    """A Progress whose user cancels once *after* files have arrived."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.arrived: list[ImportedFile] = []

    def report(self, _fraction: float, _text: str = "") -> None:
        if len(self.arrived) >= self.after:
            raise Cancelled

    def tell(self, event: object) -> None:
        if isinstance(event, ImportedFile):
            self.arrived.append(event)


def test_cancel_in_the_middle_keeps_what_arrived(tmp_path: Path) -> None:
    with desk_with_children(tmp_path / "p") as desk:
        folder = tmp_path / "files"
        folder.mkdir()
        for i in range(10):
            good_csv(folder / f"{i:02}.csv", seed=300 + i, samples=60_000)
        progress = _Cancelling(after=3)
        with pytest.raises(Cancelled):
            desk.imports.import_files(ImportRequest((folder,)), progress)
        kept = {recording.id for recording in desk.recordings()}
        assert kept == {item.recording_id for item in progress.arrived}
        assert 3 <= len(kept) < 10
        assert_nothing_half_written(desk)
        report = desk.imports.import_files(ImportRequest((folder,)), Silent())
        assert len(report.imported) == 10 - len(kept)
        assert_nothing_half_written(desk)


class _SmallDisk:
    """A small disk at *folder*; skips with a reason where this user may not make one."""

    def __init__(self, folder: Path, options: str) -> None:
        self.folder, self.options = folder, options

    def __enter__(self) -> Path:
        if shutil.which("mount") is None or os.geteuid() != 0:
            pytest.skip("only root may mount the small disk that this test needs")
        self.folder.mkdir(exist_ok=True)
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", self.options, "tmpfs", str(self.folder)],
            check=False,
            capture_output=True,
        )
        if made.returncode:
            pytest.skip(f"no small disk could be mounted: {made.stderr.decode().strip()}")
        return self.folder

    def __exit__(self, *_: object) -> None:
        # lazily, as a killed child may hold a file for a moment longer
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
