"""What has arrived waits for its examination, says so, and is found by it whatever happens."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from pfd_desktop.core.records.examining import Graded
from pfd_desktop.core.records.importing import ImportReport, ImportRequest, Mapping
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Cancelled, Progress, Silent
from pfd_desktop.services import doctor
from pfd_desktop.services.compute import STANDARD, Inline, Limits
from pfd_desktop.services.data import DataService
from pfd_desktop.services.doctor import DoctorService
from pfd_desktop.services.search import SearchService
from tests.importing import Desk, desk_inline
from tests.services.measured import keep

RATE_HZ = 6400.0
R = TypeVar("R")
T = TypeVar("T")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_inline(tmp_path / "project") as desk:
        yield desk


def shaft(seed: int, hertz: float = 25.0) -> np.ndarray:
    """Four seconds of a shaft in noise."""
    time = np.arange(25_600) / RATE_HZ
    turning = sum(np.cos(2 * np.pi * hertz * k * time + k) / k for k in range(1, 20))
    return np.asarray(turning + 0.2 * np.random.default_rng(seed).standard_normal(len(time)))


def arrived(desk: Desk, folder: Path, count: int, **told: float) -> ImportReport:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        np.savez(folder / f"{number:03}.npz", x=shaft(number), fs=RATE_HZ)
    return desk.imports.import_files(ImportRequest((folder,), "auto", Mapping(**told)), Silent())


def grades(desk: Desk) -> list[str]:
    return [one.grade for one in desk.recordings()]


def codes(one: Recording) -> set[str]:
    return {flag.code for flag in one.flags}


class Heard(Silent):
    """What is told; cancels once so many have been graded."""

    def __init__(self, cancel_after: int = 10**9) -> None:
        self.graded: list[str] = []
        self.most = cancel_after

    def report(self, fraction: float, text: str = "") -> None:
        assert 0 <= fraction <= 1
        if len(self.graded) >= self.most:
            raise Cancelled

    def tell(self, event: object) -> None:
        if isinstance(event, Graded):
            self.graded += [one.id for one in event.recordings]


def test_an_arrival_waits_and_is_never_taken_for_clean(desk: Desk, tmp_path: Path) -> None:
    arrived(desk, tmp_path / "rig", 1, speed_rpm=1460.0)
    made = keep(desk.project, "made", shaft(9))  # came from no file
    one = desk.recordings()[0]
    assert (one.grade, one.waits_for_doctor, made.waits_for_doctor) == ("", True, False)
    assert one.speed_estimate_rpm is None
    assert SearchService(desk.project).ids("recordings", "quality:*") == ()
    found = desk.examine()
    one, same = desk.recordings()
    assert found.grades == ((one.grade, 1),) != (("", 1),)
    assert (one.waits_for_doctor, same) == (False, made)
    assert "speed-differs" in codes(one)
    assert one.speed_estimate_rpm == pytest.approx(1500, abs=5)
    assert desk.examine().grades == ()


def test_a_speed_that_nobody_told_is_suggested_once_the_signal_was_looked_at(
    desk: Desk, tmp_path: Path
) -> None:
    arrived(desk, tmp_path / "rig", 1)
    before = desk.recordings()[0]
    assert [f.text for f in before.flags if f.code == "speed-missing"] == ["no speed was told"]
    desk.examine()
    after = desk.recordings()[0]
    (text,) = (flag.text for flag in after.flags if flag.code == "speed-missing")
    assert text.endswith("the signal suggests 1500 rpm")


def test_cut_short_it_keeps_what_it_has_and_goes_on_with_the_rest(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_BATCH", 4)
    arrived(desk, tmp_path / "rig", 10)
    heard = Heard(cancel_after=8)
    with pytest.raises(Cancelled):
        DoctorService(desk.project, desk.compute).examine_waiting(heard)
    assert grades(desk) == ["A"] * 8 + [""] * 2
    assert desk.examine().grades == (("A", 2),)
    assert grades(desk) == ["A"] * 10


class Meanwhile(Inline):
    """Computes as asked; somebody does something between the first answer and its keeping."""

    def __init__(self, does: Callable[[], object]) -> None:
        self.does: Callable[[], object] | None = does

    def map(
        self,
        progress: Progress,
        func: Callable[[T, Progress], R],
        items: Sequence[T],
        limits: Limits = STANDARD,
    ) -> tuple[R | PfdError, ...]:
        found = super().map(progress, func, items, limits)
        if self.does is not None:
            self.does()
            self.does = None
        return found


def test_what_changes_while_it_is_looked_at_is_looked_at_again(desk: Desk, tmp_path: Path) -> None:
    """The speed that the checks were made with is not the recording's any more."""
    arrived(desk, tmp_path / "rig", 2, speed_rpm=1875.0)
    changed, left = desk.recordings()
    data = DataService(desk.project)
    compute = Meanwhile(lambda: data.edit_recording(changed.id, speed_rpm=1500.0))
    heard = Heard()
    DoctorService(desk.project, compute).examine_waiting(heard)
    assert sorted(heard.graded) == sorted((changed.id, left.id))
    now, other = desk.recordings()
    assert "speed-doubtful" in codes(other)
    assert (now.grade, now.speed_rpm, "speed-doubtful" in codes(now)) == ("A", 1500.0, False)


def test_what_goes_into_the_trash_meanwhile_is_let_go(desk: Desk, tmp_path: Path) -> None:
    arrived(desk, tmp_path / "rig", 2)
    gone, left = desk.recordings()
    data = DataService(desk.project)
    compute = Meanwhile(lambda: data.delete_recordings((gone.id,)))
    assert DoctorService(desk.project, compute).examine_waiting(Silent()).grades == (("A", 1),)
    assert [one.id for one in desk.recordings()] == [left.id]


def test_one_that_cannot_be_read_is_named_and_the_others_go_on(desk: Desk, tmp_path: Path) -> None:
    arrived(desk, tmp_path / "rig", 3)
    lost = desk.recordings()[1]
    away = lost.path.rename(tmp_path / "away.h5")
    found = desk.examine()
    assert found.grades == (("A", 2),)
    ((name, reason),) = found.failed
    assert name == lost.name
    assert "missing or damaged" in reason
    assert found.job_note == found.words
    assert grades(desk) == ["A", "", "A"]
    away.rename(lost.path)
    assert desk.examine().grades == (("A", 1),)


def test_told_otherwise_later_it_is_examined_anew(desk: Desk, tmp_path: Path) -> None:
    arrived(desk, tmp_path / "rig", 1, speed_rpm=1500.0)
    desk.examine()
    folder = ImportRequest((tmp_path / "rig",), "auto", Mapping(speed_rpm=1875.0), update=True)
    desk.imports.import_files(folder, Silent())
    assert grades(desk) == [""]
    desk.examine()
    assert "speed-doubtful" in codes(desk.recordings()[0])


def test_channels_of_one_file_are_compared_wherever_a_batch_ends(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And files of one name in two folders are two measurements."""
    monkeypatch.setattr(doctor, "_BATCH", 2)
    for seed, folder in enumerate(("a", "b")):
        (tmp_path / folder).mkdir()
        one, other = shaft(seed), shaft(seed + 5, 40.0)
        np.savez(tmp_path / folder / "run.npz", x=np.stack([one, other, one]), fs=RATE_HZ)
    paths = (tmp_path / "a" / "run.npz", tmp_path / "b" / "run.npz")
    desk.imports.import_files(ImportRequest(paths, every=True), Silent())
    desk.examine()
    told = [
        (one.vector, sum(f.code == "same-channel" for f in one.flags)) for one in desk.recordings()
    ]
    assert sorted(told) == [("x 1", 1)] * 2 + [("x 2", 0)] * 2 + [("x 3", 1)] * 2


def test_many_files_say_how_fast_they_came(desk: Desk, tmp_path: Path) -> None:
    few = arrived(desk, tmp_path / "few", 3)
    assert few.seconds > 0
    assert few.rate_words == ""
    many = ImportReport(few.imported * 100, (), (), seconds=2.0)
    assert many.rate_words == "150 files a second, in 2.0 s"
