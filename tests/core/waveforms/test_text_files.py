"""Text as loggers write it: the right numbers or a clear reason, and what the header says."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.waveforms.importers.contents import Contents
from pfd_desktop.core.waveforms.importers.table import choose
from pfd_desktop.errors import InvalidRecording

TONE = np.sin(np.arange(3000) / 7)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def look(path: Path) -> Contents:
    return choose(path).describe(path, True)


def read(path: Path, name: str) -> np.ndarray:
    importer = choose(path)
    variable = importer.describe(path, True).variable(name)
    assert variable is not None
    samples = np.concatenate(list(importer.read(path, variable, 0)))
    assert len(samples) == variable.samples
    return samples


def test_lost_rows_of_a_file_are_flagged_and_coarse_times_are_read(tmp_path: Path) -> None:
    index = np.delete(np.arange(3001), 1500)
    rows = (f"{i / 25600:.7f},{x:.6f}" for i, x in zip(index, TONE, strict=True))
    (flag,) = look(written(tmp_path / "a.csv", "time,x", *rows)).flags
    assert flag.code == "lost-samples"
    assert "line 1,502" in flag.text
    many = np.tile(TONE, 10)
    coarse = (f"{i / 25600:.4f},{x:.6f}" for i, x in enumerate(many))
    path = written(tmp_path / "b.csv", "time,x", *coarse)
    assert look(path).rate_hz == pytest.approx(25600, rel=1e-3)
    assert choose(path).describe(path, False).rate_hz == pytest.approx(25600, rel=1e-3)


@pytest.mark.parametrize("size", [100, 3000])
def test_a_closing_line_is_told_and_not_read(tmp_path: Path, size: int) -> None:
    rows = [f"{i / 1000:.6f},{x:.9f}" for i, x in enumerate(TONE[:size])]
    path = written(tmp_path / "a.csv", "time,x", *rows, "", "End of data", "")
    np.testing.assert_allclose(read(path, "x"), TONE[:size], atol=1e-8)
    assert any("End of data" in note for note in look(path).notes)


def test_words_in_the_middle_or_beside_a_number_are_still_refused(tmp_path: Path) -> None:
    rows = [f"{x:.6f},1" for x in TONE[:200]]
    middle = written(tmp_path / "a.csv", "x,y", *rows, "End of block", *rows)
    with pytest.raises(InvalidRecording, match="line 202"):
        read(middle, "x")
    beside = written(tmp_path / "b.csv", "x,y", *rows, "overload,1")
    with pytest.raises(InvalidRecording, match=r"line 202, column 1: “overload”"):
        read(beside, "x")


@pytest.mark.parametrize(
    ("delimiter", "between", "zone"),
    [(",", "T", ""), (",", " ", "Z"), (";", " ", "+02:00"), ("\t", "T", ""), (" ", " ", "")],
)
def test_iso_dates_with_times_are_a_clock(
    tmp_path: Path, delimiter: str, between: str, zone: str
) -> None:
    base = np.datetime64("2026-03-01T23:59:59.5", "us")  # midnight falls into it
    stamps = [str(base + i * 500).replace("T", between) + zone for i in range(len(TONE))]
    rows = (f"{s}{delimiter}{x:.9f}" for s, x in zip(stamps, TONE, strict=True))
    path = written(tmp_path / "a.txt", delimiter.join(("Stamp", "x")), *rows)
    assert look(path).rate_hz == pytest.approx(2000, rel=1e-6)
    assert [one.name for one in look(path).variables] == ["x"]
    np.testing.assert_allclose(read(path, "x"), TONE, atol=1e-8)


def test_other_dates_are_refused_by_name(tmp_path: Path) -> None:
    rows = (f"01.03.2026 14:05:{i % 60:02d};{x:.6f}" for i, x in enumerate(TONE))
    with pytest.raises(InvalidRecording, match="only ISO dates with times are read"):
        look(written(tmp_path / "a.csv", *rows))


def test_quoted_decimal_commas_are_numbers(tmp_path: Path) -> None:
    rows = [f'"{i / 1000:.4f}","{x:.9f}"' for i, x in enumerate(TONE)]
    rows = [row.replace(".", ",").replace('"0,0000"', '"0"') for row in rows]  # a whole number too
    path = written(tmp_path / "a.csv", "Time,x", *rows)
    assert look(path).rate_hz == pytest.approx(1000, rel=1e-3)
    np.testing.assert_allclose(read(path, "x"), TONE, atol=1e-8)


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("Time,x", '"{i}","1,234"', "part thousands"),
        ("Time,x", "0,{i:03d},1,{i:03d}", "decimal signs and separators both"),
        ("x", "1,{i:03d}", "decimal signs and separators both"),
    ],
)
def test_commas_of_two_meanings_are_refused(
    tmp_path: Path, header: str, row: str, reason: str
) -> None:
    path = written(tmp_path / "a.csv", header, *(row.format(i=i) for i in range(300)))
    with pytest.raises(InvalidRecording, match=reason):
        look(path)


def test_points_beside_decimal_commas_are_refused(tmp_path: Path) -> None:
    rows = [f"{x:.6f};2".replace(".", ",") for x in TONE]
    rows[200] = "1.234;2"  # a thousand, or a little more than one
    with pytest.raises(InvalidRecording, match="line 202, column 1"):
        read(written(tmp_path / "a.csv", "x;y", *rows), "x")


@pytest.mark.parametrize(
    "line",
    [
        "Sample rate: 25600 Hz",
        "# Fs=25600",
        "Sampling frequency (kHz);25,6",
        "dt=3.90625e-05",
        "Sampling interval [us]: 39.0625",
        "Sample Rate\t25600",
    ],
)
def test_a_rate_stated_in_the_header_is_taken(tmp_path: Path, line: str) -> None:
    path = written(tmp_path / "a.txt", "Rig 3", line, *(f"{x:.9f}" for x in TONE))
    contents = look(path)
    assert contents.rate_hz == pytest.approx(25600, rel=1e-9)
    (only,) = contents.variables
    np.testing.assert_allclose(read(path, only.name), TONE, atol=1e-8)


@pytest.mark.parametrize("line", ["Sample rate: 25600 rpm", "Fs: high", "Rate of oil: 25600"])
def test_other_lines_state_no_rate(tmp_path: Path, line: str) -> None:
    path = written(tmp_path / "a.txt", line, *(f"{x:.9f}" for x in TONE))
    assert look(path).rate_hz is None


def test_header_and_times_that_contradict_give_no_rate(tmp_path: Path) -> None:
    rows = [f"{i / 1000:.6f},{x:.6f}" for i, x in enumerate(TONE)]
    contents = look(written(tmp_path / "a.csv", "Fs=2000", "time,x", *rows))
    assert contents.rate_hz is None
    assert "the times say 1,000 Hz and the header 2,000 Hz" in contents.notes[-1]
    both = look(written(tmp_path / "b.csv", "Fs=1000", "Fs=2000", "x,y", *rows))
    assert both.rate_hz is None
    assert "several rates" in both.notes[-1]


def test_the_lines_of_the_header_are_kept(tmp_path: Path) -> None:
    head = ("Test bench 3", "Operator: A. Miller", "Load=1.5", "x,y")
    contents = look(written(tmp_path / "a.csv", *head, *(f"{x:.6f},1" for x in TONE)))
    assert contents.facts == (("line 1", "Test bench 3"), ("Operator", "A. Miller"), ("Load", 1.5))
