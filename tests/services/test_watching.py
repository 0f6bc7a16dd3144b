"""Files of a rig arrive once they are whole, once each."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pfd_desktop.core.records.importing import ImportReport, Mapping
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from pfd_desktop.services.data import DataService
from pfd_desktop.services.watching import GIVEN_UP_S, SETTLED_S, WatchService
from tests.bad_files import good_csv, good_npy, good_wav
from tests.importing import Desk, desk_inline
from tests.signals_of_tests import RATE_HZ


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_inline(tmp_path / "project") as desk:
        yield desk


@pytest.fixture
def rig(tmp_path: Path) -> Path:
    folder = tmp_path / "rig"
    folder.mkdir()
    return folder


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(desk: Desk, clock: Clock) -> WatchService:
    return WatchService(desk.project, desk.imports, clock)


def looked(service: WatchService, clock: Clock, after: float = 0.0) -> list[ImportReport]:
    """What a look some seconds later makes of the new files."""
    clock.now += after
    return [service.take(ready, Silent()) for ready in service.look(Silent())]


def test_a_whole_file_arrives_once(
    desk: Desk, rig: Path, service: WatchService, clock: Clock
) -> None:
    service.watch(rig, Mapping(machine="Pump"), every=False)
    good_csv(rig / "a.csv")
    os.utime(rig / "a.csv", (4e9, 4e9))  # the clock of the rig is wrong
    assert looked(service, clock) == []  # seen for the first time
    assert looked(service, clock, SETTLED_S - 1) == []
    (report,) = looked(service, clock, 1)
    assert [item.path.name for item in report.imported] == ["a.csv"]
    assert looked(service, clock, SETTLED_S) == []
    again = WatchService(desk.project, desk.imports, clock)  # the program was started anew
    assert looked(again, clock) == looked(again, clock, SETTLED_S) == []
    (folder,) = again.folders()
    assert (folder.arrived, folder.refused) == (1, ())
    assert [r.machine_name for r in desk.recordings()] == ["Pump"]


def test_a_file_that_is_being_written_is_left_alone(
    desk: Desk, rig: Path, service: WatchService, clock: Clock
) -> None:
    service.watch(rig, every=False)
    whole = good_csv(rig.parent / "whole.csv").read_bytes()
    growing = rig / "growing.csv"
    for part in (len(whole) // 3, 2 * len(whole) // 3, len(whole)):
        growing.write_bytes(whole[:part])
        assert looked(service, clock, SETTLED_S + 1) == []  # another size than at the last look
    (report,) = looked(service, clock, SETTLED_S)
    assert len(report.imported) == 1
    assert desk.recordings()[0].samples == 4096


def test_a_file_whose_writer_pauses_is_waited_for_until_it_is_whole(
    desk: Desk, rig: Path, service: WatchService, clock: Clock
) -> None:
    service.watch(rig, every=False)
    whole = good_wav(rig.parent / "whole.wav").read_bytes()
    growing = rig / "growing.wav"
    growing.write_bytes(whole[: len(whole) // 2])
    for _ in range(4):  # longer than a file has to be the same
        assert looked(service, clock, SETTLED_S + 1) == []
    growing.write_bytes(whole)
    assert looked(service, clock, SETTLED_S + 1) == []
    (report,) = looked(service, clock, SETTLED_S)
    assert (len(report.imported), desk.recordings()[0].samples) == (1, 8192)


def test_a_file_that_never_gets_its_end_is_told_at_last(
    rig: Path, service: WatchService, clock: Clock
) -> None:
    service.watch(rig, every=False)
    whole = good_wav(rig.parent / "whole.wav").read_bytes()
    (rig / "broken.wav").write_bytes(whole[: len(whole) // 2])
    looked(service, clock)
    assert looked(service, clock, GIVEN_UP_S - 1) == []
    (report,) = looked(service, clock, 1)
    assert len(report.imported) + len(report.refused) == 1
    assert looked(service, clock, GIVEN_UP_S) == []


def test_the_whole_file_takes_the_place_of_its_beginning(
    desk: Desk, rig: Path, service: WatchService, clock: Clock
) -> None:
    """Text does not say where it ends: its writer paused in the middle of a number."""
    service.watch(rig, every=False)
    whole = good_csv(rig.parent / "whole.csv").read_bytes()
    path = rig / "growing.csv"
    path.write_bytes(whole[: len(whole) // 2])
    looked(service, clock)
    (report,) = looked(service, clock, SETTLED_S)
    half = desk.recordings()[0]
    assert half.samples < 4096
    path.write_bytes(whole)
    service = WatchService(desk.project, desk.imports, clock)  # the program was started anew
    looked(service, clock)
    (report,) = looked(service, clock, SETTLED_S)
    assert report.replaced == ("growing",)
    (now,) = desk.recordings()
    assert (now.samples, now.source_name) == (4096, "growing.csv")
    data = DataService(desk.project)
    (gone,) = data.trash()
    assert gone.id == half.id
    assert "the beginning of growing, which is whole now" in [one.text for one in gone.flags]
    assert looked(service, clock, SETTLED_S) == []
    assert data.restore_recordings([half.id])[0].id == half.id


def test_another_measurement_in_the_same_file_takes_nobodys_place(
    desk: Desk, rig: Path, service: WatchService, clock: Clock
) -> None:
    service.watch(rig, every=False)
    for seed, samples in ((1, 2000), (2, 4096)):
        good_csv(rig / "latest.csv", seed, samples)
        looked(service, clock)
        (report,) = looked(service, clock, SETTLED_S)
        assert (len(report.imported), report.replaced) == (1, ())
    assert [one.samples for one in desk.recordings()] == [2000, 4096]


def test_a_refused_file_is_told_and_taken_when_it_has_changed(
    rig: Path, service: WatchService, clock: Clock
) -> None:
    watched = service.watch(rig, every=False)
    path = rig / "b.npy"
    good_npy(path)  # says no rate
    looked(service, clock)
    (report,) = looked(service, clock, SETTLED_S)
    assert report.refused
    assert looked(service, clock, SETTLED_S) == []
    (folder,) = service.folders()
    assert "never guessed" in dict(folder.refused)[str(path)]
    service.watch(rig, Mapping(rate_hz=RATE_HZ), every=False)
    assert service.folders()[0].id == watched.id
    good_npy(path, seed=1)
    os.utime(path, (1e9, 1e9))
    looked(service, clock)
    (report,) = looked(service, clock, SETTLED_S)
    assert len(report.imported) == 1
    assert service.folders()[0].refused == ()


def test_refused_files_are_tried_again_as_they_are_told(
    rig: Path, service: WatchService, clock: Clock
) -> None:
    watched = service.watch(rig, every=False)
    good_npy(rig / "b.npy")
    looked(service, clock)
    looked(service, clock, SETTLED_S)
    service.retell(watched.id, Mapping(rate_hz=RATE_HZ, machine="Fan"), every=False)
    (report,) = looked(service, clock)
    assert len(report.imported) == 1
    assert (service.folders()[0].arrived, service.folders()[0].refused) == (1, ())


def test_a_stopped_folder_is_left_alone_and_goes_on_where_it_stopped(
    rig: Path, service: WatchService, clock: Clock
) -> None:
    watched = service.watch(rig, every=False)
    good_csv(rig / "a.csv")
    looked(service, clock)
    looked(service, clock, SETTLED_S)
    service.stop(watched.id)
    good_csv(rig / "b.csv", seed=2)
    assert service.folders() == ()
    assert looked(service, clock) == looked(service, clock, SETTLED_S) == []
    service.watch(rig, every=False)
    looked(service, clock)
    (report,) = looked(service, clock, SETTLED_S)
    assert [item.path.name for item in report.imported] == ["b.csv"]


def test_what_is_no_folder_is_refused_and_one_that_is_away_is_waited_for(
    rig: Path, service: WatchService, clock: Clock
) -> None:
    with pytest.raises(InvalidInput, match="is no folder"):
        service.watch(rig / "a.csv", every=False)
    service.watch(rig, every=False)
    rig.rmdir()
    assert looked(service, clock) == []
    assert service.folders()[0].missing
    rig.mkdir()
    good_csv(rig / "a.csv")
    looked(service, clock)
    assert len(looked(service, clock, SETTLED_S)) == 1
