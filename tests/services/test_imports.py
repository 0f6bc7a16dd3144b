"""Importing through the service: duplicates, mappings, places, and the real sets."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from nptdms import ChannelObject, TdmsWriter

from pfd_desktop.core.records.importing import ImportReport, ImportRequest, Mapping
from pfd_desktop.core.records.recording import Recording, SpeedSource
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Silent
from pfd_desktop.services.data import DataService
from tests.bad_files import good_csv, good_npy, good_npz
from tests.importing import Desk, desk_inline, desk_with_children
from tests.signals_of_tests import RATE_HZ, tone


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_inline(tmp_path / "project") as desk:
        yield desk


def run(
    desk: Desk, *paths: Path, preset: str = "auto", mapping: Mapping | None = None
) -> ImportReport:
    request = ImportRequest(paths, preset, mapping or Mapping())
    return desk.imports.import_files(request, Silent())


def only(desk: Desk, report: ImportReport) -> Recording:
    assert not report.refused, report.refused
    (item,) = report.imported
    return next(one for one in desk.recordings() if one.id == item.recording_id)


def test_a_file_becomes_a_recording_of_a_point_of_a_unit_of_a_machine(
    desk: Desk, tmp_path: Path
) -> None:
    mapping = Mapping(
        rate_hz=RATE_HZ,
        unit="g",
        machine="Pump 4",
        unit_name="drive side",
        point="housing",
        bearing="6205-2RS",
        speed_rpm=1480,
        condition="full load",
        label="outer race",
        severity="early",
        channel="vertical",
    )
    report = run(desk, good_npy(tmp_path / "monday.npy"), mapping=mapping)
    found = only(desk, report)
    assert found.name == "monday"
    assert (found.machine_name, found.unit_name, found.point_name) == (
        "Pump 4",
        "drive side",
        "housing",
    )
    assert found.bearing is not None
    assert found.bearing.balls == 9
    assert (found.speed_rpm, found.speed_source) == (1480, SpeedSource.USER)
    assert (found.condition, found.label, found.severity) == ("full load", "outer race", "early")
    assert (found.rate_hz, found.samples, found.unit) == (RATE_HZ, 8192, "g")
    assert found.path.is_file()
    second = run(desk, good_npy(tmp_path / "tuesday.npy", seed=2), mapping=mapping)
    again = next(one for one in desk.recordings() if one.id == second.imported[0].recording_id)
    assert (again.machine_id, again.unit_id, again.point_id) == (
        found.machine_id,
        found.unit_id,
        found.point_id,
    )


def test_a_whole_time_in_the_name_is_when_it_was_measured(desk: Desk, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("2003.10.22.12.06.24.csv", "no time.csv")]
    for path in files:
        np.savetxt(path, np.random.default_rng(len(path.name)).normal(size=2048))
    run(desk, *files, mapping=Mapping(rate_hz=1000.0))
    found = {one.name: one.measured_at for one in desk.recordings()}
    assert found == {
        "2003.10.22.12.06.24": datetime(2003, 10, 22, 12, 6, 24, tzinfo=UTC),
        "no time": None,
    }


def test_a_file_arrives_once_and_a_copy_of_it_says_so(desk: Desk, tmp_path: Path) -> None:
    first = only(desk, run(desk, good_npz(tmp_path / "a.npz")))
    np.savez_compressed(tmp_path / "b.npz", x=tone(0), fs=RATE_HZ)
    report = run(desk, tmp_path / "a.npz", tmp_path / "b.npz")
    assert report.duplicates == ((tmp_path / "a.npz", first.id),)
    (copy,) = report.imported
    assert "the same samples as a (a.npz)" in [flag.text for flag in copy.flags]
    assert {one.path for one in desk.recordings()} == {first.path}
    data = DataService(desk.project)
    data.delete_recordings([first.id])
    open_blob(desk.recordings()[0].path).close()
    assert data.restore_recordings([first.id])[0].id == first.id


def test_a_correction_told_by_a_second_import_is_not_lost(desk: Desk, tmp_path: Path) -> None:
    path = good_npy(tmp_path / "a.npy")
    wrong = Mapping(rate_hz=12000.0, unit="g", speed_rpm=1797.0, label="healthy")
    first = only(desk, run(desk, path, mapping=wrong))
    right = Mapping(rate_hz=48000.0, speed_rpm=1750.0)
    report = run(desk, path, mapping=right)
    (told,) = report.differing
    assert told.text == "a with 12000 Hz, 1797 rpm; this import says 48000 Hz, 1750 rpm"
    assert desk.recordings() == (first,)  # kept
    asked = ImportRequest((path,), "auto", right, update=True)
    report = desk.imports.import_files(asked, Silent())
    assert (report.updated, report.duplicates, report.imported) == ((told,), (), ())
    (now,) = desk.recordings()
    assert (now.id, now.rate_hz, now.speed_rpm) == (first.id, 48000.0, 1750.0)
    assert (now.unit, now.label) == ("g", "healthy")  # nothing was said of them
    assert now.speed_source is SpeedSource.USER
    blob = open_blob(now.path)
    assert (blob.rate_hz, blob.unit) == (48000.0, "g")
    blob.close()
    open_blob(first.path).close()  # what was written is never changed
    again = desk.imports.import_files(asked, Silent())
    assert (again.updated, again.differing) == ((), ())
    assert again.duplicates == ((path, first.id),)


def test_a_channel_equal_to_another_one_arrives_and_says_so(desk: Desk, tmp_path: Path) -> None:
    np.savez(tmp_path / "run.npz", x=np.stack([tone(3), tone(3)]), fs=RATE_HZ)
    report = desk.imports.import_files(ImportRequest((tmp_path / "run.npz",), every=True), Silent())
    assert len(report.imported) == 2
    desk.examine()
    found = desk.recordings()
    assert [one.vector for one in found] == ["x 1", "x 2"]
    assert all("same-channel" in {flag.code for flag in one.flags} for one in found)
    again = desk.imports.import_files(ImportRequest((tmp_path / "run.npz",), every=True), Silent())
    assert [recording_id for _, recording_id in again.duplicates] == [one.id for one in found]


def test_the_same_samples_at_another_rate_have_a_file_of_their_own(
    desk: Desk, tmp_path: Path
) -> None:
    for name, rate_hz in (("a", 1000.0), ("b", 2000.0)):
        run(desk, good_npy(tmp_path / f"{name}.npy"), mapping=Mapping(rate_hz=rate_hz))
    for one in desk.recordings():
        blob = open_blob(one.path)
        assert blob.rate_hz == one.rate_hz
        blob.close()


def test_an_unknown_bearing_is_refused_with_its_name(desk: Desk, tmp_path: Path) -> None:
    report = run(desk, good_npz(tmp_path / "a.npz"), mapping=Mapping(bearing="no such"))
    assert "no such" in report.refused[0].reason
    assert desk.recordings() == ()


def test_a_mapping_is_remembered_per_folder(desk: Desk, tmp_path: Path) -> None:
    mapping = Mapping(rate_hz=RATE_HZ, unit="mm/s", speed_rpm=990, label="healthy")
    assert desk.imports.remembered(tmp_path) is None
    only(desk, run(desk, good_npy(tmp_path / "a.npy"), mapping=mapping))
    assert desk.imports.remembered(tmp_path) == mapping
    assert desk.imports.remembered(tmp_path.parent) is None
    desk.imports.remember(tmp_path, Mapping(rate_hz=1.0))
    assert desk.imports.remembered(tmp_path) == Mapping(rate_hz=1.0)


def test_each_waveform_of_a_file_becomes_a_recording(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "rig"
    folder.mkdir()
    with TdmsWriter(str(folder / "run 7.tdms")) as writer:
        slow = {"wf_increment": 1e-3, "unit_string": "mm/s"}
        fast = {"wf_increment": 2e-4, "unit_string": "g"}
        channels = [("pedestal", tone(1), slow), ("housing", tone(2), fast)]
        writer.write_segment([ChannelObject("rig", n, x, said) for n, x, said in channels])
        writer.write_segment([ChannelObject("rig", "note", np.arange(3.0), {})])
    np.savez(folder / "probes.npz", xy=np.stack([tone(3), tone(4)]), fs=RATE_HZ)
    good_csv(folder / "alone.csv", seed=5)
    mapping = Mapping(machine="Pump", unit_name="DE")
    request = ImportRequest((folder,), "auto", mapping, every=True)
    report = desk.imports.import_files(request, Silent())
    assert not report.refused
    found = {r.name: r for r in desk.recordings()}
    assert {name: (r.rate_hz, r.unit, r.quantity) for name, r in found.items()} == {
        "run 7 pedestal": (pytest.approx(1000), "mm/s", "velocity"),
        "run 7 housing": (pytest.approx(5000), "g", "acceleration"),
        "probes xy 1": (RATE_HZ, "unknown", "unknown"),
        "probes xy 2": (RATE_HZ, "unknown", "unknown"),
        "alone": (pytest.approx(RATE_HZ), "g", "acceleration"),
    }
    assert {r.unit_name for r in found.values()} == {"DE"}
    facts = dict(DataService(desk.project).file_facts(found["run 7 housing"].id))
    assert facts["unit_string"] == "g"
    assert facts["wf_increment"] == pytest.approx(2e-4)
    assert not [name for name in facts if "pedestal" in name]
    assert DataService(desk.project).file_facts(found["alone"].id) == ()
    blob = open_blob(found["probes xy 2"].path)
    np.testing.assert_allclose(blob.samples, tone(4), rtol=1e-6)
    blob.close()


def test_one_sensor_on_two_channels_is_told_when_both_arrive(desk: Desk, tmp_path: Path) -> None:
    one, other = tone(3), tone(4)
    np.savez(tmp_path / "run.npz", x=np.stack([one, other, -2 * one]), fs=RATE_HZ)
    request = ImportRequest((tmp_path / "run.npz",), every=True)
    desk.imports.import_files(request, Silent())
    desk.examine()
    told = {r.channel: {flag.code for flag in r.flags} for r in desk.recordings()}
    assert ["same-channel" in told[f"x {number}"] for number in (1, 2, 3)] == [True, False, True]


def test_a_folder_is_searched_and_hidden_files_left_out(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    good_npz(tmp_path / "deep" / "er" / "a.npz", seed=1)
    good_csv(tmp_path / "deep" / "B.CSV", seed=2)
    good_npz(tmp_path / ".hidden" / "c.npz", seed=3)
    (tmp_path / "deep" / "notes.pdf").write_bytes(b"%PDF")
    report = run(desk, tmp_path)
    assert [item.path.name for item in report.imported] == ["B.CSV", "a.npz"]
    assert not report.refused


def test_preview_asks_a_child_and_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    preview = desk.imports.preview(good_csv(tmp_path / "a.csv"), Silent())
    assert preview.rate_hz == pytest.approx(RATE_HZ)
    assert preview.variables[0].unit == "g"
    (tmp_path / "b.mat").write_bytes(b"")
    with pytest.raises(InvalidRecording, match="is empty"):
        desk.imports.preview(tmp_path / "b.mat", Silent())
    assert not list(desk.project.blobs.rglob("*.tmp"))


# -- the real sets ------------------------------------------------------------------


@pytest.mark.real_data
def test_cwru_drive_end_arrives_whole_and_agrees_with_the_published_figures(
    tmp_path: Path, shared_data: Path
) -> None:
    with (shared_data / "expected" / "cwru_12k_de.csv").open(encoding="utf-8") as file:
        expected = {row["record"]: row for row in csv.DictReader(file)}
    with desk_with_children(tmp_path / "project") as desk:
        report = run(desk, shared_data / "cwru" / "12k_DE", preset="cwru")
        assert not report.refused
        assert len(report.imported) == len(expected) == 32
        assert not desk.examine().failed
        recordings = desk.recordings()
    words = {"inner": "inner race", "outer": "outer race", "ball": "rolling element"}
    for recording in recordings:
        row = expected[recording.name]
        assert recording.rate_hz == 12000
        assert recording.channel == "DE"
        assert recording.label == words[row["fault"]]
        assert recording.unit_name == f"DE {row['fault']} {row['size_in']} in"
        assert recording.condition == f"{row['load_hp']} hp"
        assert recording.speed_rpm == float(row["rpm_file"] or row["rpm_nominal"])
        source = SpeedSource.FILE if row["rpm_file"] else SpeedSource.PRESET
        assert recording.speed_source is source
        assert recording.samples == int(row["samples"])
        assert recording.bearing is not None
        assert recording.unit == "g"
        assert_agrees(recording, row)
    assert len({recording.unit_id for recording in recordings}) == 6
    check_158(recordings)


def assert_agrees(recording: Recording, row: dict[str, str]) -> None:
    """RMS about the mean and kurtosis within 0.5 %."""
    blob = open_blob(recording.path)
    samples = blob.samples.astype(np.float64)
    blob.close()
    centred = samples - samples.mean()
    kurtosis = np.mean(centred**4) / np.mean(centred**2) ** 2
    assert np.sqrt(np.mean(centred**2)) == pytest.approx(float(row["rms_DE"]), rel=5e-3)
    assert kurtosis == pytest.approx(float(row["kurtosis_DE"]), rel=5e-3)


def check_158(recordings: tuple[Recording, ...]) -> None:
    """The wrong speed in record 158 is contradicted; no other speed of the set is."""
    contradicted = {
        recording.name: recording
        for recording in recordings
        if any(flag.code == "speed-differs" for flag in recording.flags)
    }
    assert set(contradicted) == {"158"}
    assert contradicted["158"].speed_rpm == 1773
    assert contradicted["158"].speed_estimate_rpm == pytest.approx(1798, abs=5)


@pytest.mark.real_data
def test_97_is_not_taken_for_12_khz(desk: Desk, shared_data: Path) -> None:
    folder = shared_data / "cwru" / "normal_48k"
    found = only(desk, run(desk, folder))
    assert (found.rate_hz, found.label, found.unit_name) == (48000, "healthy", "DE normal")
    with desk_inline(desk.project.folder.parent / "other") as other:
        report = run(other, folder, preset="none")
        assert report.refused[0].needs_mapping
        assert not report.imported


@pytest.mark.real_data
def test_mfpt_arrives_with_its_own_rates_and_labels(desk: Desk, shared_data: Path) -> None:
    report = run(desk, shared_data / "mfpt")
    assert len(report.imported) == 6
    (bare,) = report.refused  # the CSV holds one column and no rate
    assert bare.path.suffix == ".csv"
    assert bare.needs_mapping
    found = {recording.name: recording for recording in desk.recordings()}
    assert found["baseline_1"].rate_hz == 97656
    assert found["InnerRaceFault_vload_2"].rate_hz == 48828
    for name, recording in found.items():
        start = name.split("_")[0]
        label = {"baseline": "healthy", "OuterRaceFault": "outer race"}.get(start, "inner race")
        assert recording.label == label
        assert (recording.speed_rpm, recording.speed_source) == (1500, SpeedSource.FILE)
        assert recording.bearing is not None
        assert recording.bearing.name == "NICE"
    assert found["OuterRaceFault_vload_2"].condition == "50 lbs"
    twin = run(desk, bare.path, mapping=Mapping(rate_hz=48828, unit="g"))
    assert "same-samples" in {flag.code for flag in twin.imported[0].flags}  # as the MAT file


@pytest.mark.real_data
def test_foreign_formats_are_read_or_refused_with_a_reason(desk: Desk, shared_data: Path) -> None:
    files = tuple(path for path in (shared_data / "formats").rglob("*") if path.is_file())
    report = run(desk, *files, mapping=Mapping(rate_hz=None))
    outcome = {item.path.name: item.reason for item in report.refused}
    assert len(outcome) + len(report.imported) + len(report.duplicates) == len(files)
    assert "mu-law" in outcome["test-8000Hz-le-1ch-1byte-ulaw.wav"]
    assert "ends early" in outcome["test-44100Hz-le-1ch-4bytes-early-eof.wav"]
    assert "more than one waveform" in outcome["raw1.tdms"]
    assert "interrupted for 57.6 s" in outcome["Discontinuities.IDE"]
    assert "more than one waveform" in outcome["oscilloscope.csv"]
    assert "more than one waveform" in outcome["test-44100Hz-2ch-32bit-float-le.wav"]
    assert "too short" in outcome["phyphox_units_excerpt.csv"]
    left = run(
        desk,
        shared_data / "formats" / "wav" / "test-44100Hz-2ch-32bit-float-le.wav",
        mapping=Mapping(variable="channel 1"),
    )
    assert only(desk, left).rate_hz == 44100
