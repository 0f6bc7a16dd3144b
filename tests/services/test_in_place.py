"""Files left where they are: the same samples as a copy has, found again when moved."""

import os
import shutil
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from pfd_desktop.core.records.datasets import BundleForm
from pfd_desktop.core.records.importing import ImportReport, ImportRequest, Mapping, RawLayout
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.requests import import_request, request_text
from pfd_desktop.core.waveforms.blob import open_blob, verify_blob
from pfd_desktop.core.waveforms.references import source_of
from pfd_desktop.errors import InvalidRecording, SourceChanged, SourceMissing
from pfd_desktop.progress import Silent
from pfd_desktop.services.backups import BackupService
from pfd_desktop.services.bundles import BundleService
from pfd_desktop.services.checking import CheckService
from pfd_desktop.services.data import DataService
from pfd_desktop.services.datasets import DatasetService
from pfd_desktop.services.sources import SourceService
from pfd_desktop.store import backups
from pfd_desktop.store.project import open_project
from tests.importing import Desk, desk_inline

RATE_HZ = 12_800.0
COUNT = 300_001  # no multiple of a block, so that every end is ragged


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_inline(tmp_path / "project") as desk:
        yield desk


def noise(columns: int = 1) -> np.ndarray:
    values = np.random.default_rng(5).standard_normal((COUNT, columns)).astype("<f4")
    return values[:, 0].copy() if columns == 1 else values


def wav(path: Path, frames: np.ndarray, code: int = 3) -> Path:
    """By hand, after the RIFF description: 3 is floating point, 1 whole numbers."""
    data, channels, width = frames.tobytes(), frames.shape[1], frames.dtype.itemsize
    block = channels * width
    form = struct.pack("<HHIIHH", code, channels, 12_800, 12_800 * block, block, 8 * width)
    body = (
        b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(data)) + data
    )
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path


def npy(path: Path, array: np.ndarray) -> Path:
    np.save(path, array)
    return path


def hdf5(path: Path, array: np.ndarray, **options: object) -> Path:
    with h5py.File(path, "w") as file:
        file.create_dataset("x", data=array, **options)
    return path


def raw(path: Path, array: np.ndarray, header: bytes = b"") -> Path:
    path.write_bytes(header + array.tobytes())
    return path


LAYOUTS = {
    "npy": lambda p: (npy(p / "a.npy", noise()), Mapping(rate_hz=RATE_HZ)),
    "npy-columns": lambda p: (
        npy(p / "a.npy", noise(3)),
        Mapping(variable="samples", rate_hz=RATE_HZ, column=1),
    ),
    "npy-fortran": lambda p: (
        npy(p / "a.npy", np.asfortranarray(noise(3))),
        Mapping(variable="samples", rate_hz=RATE_HZ, column=2),
    ),
    "npy-rows": lambda p: (
        npy(p / "a.npy", np.ascontiguousarray(noise(3).T)),
        Mapping(variable="samples", rate_hz=RATE_HZ, column=2),
    ),
    "wav": lambda p: (wav(p / "a.wav", noise(2)), Mapping(variable="channel 2")),
    "hdf5": lambda p: (
        hdf5(p / "a.h5", noise(2)),
        Mapping(variable="x", rate_hz=RATE_HZ, column=1),
    ),
    "hdf5-rows": lambda p: (
        hdf5(p / "a.h5", np.ascontiguousarray(noise(2).T)),
        Mapping(variable="x", rate_hz=RATE_HZ, column=1),
    ),
    "raw": lambda p: (
        raw(p / "a.bin", noise(2), b"head" * 3),
        Mapping(variable="channel 2", rate_hz=RATE_HZ, raw=RawLayout("float32", False, 2, 12)),
    ),
}


def run(desk: Desk, path: Path, mapping: Mapping, *, in_place: bool = True) -> ImportReport:
    request = ImportRequest((path,), "none", mapping, in_place=in_place)
    return desk.imports.import_files(request, Silent())


def taken(desk: Desk, path: Path, mapping: Mapping | None = None) -> Recording:
    report = run(desk, path, mapping or Mapping(rate_hz=RATE_HZ))
    assert not report.refused, report.refused
    (item,) = report.imported
    assert item.copied == ""
    return next(one for one in desk.recordings() if one.id == item.recording_id)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_samples_left_in_place_are_those_of_a_copy_bit_for_bit(
    desk: Desk, tmp_path: Path, layout: str
) -> None:
    path, mapping = LAYOUTS[layout](tmp_path)
    left = taken(desk, path, mapping)
    with desk_inline(tmp_path / "twin") as other:
        run(other, path, mapping, in_place=False)
        (copied,) = other.recordings()
    assert left.blob == copied.blob
    assert (left.samples, left.flags) == (copied.samples, copied.flags)
    assert left.path.stat().st_size < copied.path.stat().st_size / 4
    one, twin = open_blob(left.path), open_blob(copied.path)
    assert one.samples.tobytes() == twin.samples.tobytes()
    for mine, its in zip(one.pyramid, twin.pyramid, strict=True):
        assert np.array_equal(mine.minima, its.minima)
        assert np.array_equal(mine.maxima, its.maxima)
    for columns in (7, 500, COUNT // 2):
        assert np.array_equal(
            one.envelope(3, COUNT - 5, columns), twin.envelope(3, COUNT - 5, columns)
        )
    assert verify_blob(left.path)


NAN = noise()
NAN[1000] = np.nan
COPIED = {
    "float64": (lambda p: npy(p / "a.npy", noise().astype("f8")), {}, "float64"),
    "big-endian": (lambda p: npy(p / "a.npy", noise().astype(">f4")), {}, "high bytes first"),
    "int16": (
        lambda p: wav(p / "a.wav", (noise(1).reshape(-1, 1) * 3000).astype("<i2"), 1),
        {},
        "16 bits",
    ),
    "sensitivity": (lambda p: npy(p / "a.npy", noise()), {"sensitivity": 0.1}, "sensitivity 0.1"),
    "gaps": (lambda p: npy(p / "a.npy", NAN), {}, "no numbers"),
    "compressed": (lambda p: hdf5(p / "a.h5", noise(), compression="gzip"), {}, "in pieces"),
    "text": (
        lambda p: (np.savetxt(p / "a.csv", noise()[:2000]), p / "a.csv")[1],
        {},
        "unpacked while they are read",
    ),
    "unaligned": (
        lambda p: raw(p / "a.bin", noise(), b"x"),
        {"raw": RawLayout("float32", False, 1, 1)},
        "multiples of four",
    ),
}


@pytest.mark.parametrize("case", COPIED)
def test_what_cannot_be_used_where_it_lies_is_copied_and_said_why(
    desk: Desk, tmp_path: Path, case: str
) -> None:
    make, told, why = COPIED[case]
    path = make(tmp_path)
    (item,) = run(desk, path, Mapping(rate_hz=RATE_HZ, **told)).imported
    assert why in item.copied
    assert "copied into the project" in item.copied
    (kept,) = desk.recordings()
    assert source_of(kept.path) is None
    path.unlink()
    assert verify_blob(kept.path)


def test_a_moved_file_is_missed_by_name_and_found_again(desk: Desk, tmp_path: Path) -> None:
    path = npy(tmp_path / "run.npy", noise(2))
    first = taken(desk, path, Mapping(variable="samples", rate_hz=RATE_HZ, column=0))
    second = taken(desk, path, Mapping(variable="samples", rate_hz=RATE_HZ, column=1))
    before = [open_blob(one.path).samples.copy() for one in (first, second)]
    attic = tmp_path / "attic" / "deep"
    attic.mkdir(parents=True)
    npy(attic / "another.npy", noise(2) + 1)  # of the same size
    path.rename(attic / "renamed.dat")
    with pytest.raises(SourceMissing, match=r"run\.npy is not there.*pfd sources find"):
        open_blob(first.path)
    sources = SourceService(desk.project)
    report = CheckService(desk.project, desk.compute).check(Silent())
    assert len(report.problems) == 2
    assert all("run.npy is not there" in said for said in report.problems)
    assert not any("Delete the recording" in said for said in report.problems)
    (outside,) = sources.outside(Silent())
    assert outside.path == path
    assert "not there" in outside.trouble
    nothing = sources.find(tmp_path / "project", Silent())
    assert nothing.missing == (path,)
    done = sources.find(tmp_path, Silent())
    assert (done.found, done.missing) == (((path, attic / "renamed.dat"),), ())
    for recording, samples in zip((first, second), before, strict=True):
        blob = open_blob(recording.path)
        assert np.array_equal(blob.samples, samples)
        assert (blob.sha256, blob.rate_hz) == (recording.blob, RATE_HZ)
        blob.close()
    assert CheckService(desk.project, desk.compute).check(Silent()).problems == ()
    assert sources.find(tmp_path, Silent()).found == ()


def test_a_changed_file_is_refused_also_with_its_old_time(desk: Desk, tmp_path: Path) -> None:
    path = npy(tmp_path / "run.npy", noise())
    kept = taken(desk, path)
    about, content = path.stat(), path.read_bytes()
    with path.open("r+b") as file:
        file.seek(5000)
        file.write(b"\x00\x00\x80\x3f")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns + 10**9))
    with pytest.raises(SourceChanged, match="not the file that was imported"):
        open_blob(kept.path)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))  # hidden from a look at the time
    problems = CheckService(desk.project, desk.compute).check(Silent()).problems
    assert len(problems) == 1
    assert "not the file that was imported" in problems[0]
    path.write_bytes(content + b"longer")
    with pytest.raises(SourceChanged):
        open_blob(kept.path)
    path.write_bytes(content)  # as it was, with another time: read by its hash
    assert verify_blob(kept.path)


def test_a_changed_word_of_where_the_samples_lie_is_damage(desk: Desk, tmp_path: Path) -> None:
    kept = taken(
        desk,
        npy(tmp_path / "run.npy", noise(2)),
        Mapping(variable="samples", rate_hz=RATE_HZ, column=1),
    )
    with h5py.File(kept.path, "r+") as file:
        file.attrs["source"] = str(file.attrs["source"]).replace('"stride": 8', '"stride": 4')
    with pytest.raises(InvalidRecording, match="damaged"):
        open_blob(kept.path)


def test_deleting_the_recording_leaves_the_file_as_it_is(desk: Desk, tmp_path: Path) -> None:
    path = npy(tmp_path / "run.npy", noise())
    before, about = path.read_bytes(), path.stat()
    kept = taken(desk, path)
    data = DataService(desk.project)
    data.delete_recordings([kept.id])
    again = taken(desk, path)  # and its waveform file takes the place of the other
    data.delete_recordings([again.id])
    data.restore_recordings([kept.id])
    data.delete_recordings([kept.id])
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == about.st_mtime_ns


def test_a_copy_in_the_trash_is_not_given_up_for_a_file_outside(desk: Desk, tmp_path: Path) -> None:
    path = npy(tmp_path / "run.npy", noise())
    run(desk, path, Mapping(rate_hz=RATE_HZ), in_place=False)
    (first,) = desk.recordings()
    DataService(desk.project).delete_recordings([first.id])
    again = taken(desk, path)
    path.unlink()
    assert verify_blob(again.path)


def test_a_backup_names_what_is_outside_and_a_restored_project_reads_it(
    desk: Desk, tmp_path: Path
) -> None:
    path = npy(tmp_path / "run.npy", noise())
    kept = taken(desk, path)
    made = BackupService(desk.project).make(tmp_path / "backup", Silent())
    assert [one.path for one in made.outside] == [str(path)]
    assert made.size < path.stat().st_size
    assert backups.read(tmp_path / "backup") == made
    backups.restore(tmp_path / "backup", tmp_path / "restored", Silent())
    restored = open_project(tmp_path / "restored")
    (one,) = DataService(restored).recordings()
    assert open_blob(one.path).samples.tobytes() == noise().tobytes()
    assert one.blob == kept.blob
    restored.close()


@pytest.mark.parametrize("form", [BundleForm.HDF5, BundleForm.PARQUET])
def test_a_bundle_carries_the_samples_with_the_hashes_of_a_copied_twin(
    tmp_path: Path, form: BundleForm
) -> None:
    path = npy(tmp_path / "run.npy", noise(2))
    marks = []
    for name, in_place in (("left", True), ("copied", False)):
        with desk_inline(tmp_path / name) as desk:
            mapping = Mapping(variable="samples", rate_hz=RATE_HZ, column=1, unit="g")
            run(desk, path, mapping, in_place=in_place)
            sets = DatasetService(desk.project)
            sets.create("all", [one.id for one in desk.recordings()])
            (made,) = sets.list_all()
            version = sets.numbered(made.id)
            bundles = BundleService(desk.project, desk.compute)
            bundles.export(version.id, tmp_path / f"{name} bundle", form, Silent())
        files = sorted((tmp_path / f"{name} bundle" / "data").iterdir())
        marks.append([(one.name, one.read_bytes()) for one in files])
    assert marks[0] == marks[1]
    path.unlink()
    with desk_inline(tmp_path / "fresh") as desk:
        BundleService(desk.project, desk.compute).take_in(tmp_path / "left bundle", Silent())
        (arrived,) = desk.recordings()
        assert open_blob(arrived.path).samples.tobytes() == noise(2)[:, 1].tobytes()


def test_a_kept_request_asks_for_the_same_again() -> None:
    layout = RawLayout("float32", True, 2, 8)
    wanted = ImportRequest((Path("/a.bin"),), "none", Mapping(raw=layout), True, True)
    assert import_request(request_text(wanted)) == wanted
    assert not import_request(request_text(replace(wanted, in_place=False))).in_place


def test_a_source_that_comes_back_needs_nothing(desk: Desk, tmp_path: Path) -> None:
    path = npy(tmp_path / "run.npy", noise())
    kept = taken(desk, path)
    shutil.move(path, tmp_path / "elsewhere.npy")
    shutil.copyfile(tmp_path / "elsewhere.npy", path)  # with a time of its own
    assert verify_blob(kept.path)
