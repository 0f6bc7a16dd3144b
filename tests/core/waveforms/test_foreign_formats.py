"""Files as other programs write them: right rate, unit and shape, or the right reason."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.records.importing import Mapping, Variable
from pfd_desktop.core.waveforms import told
from pfd_desktop.core.waveforms.importers.contents import Contents
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.errors import PfdError
from tests import foreign_files
from tests.signals_of_tests import RATE_HZ, tone

FORMATS = Path(__file__).parents[4] / "shared" / "data" / "formats"


def described(path: Path) -> Contents:
    return choose(path).describe(path, True)


def samples_of(path: Path, name: str, column: int = 0) -> np.ndarray:
    importer = choose(path)
    variable = importer.describe(path, True).variable(name)
    assert variable is not None
    return np.concatenate(list(importer.read(path, variable, column)))


def rate_of(path: Path, name: str) -> float | None:
    mapping, _ = told.with_rate(path, described(path), Mapping(variable=name))
    return mapping.rate_hz


@pytest.mark.parametrize(
    ("ending", "name", "unit", "tolerance"),
    [
        ("tdms", "housing", "g", 0.0),
        ("uff", "housing", "g", 1e-5),
        ("lvm", "drive end", "g", 1e-8),
        ("parquet", "x", "m/s²", 0.0),
        ("flac", "channel 1", "unknown", 1 / 8000),
    ],
)
def test_what_was_written_is_read(
    tmp_path: Path, ending: str, name: str, unit: str, tolerance: float
) -> None:
    path = getattr(foreign_files, f"good_{ending}")(tmp_path / f"a.{ending}", seed=5)
    found = described(path).variable(name)
    assert found is not None
    assert found.unit == unit
    assert rate_of(path, name) == pytest.approx(RATE_HZ, rel=1e-9)
    values = samples_of(path, name)
    assert len(values) == found.samples
    scale = 32768 / 8000 if ending == "flac" else 1.0
    np.testing.assert_allclose(values * scale, tone(5, len(values)), atol=tolerance, rtol=0)


@pytest.mark.real_data
def test_a_binary_universal_file_holds_its_sine() -> None:
    path = FORMATS / "uff" / "binary8byte.uff"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    values = samples_of(path, "sine 5 Hz")
    spectrum = np.abs(np.fft.rfft(values - values.mean()))
    assert np.fft.rfftfreq(len(values), 1 / 100)[np.argmax(spectrum)] == pytest.approx(5, abs=0.4)


def test_a_decimal_comma_is_taken_from_the_header_of_an_lvm_file(tmp_path: Path) -> None:
    path = foreign_files.good_lvm(tmp_path / "a.lvm", seed=3)
    head, first, rest = path.read_text().partition("X_Value\tdrive end\tComment\n")
    later = rest.partition("\n")[2]
    path.write_text(f"{head}{first}0\t1\n{later}")  # the first row alone would not show it
    np.testing.assert_allclose(samples_of(path, "drive end")[1:], tone(3, 2048)[1:], atol=1e-8)


def test_an_index_beside_a_tdms_file_is_not_opened(tmp_path: Path) -> None:
    path = foreign_files.good_tdms(tmp_path / "a.tdms", seed=1)
    (tmp_path / "a.tdms_index").write_bytes(b"TDSh" + b"\xff" * 400)  # a lie that would break it
    np.testing.assert_array_equal(samples_of(path, "housing"), tone(1, 4096))


def test_a_parquet_file_with_times_and_no_rate(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    path, count = tmp_path / "a.parquet", 3000
    stamps = np.arange(count) / 800
    parquet.write_table(pa.table({"time (s)": stamps, "a (g)": tone(1, count)}), path)
    assert described(path).rate_hz == pytest.approx(800)
    assert [v.unit for v in described(path).variables] == ["g"]
    stamps[2000:] += 0.5
    parquet.write_table(pa.table({"time (s)": stamps, "a (g)": tone(1, count)}), path)
    assert described(path).rate_hz is None
    assert "uneven (row " in described(path).notes[0]


@dataclass(frozen=True)
class Expected:
    """What a real file holds: one of its vectors and how many there are, or why none."""

    variable: Variable | None
    vectors: int = 1
    rate_hz: float | None = None
    reason: str = ""
    mean: float | None = None


REAL = {
    "csv/oscilloscope.csv": Expected(Variable("MATH1", 100, 1, "text"), 13, 1e6, mean=23.9),
    "csv/phyphox_units_excerpt.csv": Expected(
        Variable("Acceleration x", 24, 1, "text", "m/s²"), 4, 420.94
    ),
    "ide/SSX66115.IDE": Expected(
        Variable("Main Acceleration X", 65184, 1, "float64", "g"), 14, 4999.91
    ),
    "ide/Discontinuities.IDE": Expected(None, reason="interrupted for 57.6 s after sample 5,538"),
    "lvm/long_single_header_multi_ch.lvm": Expected(
        Variable("m_1", 16384, 1, "text", "m/s²"), 3, 1 / 0.000977
    ),
    "lvm/short.lvm": Expected(
        Variable("Response (Trigger)", 10, 1, "text", "m/s²"), 2, 25600, mean=1.2118434
    ),
    "lvm/multi_time_column.lvm": Expected(None, reason="announces 51,200 samples and 3 are there"),
    "mat73/testfile2.mat": Expected(Variable("raw1/h[1]", 49, 4, "float64"), 5),
    "tdms/raw1.tdms": Expected(Variable("Second Chan", 2000, 1, "float64", "V"), 7, 50000),
    "tdms/raw_timestamps.tdms": Expected(Variable("Untitled", 128, 1, "float64"), 1, 1000),
    "uff/MPSTD_2ch_acc_m_s2_58b.uff": Expected(
        Variable("MPS set1 Dof2", 222400, 1, "float64", "m/s²"), 4, 3200
    ),
    "uff/Sample_UFF58_ascii.uff": Expected(
        Variable("Mic 01.0Scalar", 79292, 1, "float64", "Pa"), 1, 1 / 1.52588e-5
    ),
    "uff/binary8byte.uff": Expected(Variable("sine 5 Hz", 250, 1, "float64", "g"), 1, 100),
    "uff/time-history-not-all-columns-filled.uff": Expected(
        Variable("1x : m/s²", 13, 1, "float64", "m/s²"), 1, 20000
    ),
    "uff/groups_test.uff": Expected(None, reason="no dataset 58 is among its datasets"),
    "uff/sample_dataset58_psd.uff": Expected(None, reason="holds a power spectral density"),
    "wav/test-44100Hz-2ch-32bit-float-le.wav": Expected(
        Variable("channel 2", 441, 1, "float32"), 2, 44100
    ),
    "wav/test-48000Hz-2ch-64bit-float-le-wavex.wav": Expected(
        Variable("channel 1", 480, 1, "float64"), 2, 48000
    ),
    "wav/test-8000Hz-le-3ch-5S-24bit.wav": Expected(Variable("channel 3", 5, 1, "int24"), 3, 8000),
    "wav/test-44100Hz-le-1ch-4bytes-early-eof.wav": Expected(None, reason="236 are there"),
    "wav/test-8000Hz-le-1ch-1byte-ulaw.wav": Expected(None, reason="compressed"),
}


@pytest.mark.real_data
@pytest.mark.parametrize("name", REAL)
def test_real_files(name: str) -> None:
    path, expected = FORMATS / name, REAL[name]
    if not path.exists():
        pytest.skip(f"{path} is not here")
    if expected.variable is None:
        with pytest.raises(PfdError, match=expected.reason):
            described(path)
        return
    wanted = expected.variable
    contents = described(path)
    found = contents.variable(wanted.name)
    assert found is not None
    assert len(contents.variables) == expected.vectors
    assert (found.samples, found.columns, found.unit) == (
        wanted.samples,
        wanted.columns,
        wanted.unit,
    )
    if expected.rate_hz is not None:
        assert rate_of(path, wanted.name) == pytest.approx(expected.rate_hz, rel=1e-5)
    values = samples_of(path, wanted.name)
    assert len(values) == wanted.samples
    assert np.isfinite(values).all()
    if expected.mean is not None:
        assert values.mean() == pytest.approx(expected.mean, rel=2e-2)


@pytest.mark.real_data
def test_every_real_file_is_expected() -> None:
    if not FORMATS.exists():
        pytest.skip(f"{FORMATS} is not here")
    there = {str(path.relative_to(FORMATS)) for path in FORMATS.rglob("*") if path.is_file()}
    assert there == set(REAL)
