"""Many files of one import are kept together, and nothing is lost by it."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.importing import ImportedFile, ImportReport, ImportRequest, Mapping
from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.core.waveforms.child import ParseRequest, parse_to_blob
from pfd_desktop.progress import Cancelled, Silent
from pfd_desktop.services.arrivals import Arrivals
from pfd_desktop.services.data import DataService
from pfd_desktop.services.shelf import Shelf
from tests.importing import Desk, desk_inline
from tests.signals_of_tests import tone

MANY = 40


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
        parse_to_blob(ParseRequest(path, target, "none", Mapping(rate_hz=2000.0)), arrivals)
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
    assert len(desk.recordings()) == len(told.ids) == 25
    assert no_file_lies_about(desk)
    assert len(run(desk, folder).imported) == MANY - 25


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
