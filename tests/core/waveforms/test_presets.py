"""The presets against the sets they document, and against files made to look like them."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.recording import SpeedSource
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.core.waveforms.presets.cwru import RECORDS
from pfd_desktop.core.waveforms.presets.known import Known
from pfd_desktop.core.waveforms.presets.table import known
from pfd_desktop.errors import InvalidInput, InvalidRecording, MappingNeeded

SIGNAL = np.random.default_rng(0).standard_normal((4096, 1))


def explained(path: Path, preset: str = "auto") -> Known | None:
    return known(preset, path, choose(path).describe(path, True))


def cwru_file(path: Path, variable: str, **more: object) -> Path:
    savemat(path, {variable: SIGNAL} | more)
    return path


def test_record_numbers_are_listed_once_with_four_loads() -> None:
    assert len(RECORDS) == 38 * 4
    assert {record.load_hp for record in RECORDS.values()} == {0, 1, 2, 3}
    assert all(RECORDS[number].rate_hz == 48000 for number in (97, 98, 99, 100))


def test_the_channel_is_chosen_by_name_and_speed_read_from_the_file(tmp_path: Path) -> None:
    path = cwru_file(
        tmp_path / "156@12_0.mat",
        "X156_DE_time",
        X156_FE_time=np.zeros((9000, 1)),
        X156RPM=1797.0,
    )
    found = explained(path)
    assert found is not None
    assert found.mapping.variable == "X156_DE_time"
    assert found.mapping.unit_name == "DE outer 0.007 in"
    assert found.mapping.severity == "0.007 in @12"
    assert (found.mapping.speed_rpm, found.speed_source) == (1797, SpeedSource.FILE)


def test_positions_of_one_bearing_are_one_unit(tmp_path: Path) -> None:
    units = set()
    for number in (130, 144, 156, 135, 148, 161):
        path = cwru_file(tmp_path / f"{number}.mat", f"X{number}_DE_time")
        found = explained(path, "cwru")
        assert found is not None
        units.add(found.mapping.unit_name)
    assert units == {"DE outer 0.007 in"}


def test_a_record_without_speed_gets_the_nominal_one_and_says_so(tmp_path: Path) -> None:
    found = explained(cwru_file(tmp_path / "3004.mat", "X059_DE_time"))
    assert found is not None
    assert (found.mapping.speed_rpm, found.speed_source) == (1730, SpeedSource.PRESET)
    assert {flag.code for flag in found.flags} == {"nominal-speed", "other-make"}


def test_a_fan_end_record_uses_the_fan_end_channel(tmp_path: Path) -> None:
    path = cwru_file(tmp_path / "270.mat", "X270_DE_time", X270_FE_time=SIGNAL)
    found = explained(path)
    assert found is not None
    assert (found.mapping.variable, found.mapping.bearing) == ("X270_FE_time", "6203-2RS")
    with pytest.raises(InvalidRecording, match="lacks X271_FE_time"):
        explained(cwru_file(tmp_path / "271.mat", "X271_DE_time"))


def test_a_name_that_contradicts_its_content_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(MappingNeeded, match="holds the variables of X118"):
        explained(cwru_file(tmp_path / "105.mat", "X118_DE_time"))
    renamed = explained(cwru_file(tmp_path / "motor.mat", "X118_DE_time"))
    assert renamed is not None
    assert renamed.mapping.label == Fault.ROLLING_ELEMENT
    with pytest.raises(MappingNeeded, match="no record of the CWRU tables"):
        explained(cwru_file(tmp_path / "other.mat", "X048_DE_time"))


def test_174_holds_variables_of_173(tmp_path: Path) -> None:
    found = explained(cwru_file(tmp_path / "174_0.mat", "X173_DE_time", X173RPM=1796.0))
    assert found is not None
    assert (found.mapping.rate_hz, found.mapping.speed_rpm) == (48000, 1796)


def test_a_foreign_file_is_no_member_of_a_set(tmp_path: Path) -> None:
    path = cwru_file(tmp_path / "1.mat", "vibration")
    assert explained(path) is None
    for name in ("cwru", "mfpt"):
        with pytest.raises(MappingNeeded, match="does not look like"):
            explained(path, name)
    with pytest.raises(InvalidInput, match="no preset"):
        explained(path, "nasa")


def test_mfpt_without_a_telling_name_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "trial.mat"
    savemat(path, {"bearing": {"gs": SIGNAL, "sr": 48828.0, "rate": 25.0, "load": "50"}})
    with pytest.raises(MappingNeeded, match="does not say which fault"):
        explained(path)


# -- the real sets ----------------------------------------------------------------


@pytest.mark.real_data
def test_every_development_record_is_explained_as_documented(shared_data: Path) -> None:
    with (shared_data / "MANIFEST.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["dataset"] in ("CWRU", "MFPT")]
    rows = [row for row in rows if row["file"].endswith(".mat")]
    assert len(rows) == 42
    words = {"inner": Fault.INNER_RACE, "outer": Fault.OUTER_RACE, "ball": Fault.ROLLING_ELEMENT}
    for row in rows:
        found = explained(shared_data / row["file"])
        assert found is not None, row["file"]
        mapping = found.mapping
        assert mapping.rate_hz == float(row["fs_hz"]), row["file"]
        assert mapping.label == words.get(row["fault"].split()[0], Fault.HEALTHY), row["file"]
        if row["rpm"]:
            assert mapping.speed_rpm == float(row["rpm"].split()[0]), row["file"]
        assert mapping.condition.split() == row["load"].split(), row["file"]
        assert mapping.severity.startswith(row["size"]), row["file"]
