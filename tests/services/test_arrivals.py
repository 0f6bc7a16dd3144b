"""Many files of one import are kept together, and nothing is lost by it."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from pfd_desktop.core.records.importing import ImportedFile, ImportReport, ImportRequest, Mapping
from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.core.waveforms.child import ParseRequest, parse_files
from pfd_desktop.errors import WorkerDied
from pfd_desktop.progress import Cancelled, Progress, Silent
from pfd_desktop.services import imports
from pfd_desktop.services.arrivals import Arrivals
from pfd_desktop.services.compute import STANDARD, Inline, Limits
from pfd_desktop.services.data import DataService
from pfd_desktop.services.imports import ImportService
from pfd_desktop.services.shelf import Shelf
from tests.importing import Desk, desk_inline
from tests.signals_of_tests import tone

MANY = 40
R = TypeVar("R")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_inline(tmp_path / "project") as desk:
        yield desk


def files(folder: Path, count: int = MANY) -> Path:
    folder.mkdir()
    for number in range(count):
        np.save(folder / f"{number:03}.npy", tone(number, 2048))
    return folder


def run(desk: Desk, folder: Path, progress: Silent | None = None) -> ImportReport:
    request = ImportRequest((folder,), "none", Mapping(rate_hz=2000.0))
    return desk.imports.import_files(request, progress or Silent())


class Told(Silent):
    """What was told, and whether it was in the store by then; cancels after so many files."""

    def __init__(self, desk: Desk, cancel_after: int = 10**9) -> None:
        self.desk, self.left, self.ids = desk, cancel_after, []

    def tell(self, event: object) -> None:
        if isinstance(event, ImportedFile):
            DataService(self.desk.project).recording(event.recording_id)
            self.ids.append(event.recording_id)

    def report(self, fraction: float, text: str = "") -> None:
        if text.startswith("Looking at"):
            self.left -= 1
            if self.left < 0:
                raise Cancelled


def no_file_lies_about(desk: Desk) -> bool:
    found = {path for path in desk.project.blobs.rglob("*") if path.is_file()}
    return found == {one.path for one in desk.recordings()}


def test_every_file_has_its_outcome_in_its_order(desk: Desk, tmp_path: Path) -> None:
    folder = files(tmp_path / "rig")
    np.save(folder / "005b.npy", tone(5, 2048))  # the samples of another file
    (folder / "017.npy").write_bytes(b"\x93NUMPY broken")
    told = Told(desk)
    report = run(desk, folder, told)
    names = [one.path.name for one in report.imported]
    assert names == sorted(names)
    assert len(names) == MANY
    assert [one.path.name for one in report.refused] == ["017.npy"]
    assert sorted(told.ids) == sorted(one.recording_id for one in report.imported)
    by_id = {one.id: one for one in desk.recordings()}
    assert [by_id[one.recording_id].source_name for one in report.imported] == names
    assert all(verify_blob(one.path) for one in by_id.values())
    (copy,) = (one for one in report.imported if one.path.name == "005b.npy")
    assert "same-samples" in {flag.code for flag in copy.flags}
    assert no_file_lies_about(desk)
    again = run(desk, folder)
    assert (len(again.imported), len(again.duplicates)) == (0, MANY)
    assert no_file_lies_about(desk)


def test_what_has_come_does_not_wait_for_the_file_after_it(desk: Desk, tmp_path: Path) -> None:
    """A large file is being parsed: only its progress is heard."""
    told = Told(desk)
    arrivals = Arrivals(Shelf(desk.project), told, update=False)
    for number, path in enumerate(sorted(files(tmp_path / "rig", 2).iterdir())):
        target = desk.project.blobs / f"{number}.tmp"
        parse_files((ParseRequest(path, target, "none", Mapping(rate_hz=2000.0)),), arrivals)
    assert len(told.ids) >= 1, "the first is kept at once"
    deadline = time.monotonic() + 5.0
    while len(told.ids) < 2 and time.monotonic() < deadline:
        arrivals.report(0.5)
    assert len(told.ids) == 2


def test_cancelled_it_keeps_what_was_parsed(desk: Desk, tmp_path: Path) -> None:
    folder = files(tmp_path / "rig")
    told = Told(desk, cancel_after=25)
    with pytest.raises(Cancelled):
        run(desk, folder, told)
    assert 0 < len(desk.recordings()) == len(told.ids) <= 25
    assert no_file_lies_about(desk)
    assert len(run(desk, folder).imported) == MANY - len(told.ids)


def test_one_that_cannot_be_kept_does_not_hold_the_others_up(desk: Desk, tmp_path: Path) -> None:
    """Its place is taken by something that is no folder."""
    folder = files(tmp_path / "rig")
    in_its_way = hashlib.sha256(tone(20, 2048).astype("<f4").tobytes()).hexdigest()[:2]
    (desk.project.blobs / in_its_way).write_bytes(b"no folder")
    report = run(desk, folder)
    assert "020.npy" in [one.path.name for one in report.refused]
    assert all("cannot be written" in one.reason for one in report.refused)
    assert len(report.imported) == MANY - len(report.refused) > MANY - 5
    assert all(verify_blob(one.path) for one in desk.recordings())
    (desk.project.blobs / in_its_way).unlink()
    assert no_file_lies_about(desk)
    assert len(run(desk, folder).imported) == len(report.refused)


class Fragile(Inline):
    """Its process dies with whatever lot holds the deadly file; how often."""

    def __init__(self) -> None:
        self.died = 0

    def run(
        self,
        progress: Progress,
        func: Callable[..., R],
        *args: object,
        limits: Limits = STANDARD,
    ) -> R:
        (asked,) = args
        if isinstance(asked, tuple) and any(one.path.stem == "deadly" for one in asked):
            self.died += 1
            raise WorkerDied("gone")
        return super().run(progress, func, *args, limits=limits)


def test_a_file_that_takes_its_reader_down_costs_the_others_of_its_lot_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    folder = files(tmp_path / "rig")
    np.save(folder / "020 b.npy", tone(1000, 2048))
    (folder / "020 b.npy").rename(folder / "deadly.npy")
    compute = Fragile()
    report = run(replace(desk, imports=ImportService(desk.project, compute)), folder)
    assert len(report.imported) == MANY
    assert compute.died == 2  # with its lot, and alone
    (refused,) = report.refused
    assert refused.path.name == "deadly.npy"
    assert "made its reader crash" in refused.reason
    assert no_file_lies_about(desk)
    for one in folder.iterdir():
        if one.stem != "deadly":
            one.unlink()
    run(replace(desk, imports=ImportService(desk.project, compute)), folder)
    assert compute.died == 3  # alone at once: nobody waits for it twice


def test_small_files_are_read_in_lots_and_every_process_has_some(tmp_path: Path) -> None:
    def lots(*sizes: int, width: int = 2) -> list[int]:
        asked = []
        for number, size in enumerate(sizes):
            path = tmp_path / f"{number}"
            with path.open("wb") as file:
                file.truncate(size)
            asked.append(ParseRequest(path, path, "none", Mapping()))
        return [len(lot) for lot in imports._lots(asked, width)]

    assert lots() == []
    assert lots(5) == [1]
    assert lots(*[5] * 16) == [2] * 8
    assert lots(*[5] * 2000) == [64] * 31 + [16]
    assert lots(*[5] * 63, 2**33, *[5] * 64, width=1)[:3] == [32, 31, 1]
