"""Bundles: out and in again is the identical dataset, or nothing at all."""

import csv
import json
import shutil
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import h5py
import numpy as np
import pytest
from scipy.io import loadmat

from pfd_desktop.core.datasets.child import WriteMember, write_member
from pfd_desktop.core.datasets.hashing import version_hash
from pfd_desktop.core.records.datasets import BundleForm, Dataset, SplitRequest
from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.records.recording import reading
from pfd_desktop.core.waveforms import sample_files
from pfd_desktop.core.waveforms.blob import open_blob, verify_blob
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput, InvalidRecording
from pfd_desktop.progress import Cancelled, Silent
from pfd_desktop.services.bundles import BundleService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.datasets import DatasetService
from pfd_desktop.services.labels import LabelService
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put

FORMS = list(BundleForm)
TINY = np.float32(1e-45)  # the smallest float32 there is


def fill(project: Project) -> Dataset:
    """A dataset of six recordings with everything that can be told of them, and a split."""
    rng = np.random.default_rng(7)
    ids = []
    for i in range(6):
        samples = (rng.standard_normal(3000) * 10.0 ** (3 * i - 6)).astype(np.float32)
        samples[:3] = TINY, -0.0, np.float32(3.4e38)
        label = ("healthy", "outer race")[i % 2]
        ids.append(put(project, samples, Told(f"Ä {i}/x", f"unit {i}", label, f"{i % 3} hp")))
    data, labels = DataService(project), LabelService(project, "me")
    data.edit_recording(ids[0], speed_rpm=None, measured_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    for i in (1, 3, 5):
        labels.add(ids[i], LabelFacts(LabelKind.RECORD, ("wear", "own word"), severity=1 / (2 + i)))
    labels.add(ids[1], LabelFacts(LabelKind.PATCH, ("cage",), 0.01, 0.1, 100.0, 900.5, note="|"))
    service = DatasetService(project)
    made = service.create("bearings", ids, "of the rig")
    for key in (SplitKind.RECORD, SplitKind.UNIT):
        service.design(SplitRequest(made.newest.id, key, 3))
    return made


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "here")
    yield opened
    opened.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "there")
    yield opened
    opened.close()


def blobs(project: Project) -> dict[str, bool]:
    """Every waveform file by name, and whether it is whole."""
    return {path.stem: verify_blob(path) for path in project.blobs.rglob("*.h5")}


def nothing_came(project: Project) -> bool:
    """No row, no file, nothing lying about."""
    return (
        DataService(project).recordings() == ()
        and DatasetService(project).list_all(archived=True) == ()
        and not blobs(project)
        and not list(project.cache.iterdir())
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["set", "set.zip"])
def test_out_and_in_again_is_the_identical_dataset(
    project: Project, other: Project, tmp_path: Path, form: BundleForm, name: str
) -> None:
    made, target = fill(project), tmp_path / "out" / name
    BundleService(project, Inline()).export(made.newest.id, target, form, Silent())
    report = BundleService(other, Inline()).take_in(target, Silent())
    here, there = DatasetService(project), DatasetService(other)
    old, new = here.version(made.newest.id), there.version(report.version_id)
    assert new.hash == old.hash == report.hash == version_hash([m.facts for m in new.members])
    assert [m.facts for m in new.members] == [m.facts for m in old.members]
    assert blobs(other) == blobs(project) == {m.facts.blob: True for m in old.members}
    assert [s.certificate for s in there.splits(new.id)] == [
        s.certificate for s in here.splits(old.id)
    ]
    assert [s.part_of for s in there.splits(new.id)] == [s.part_of for s in here.splits(old.id)]
    # and the recordings themselves say what the version says: frozen anew, they are the same
    again = there.create("again", [m.recording_id for m in new.members])
    assert again.newest.hash == old.hash
    assert there.dataset(report.dataset_id).note == "of the rig"


@pytest.mark.parametrize("form", FORMS)
def test_members_with_the_same_samples_stay_two_out_and_in_again(
    project: Project, other: Project, tmp_path: Path, form: BundleForm
) -> None:
    samples = np.random.default_rng(3).standard_normal(2000)
    told = Told("left", "unit 1", "healthy"), Told("right", "unit 2", "cage", speed_rpm=900.0)
    ids = [put(project, samples, one) for one in (told[0], told[0], told[1])]
    made = DatasetService(project).create("twins", ids)
    BundleService(project, Inline()).export(made.newest.id, tmp_path / "set", form, Silent())
    report = BundleService(other, Inline()).take_in(tmp_path / "set", Silent())
    assert (report.recordings, report.new_recordings) == (3, 3)
    old = DatasetService(project).version(made.newest.id)
    new = DatasetService(other).version(report.version_id)
    assert [m.facts for m in new.members] == [m.facts for m in old.members]
    assert new.hash == old.hash == version_hash([m.facts for m in new.members])
    assert len({m.recording_id for m in new.members}) == 3
    again = DatasetService(other).create("again", [m.recording_id for m in new.members])
    assert again.newest.hash == old.hash
    once_more = BundleService(project, Inline()).take_in(tmp_path / "set", Silent())
    assert (once_more.recordings, once_more.new_recordings) == (3, 0)
    members = DatasetService(project).version(once_more.version_id).members
    assert sorted(m.recording_id for m in members) == sorted(ids)


OTHERWISE = (
    Told("at 12 kHz", "unit 1", "healthy"),
    Told("at 25.6 kHz", "unit 1", "healthy", rate_hz=25600.0),
    Told("in mm/s", "unit 1", "cage", quantity="velocity", unit="mm/s"),
    Told("by angle", "unit 1", "cage", rate_hz=64.0, axis=Axis.ANGLE),
    Told("at 12 kHz again", "unit 2", "cage"),
)


def read_as(project: Project, version_id: str) -> list[tuple[object, ...]]:
    """What the rows and the waveform files of a version's members say, which must be the same."""
    told: list[tuple[object, ...]] = []
    for member in DatasetService(project).version(version_id).members:
        one = DataService(project).recording(member.recording_id)
        with closing(open_blob(one.path)) as file:
            inside = file.rate_hz, file.unit, file.quantity, file.axis.value
        assert inside == reading(one) == reading(member.facts), one.name
        assert verify_blob(one.path)
        told.append((one.name, *inside))
    return told


@pytest.mark.parametrize("form", FORMS)
def test_equal_samples_that_are_read_otherwise_keep_their_own_rate_and_unit(
    project: Project, other: Project, tmp_path: Path, form: BundleForm
) -> None:
    samples = np.random.default_rng(3).standard_normal(2000)
    made = DatasetService(project).create("set", [put(project, samples, t) for t in OTHERWISE])
    before = read_as(project, made.newest.id)
    BundleService(project, Inline()).export(made.newest.id, tmp_path / "set", form, Silent())
    report = BundleService(other, Inline()).take_in(tmp_path / "set", Silent())
    assert read_as(other, report.version_id) == before
    assert report.hash == made.newest.hash
    again = DatasetService(other).create(
        "again", [m.recording_id for m in DatasetService(other).version(report.version_id).members]
    )
    assert again.newest.hash == made.newest.hash
    assert len(blobs(other)) == 4, "those that are read alike share one"


def test_a_recording_that_reads_the_samples_otherwise_is_no_member(
    project: Project, other: Project, tmp_path: Path
) -> None:
    """The other project has the samples already, at another rate."""
    samples = np.random.default_rng(3).standard_normal(2000)
    made = DatasetService(project).create("set", [put(project, samples, OTHERWISE[0])])
    mine = put(other, samples, OTHERWISE[1])
    service = BundleService(project, Inline())
    service.export(made.newest.id, tmp_path / "set", BundleForm.HDF5, Silent())
    report = BundleService(other, Inline()).take_in(tmp_path / "set", Silent())
    assert report.new_recordings == 1
    assert [rate for _, rate, *_ in read_as(other, report.version_id)] == [12000.0]
    with closing(open_blob(DataService(other).recording(mine).path)) as file:
        assert file.rate_hz == 25600.0


def test_taking_it_into_its_own_project_adds_the_dataset_and_no_recording(
    project: Project, tmp_path: Path
) -> None:
    made, service = fill(project), BundleService(project, Inline())
    service.export(made.newest.id, tmp_path / "set", BundleForm.HDF5, Silent())
    before = DataService(project).recordings()
    report = service.take_in(tmp_path / "set", Silent())
    assert (report.recordings, report.new_recordings) == (6, 0)
    assert report.title == "bearings (2), version 1"
    assert DataService(project).recordings() == before
    assert report.hash == made.newest.hash


def test_other_programs_can_read_it(project: Project, tmp_path: Path) -> None:
    from pyarrow import parquet

    made, service = fill(project), BundleService(project, Inline())
    version = DatasetService(project).version(made.newest.id)
    for form in FORMS:
        service.export(version.id, tmp_path / form.value, form, Silent())
        manifest = json.loads((tmp_path / form.value / "manifest.json").read_text())
        paths = [tmp_path / form.value / one for one in manifest["data"]]
        for path, member in zip(paths, version.members, strict=True):
            blob = open_blob(project.blob_path(member.facts.blob))
            if form is BundleForm.HDF5:
                with h5py.File(path) as file:
                    found = file["samples"][:]
                    assert file["samples"].attrs["unit"] == "g"
            elif form is BundleForm.MAT:
                inside = loadmat(path)
                found, rate = inside["samples"], inside["rate_hz"]
                assert rate.item() == 12000.0
                assert found.shape == (3000, 1)
                found = found[:, 0]
            elif form is BundleForm.CSV:
                found = np.loadtxt(path, np.float32, skiprows=1)
            else:
                table = parquet.read_table(path)
                found = table["samples"].to_numpy()
                assert table.schema.metadata[b"rate_hz"] == b"12000.0"
            assert found.astype("<f4").tobytes() == blob.samples.tobytes(), "to the last bit"
            blob.close()
    card = (tmp_path / "csv" / "README.md").read_text()
    assert made.newest.hash in card
    assert "| outer race | 3 | 3 | 1 |" in card
    with (tmp_path / "csv" / "labels.csv").open(newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["kind"], reverse=True)
    patch, record = rows[0], rows[-1]
    assert (patch["classes"], patch["high_hz"], patch["note"]) == ("cage", "900.5", "|")
    assert record["classes"] == "wear|own word"


def test_large_matlab_files_are_version_73_and_come_back(
    project: Project, other: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_files, "_LARGEST_MAT_5", 2999)
    made = fill(project)
    BundleService(project, Inline()).export(
        made.newest.id, tmp_path / "set", BundleForm.MAT, Silent()
    )
    path = sorted((tmp_path / "set" / "data").iterdir())[0]
    assert path.read_bytes()[:10] == b"MATLAB 7.3"
    with h5py.File(path) as file:
        assert file["samples"].attrs["MATLAB_class"] == b"single"
        assert file["samples"].shape == (1, 3000)
        assert file["unit"][:].astype("<u2").tobytes().decode("utf-16-le") == "g"
    report = BundleService(other, Inline()).take_in(tmp_path / "set", Silent())
    assert report.hash == made.newest.hash


@pytest.mark.parametrize("form", FORMS)
def test_memory_does_not_grow_with_the_recording(
    project: Project, tmp_path: Path, form: BundleForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four times the samples take no more of Python's and NumPy's memory."""
    monkeypatch.setattr(sample_files, "PIECE", 1 << 15)
    monkeypatch.setattr(sample_files, "_LARGEST_MAT_5", 1 << 15)
    peaks = []
    for count in (1 << 17, 1 << 19):
        key = put(project, np.arange(count, dtype=np.float32) % 251, Told(f"{count}", "u", "cage"))
        service = DatasetService(project)
        version = service.version(service.create(f"{count}", [key]).newest.id)
        facts = version.members[0].facts
        (tmp_path / "data").mkdir(exist_ok=True)
        path = f"data/{count}{form.ending}"
        member = WriteMember(project.blob_path(facts.blob), tmp_path, path, form, facts)
        write_member(member, Silent())  # what is loaded once is loaded
        tracemalloc.start()
        write_member(member, Silent())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert sum(map(len, sample_files.read_samples(tmp_path / path, form))) == count
    assert peaks[1] < peaks[0] + (1 << 19), "a quarter of the samples that came on top"


def tampered(folder: Path, path: str, old: bytes, new: bytes) -> None:
    """Change what a file of the bundle says."""
    text = (folder / path).read_bytes()
    assert old in text
    (folder / path).write_bytes(text.replace(old, new, 1))


@pytest.mark.parametrize(
    "change",
    [
        ("members.json", b'"outer race"', b'"inner race"', "checksum"),
        ("README.md", b"bearings", b"Bearings", "checksum"),
        ("labels.csv", b"cage", b"race", "checksum"),
        ("manifest.json", b'"part_of":[', b'"part_of":[9,', "splits was changed"),
        ("manifest.json", b'"version_hash":"', b'"version_hash":"0', "not the dataset"),
        ("manifest.json", b'"data/', b'"../data/', "names files that no bundle has"),
        ("manifest.json", b'"pfd-dataset"', b'"dataset"', "this program reads"),
        ("manifest.json", b'"files"', b'"flies"', "not as it is written"),
    ],
)
def test_what_was_changed_is_refused_and_nothing_comes_in(
    project: Project, other: Project, tmp_path: Path, change: tuple[str, bytes, bytes, str]
) -> None:
    path, old, new, said = change
    made, folder = fill(project), tmp_path / "set"
    BundleService(project, Inline()).export(made.newest.id, folder, BundleForm.CSV, Silent())
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()), separators=(",", ":")))
    tampered(folder, path, old, new)
    with pytest.raises(InvalidRecording, match=said):
        BundleService(other, Inline()).take_in(folder, Silent())
    assert nothing_came(other)


def test_other_samples_are_refused_even_with_a_checksum_that_fits(
    project: Project, other: Project, tmp_path: Path
) -> None:
    import hashlib

    made, folder = fill(project), tmp_path / "set"
    BundleService(project, Inline()).export(made.newest.id, folder, BundleForm.CSV, Silent())
    manifest = json.loads((folder / "manifest.json").read_text())
    last = folder / manifest["data"][-1]
    last.write_bytes(last.read_bytes() + b"1\n")
    mark = next(one for one in manifest["files"] if one["path"] == manifest["data"][-1])
    mark["bytes"] += 2
    mark["sha256"] = hashlib.sha256(last.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InvalidRecording, match="holds other samples"):
        BundleService(other, Inline()).take_in(folder, Silent())
    assert nothing_came(other)


def test_an_archive_that_leads_out_of_its_folder_is_refused(other: Project, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("../../outside.txt", "x")
    with pytest.raises(InvalidRecording, match="no file of a bundle"):
        BundleService(other, Inline()).take_in(tmp_path / "bad.zip", Silent())
    (tmp_path / "worse.zip").write_bytes(b"PK no archive")
    with pytest.raises(InvalidRecording, match="no bundle"):
        BundleService(other, Inline()).take_in(tmp_path / "worse.zip", Silent())
    with pytest.raises(InvalidRecording, match="no dataset bundle"):
        BundleService(other, Inline()).take_in(tmp_path, Silent())
    assert nothing_came(other)
    assert not list(tmp_path.rglob("outside.txt"))


class _Stop:
    """Progress that cancels at the n-th report."""

    def __init__(self, after: int) -> None:
        self._left = after

    def report(self, fraction: float, text: str = "") -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled

    def tell(self, event: object) -> None:
        pass


@pytest.mark.parametrize("after", [0, 3, 5])
def test_cancelled_nothing_is_left(
    project: Project, other: Project, tmp_path: Path, after: int
) -> None:
    made = fill(project)
    service = BundleService(project, Inline())
    with pytest.raises(Cancelled):
        service.export(made.newest.id, tmp_path / "out" / "set", BundleForm.HDF5, _Stop(after))
    assert list((tmp_path / "out").iterdir()) == []
    service.export(made.newest.id, tmp_path / "out" / "set", BundleForm.HDF5, Silent())
    with pytest.raises(Cancelled):
        BundleService(other, Inline()).take_in(tmp_path / "out" / "set", _Stop(after))
    assert nothing_came(other)


def test_a_folder_that_is_there_is_never_written_into(project: Project, tmp_path: Path) -> None:
    made = fill(project)
    (tmp_path / "set").mkdir()
    with pytest.raises(InvalidInput, match="there already"):
        BundleService(project, Inline()).export(
            made.newest.id, tmp_path / "set", BundleForm.HDF5, Silent()
        )
    assert list((tmp_path / "set").iterdir()) == []


def test_a_recording_whose_file_is_damaged_is_not_exported(
    project: Project, tmp_path: Path
) -> None:
    made = fill(project)
    member = DatasetService(project).version(made.newest.id).members[3]
    shutil.copy(
        project.blob_path(DatasetService(project).version(made.newest.id).members[2].facts.blob),
        project.blob_path(member.facts.blob),
    )
    with pytest.raises(InvalidRecording, match="not those that were frozen"):
        BundleService(project, Inline()).export(
            made.newest.id, tmp_path / "set", BundleForm.HDF5, Silent()
        )
    assert not (tmp_path / "set").exists()
