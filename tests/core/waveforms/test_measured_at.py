"""When something was measured and by whom, as the content of its file says."""

import struct
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import pyuff
from nptdms import ChannelObject, TdmsWriter

from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.core.waveforms.importers.contents import Contents
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.core.waveforms.measured_time import measured, time_said
from pfd_desktop.progress import Silent
from pfd_desktop.services.data import DataService
from tests.foreign_files import good_flac, good_lvm
from tests.importing import desk_inline
from tests.signals_of_tests import RATE_HZ, tone

FORMATS = Path(__file__).parents[4] / "shared" / "data" / "formats"
MOMENT = datetime(2024, 10, 8, 10, 27, 7, tzinfo=UTC)


def described(path: Path) -> Contents:
    return choose(path).describe(path, True)


def chunk(name: bytes, body: bytes) -> bytes:
    """A RIFF chunk, filled up to an even length."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def wav(path: Path, *before: bytes, after: bytes = b"") -> Path:
    """A WAV file of 16 bits with further chunks before and after its samples."""
    form = struct.pack("<HHIIHH", 1, 1, int(RATE_HZ), 2 * int(RATE_HZ), 2, 16)
    samples = np.round(tone(3, 4096) * 8000).astype("<i2").tobytes()
    body = chunk(b"fmt ", form) + b"".join(before) + chunk(b"data", samples) + after
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body)
    return path


def bext(date: bytes, time: bytes) -> bytes:
    texts = b"gearbox".ljust(256, b"\0") + b"logger 7".ljust(32, b"\0") + bytes(32)
    return chunk(b"bext", texts + date.ljust(10, b"\0") + time.ljust(8, b"\0") + bytes(260))


def flac(path: Path, *fields: str) -> Path:
    """A FLAC file with a Vorbis comment after its stream information."""
    whole = good_flac(path).read_bytes()
    texts = [one.encode() for one in ("tests", *fields)]
    sized = [struct.pack("<I", len(text)) + text for text in texts]
    comment = sized[0] + struct.pack("<I", len(fields)) + b"".join(sized[1:])
    info = b"\x00" + whole[5:42]  # no longer the last block
    block = b"\x84" + len(comment).to_bytes(3, "big") + comment
    path.write_bytes(whole[:4] + info + block + whole[42:])
    return path


@pytest.mark.parametrize(
    ("text", "time", "zone_told"),
    [
        ("2024-10-08 10:27:07", MOMENT, False),
        ("2024/10/08 10:27:07,0000001", MOMENT, False),
        ("2024-10-08T12:27:07+02:00", MOMENT, True),
        ("2024-10-08T10:27:07Z", MOMENT, True),
        ("2024_10_08 10-27-07", MOMENT, False),
        ("2024-10-08", datetime(2024, 10, 8, tzinfo=UTC), False),
    ],
)
def test_times_as_files_write_them(text: str, time: datetime, zone_told: bool) -> None:
    found = time_said(text, "a test")
    assert found is not None
    assert (found.time, found.zone_told) == (time, zone_told)


@pytest.mark.parametrize(
    "text", ["", "1904-01-01 00:00:00", "0000-00-00 00:00:00", "2024-13-01", "2024", "9999-12-32"]
)
def test_clocks_that_were_never_set_tell_no_time(text: str) -> None:
    assert time_said(text, "a test") is None


def test_a_name_completes_a_day_and_does_not_contradict_the_content() -> None:
    day = time_said("2024-10-08", "DATE")
    found = measured(day, "fan 2024-10-08T10-27-07.flac")
    assert found is not None
    assert (found.time, found.day_only) == (MOMENT, False)
    assert measured(day, "fan 2023-01-01T10-27-07.flac") == day
    assert measured(None, "fan.flac") is None


def test_a_wav_file_tells_when_and_by_whom(tmp_path: Path) -> None:
    found = described(wav(tmp_path / "a.wav", bext(b"2024-10-08", b"10:27:07")))
    moment = found.measured("channel 1")
    assert moment is not None
    assert (moment.time, moment.zone_told) == (MOMENT, False)
    assert "time zone not told" in moment.text
    assert dict(found.facts)["description"] == "gearbox"
    info = chunk(b"LIST", b"INFO" + chunk(b"ICMT", b"bay 3\0") + chunk(b"ICRD", b"2024-10-08\0"))
    found = described(wav(tmp_path / "b.wav", after=info))
    moment = found.measured("channel 1")
    assert moment is not None
    assert (moment.time, moment.day_only) == (datetime(2024, 10, 8, tzinfo=UTC), True)
    assert dict(found.facts)["comment"] == "bay 3"


def test_damaged_tags_do_not_cost_the_samples(tmp_path: Path) -> None:
    lying = b"LIST" + struct.pack("<I", 0xFFFFFFF0) + b"INFO" + b"ICMT" + b"\xff" * 4
    found = described(wav(tmp_path / "a.wav", after=lying))
    assert (found.variables[0].samples, found.times) == (4096, ())


def test_a_flac_file_tells_when_and_by_whom(tmp_path: Path) -> None:
    path = flac(tmp_path / "a.flac", "DATE=2024-10-08T12:27:07+02:00", "title=fan")
    found = described(path)
    moment = found.measured("channel 1")
    assert moment is not None
    assert (moment.time, moment.zone_told) == (MOMENT, True)
    assert dict(found.facts)["TITLE"] == "fan"


def test_an_lvm_file_tells_when_and_by_whom(tmp_path: Path) -> None:
    path = good_lvm(tmp_path / "a.lvm")
    text = path.read_text(encoding="utf-8")
    told = "Operator\tJS\nDate\t2024/10/08\nTime\t10:27:07\n***End_of_Header***\t\n"
    path.write_text(text.replace("***End_of_Header***\t\n", told, 1), encoding="utf-8")
    found = described(path)
    moment = found.measured("drive end")
    assert moment is not None
    assert moment.time == MOMENT
    facts = dict(found.facts)
    assert (facts["Operator"], facts["drive end@Y_Unit_Label"]) == ("JS", "g")


def test_a_recording_has_the_time_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "fan 2001-01-01T00-00-00.tdms"
    said = {"wf_increment": 1 / RATE_HZ, "wf_start_time": np.datetime64("2024-10-08T10:27:07")}
    with TdmsWriter(str(path)) as writer:
        writer.write_segment([ChannelObject("rig", "housing", tone(1, 4096), said)])
    with desk_inline(tmp_path / "project") as desk:
        report = desk.imports.import_files(ImportRequest((path,), "auto", Mapping()), Silent())
        (item,) = report.imported
        (recording,) = desk.recordings()
        assert recording.measured_at == MOMENT
        facts = dict(DataService(desk.project).file_facts(item.recording_id))
        assert facts["measured"] == "2024-10-08 10:27:07 UTC, from wf_start_time"


def test_a_universal_file_with_nonsense_for_a_date_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.uff"
    function: dict[str, object] = {
        "type": 58,
        "binary": 0,
        "func_type": 1,
        "rsp_node": 3,
        "rsp_dir": 1,
        "rsp_ent_name": "NONE",
        "ref_node": 0,
        "ref_dir": 0,
        "ref_ent_name": "NONE",
        "id1": "housing",
        "abscissa_spacing": 1,
        "abscissa_spec_data_type": 17,
        "ordinate_spec_data_type": 12,
        "orddenom_spec_data_type": 0,
    }
    arrays = {"data": tone(1, 256), "x": np.arange(256) / RATE_HZ}
    for text, time in (("08-Oct-24 10:27:07", MOMENT), ("31-Feb-24 10:27:07", None)):
        pyuff.UFF(str(path)).write_sets({**function, **arrays, "id3": text}, mode="overwrite")
        moment = described(path).measured("housing")
        assert (moment.time if moment else None) == time


REAL = {
    "ide/SSX66115.IDE": ("Main Acceleration X", datetime(2018, 6, 21, 18, 21, 56), True),
    "lvm/short.lvm": ("Response (Trigger)", datetime(2013, 2, 19, 9, 51, 40, 727189), False),
    "tdms/raw1.tdms": ("Second Chan", datetime(2016, 12, 15, 22, 35, 21), True),
    "uff/MPSTD_2ch_acc_m_s2_58b.uff": ("MPS set1 Dof2", datetime(2024, 10, 8, 10, 27, 7), False),
}


@pytest.mark.real_data
@pytest.mark.parametrize("name", REAL)
def test_real_files_tell_when_they_were_measured(name: str) -> None:
    path = FORMATS / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    vector, time, zone_told = REAL[name]
    moment = described(path).measured(vector)
    assert moment is not None
    assert (moment.time, moment.zone_told) == (time.replace(tzinfo=UTC), zone_told)
