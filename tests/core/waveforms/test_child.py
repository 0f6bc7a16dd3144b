"""One file through the child's function: samples kept, facts and flags returned."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.doctor.child import ExamineRequest, examine_blob
from pfd_desktop.core.records.examining import Examined
from pfd_desktop.core.records.importing import Look, Mapping, RefusedFile
from pfd_desktop.core.records.recording import SpeedSource
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.core.waveforms.child import Parsed, ParseRequest, preview_file
from pfd_desktop.core.waveforms.parsing import parse
from pfd_desktop.progress import Silent
from tests.bad_files import GOOD, good_csv, good_npy
from tests.signals_of_tests import RATE_HZ, tone


def outcome_of(
    path: Path, mapping: Mapping | None = None, preset: str = "auto"
) -> Parsed | RefusedFile:
    target = path.with_name("out.tmp")
    asked = (ParseRequest(path, target, preset, mapping or Mapping()),)
    ((told, outcome),) = parse(asked, Silent())
    assert told == target
    return outcome


def parsed(path: Path, mapping: Mapping | None = None) -> Parsed:
    outcome = outcome_of(path, mapping)
    assert isinstance(outcome, Parsed), outcome
    return outcome


def refused(path: Path, mapping: Mapping | None = None) -> RefusedFile:
    outcome = outcome_of(path, mapping)
    assert isinstance(outcome, RefusedFile), outcome
    assert not path.with_name("out.tmp").exists()
    return outcome


def codes(outcome: Parsed) -> set[str]:
    return {flag.code for flag in outcome.flags}


@pytest.mark.parametrize("ending", GOOD)
def test_every_format_arrives_with_the_same_samples(tmp_path: Path, ending: str) -> None:
    path = GOOD[ending](tmp_path / f"good.{ending}")
    mapping = Mapping(rate_hz=RATE_HZ) if ending == "npy" else Mapping()
    outcome = parsed(path, mapping)
    assert outcome.rate_hz == pytest.approx(RATE_HZ)
    blob = open_blob(outcome.target)
    scale = 4.096 if ending in ("wav", "flac") else 1.0
    expected = tone(0, outcome.samples)
    np.testing.assert_allclose(blob.samples * scale, expected, atol=2e-4)
    blob.close()
    assert {"speed-missing", "bearing-missing"} <= codes(outcome)


def test_a_missing_rate_is_asked_for_and_never_guessed(tmp_path: Path) -> None:
    path = good_npy(tmp_path / "a.npy")
    outcome = refused(path)
    assert outcome.needs_mapping
    assert "does not say its sampling rate" in outcome.reason


def test_what_the_user_tells_stands_above_the_file_and_a_difference_is_said(
    tmp_path: Path,
) -> None:
    path = good_csv(tmp_path / "a.csv")
    outcome = parsed(path, Mapping(rate_hz=2500, unit="mm/s", speed_rpm=1500))
    assert outcome.rate_hz == 2500
    assert (outcome.mapping.unit, outcome.mapping.quantity) == ("mm/s", "velocity")
    assert outcome.speed_source is SpeedSource.USER
    assert "rate-differs" in codes(outcome)


def test_the_unit_comes_from_the_file(tmp_path: Path) -> None:
    outcome = parsed(good_csv(tmp_path / "a.csv"))
    assert (outcome.mapping.unit, outcome.mapping.quantity) == ("g", "acceleration")
    assert outcome.channel == "Acceleration"


def test_sensitivity_divides(tmp_path: Path) -> None:
    path = good_npy(tmp_path / "a.npy")
    outcome = parsed(path, Mapping(rate_hz=RATE_HZ, sensitivity=0.1, unit="m/s²"))
    blob = open_blob(outcome.target)
    np.testing.assert_allclose(blob.samples, tone(0) * 10, rtol=1e-5, atol=1e-5)
    blob.close()
    assert "sensitivity of 0" in refused(path, Mapping(rate_hz=RATE_HZ, sensitivity=0.0)).reason


def test_several_vectors_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "two.npz"
    np.savez(path, left=tone(1), right=tone(2), fs=RATE_HZ)
    outcome = refused(path)
    assert outcome.needs_mapping
    assert "left, right" in outcome.reason
    assert parsed(path, Mapping(variable="right")).channel == "right"
    assert refused(path, Mapping(variable="middle")).needs_mapping


def test_a_few_gaps_are_bridged_and_said(tmp_path: Path) -> None:
    path = tmp_path / "gaps.npz"
    samples = np.linspace(-1, 1, 8192)
    holed = samples.copy()
    holed[[0, 100, 101, 102, -1]] = [np.nan, np.nan, np.inf, -np.inf, np.nan]
    np.savez(path, x=holed, fs=RATE_HZ)
    outcome = parsed(path)
    text = next(flag.text for flag in outcome.flags if flag.code == "nan")
    assert text.startswith("5 of 8,192 samples are not a number")
    blob = open_blob(outcome.target)
    np.testing.assert_allclose(blob.samples[1:-1], samples[1:-1], atol=1e-6)
    assert blob.samples[0] == blob.samples[1]
    assert blob.samples[-1] == blob.samples[-2]
    blob.close()


def examined(path: Path, told_rpm: float | None, *, first: bool = True) -> Examined:
    outcome = parsed(path, Mapping(speed_rpm=told_rpm))
    return examine_blob(ExamineRequest(outcome.target, told_rpm, first), Silent())


def test_short_is_flagged_at_once_and_clipped_when_it_is_examined(tmp_path: Path) -> None:
    path = tmp_path / "clipped.npz"
    np.savez(path, x=np.clip(tone(3, 1000), -0.9, 0.9), fs=RATE_HZ)
    assert {"short", "clipped"} & codes(parsed(path)) == {"short"}
    assert "clipped" in {flag.code for flag in examined(path, None).findings}
    good = tmp_path / "good.npz"
    np.savez(good, x=tone(3), fs=RATE_HZ)
    assert "short" not in codes(parsed(good))
    assert "clipped" not in {flag.code for flag in examined(good, None).findings}


def test_a_wrong_speed_is_contradicted_by_the_signal(tmp_path: Path) -> None:
    path = tmp_path / "speed.npz"
    rng = np.random.default_rng(0)
    time = np.arange(40_000) / RATE_HZ
    comb = sum(np.sin(2 * np.pi * 25 * k * time + k) / k for k in range(1, 20))
    np.savez(path, x=comb + 0.3 * rng.standard_normal(len(time)), fs=RATE_HZ)
    found = examined(path, 1460.0)
    assert found.speed_rpm == pytest.approx(1500, abs=2)
    assert [flag.code for flag in found.doubts] == ["speed-differs"]
    assert examined(path, 1501.0).doubts == ()
    (missing,) = examined(path, None).doubts
    assert missing.text == "no speed was told; the signal suggests 1500 rpm"
    again = examined(path, 1460.0, first=False)
    assert (again.doubts, again.speed_rpm, again.first) == ((), None, False)


@pytest.mark.parametrize("ending", GOOD)
def test_preview_shows_the_first_values(tmp_path: Path, ending: str) -> None:
    path = GOOD[ending](tmp_path / f"good.{ending}")
    preview = preview_file(Look(path), Silent())
    assert preview.rate_hz == (None if ending == "npy" else pytest.approx(RATE_HZ))
    (name, head), *_ = preview.head
    assert name == preview.variables[0].name
    scale = 4.096 if ending in ("wav", "flac") else 1.0
    assert np.array(head) * scale == pytest.approx(
        tone(0, preview.variables[0].samples)[:8], abs=2e-4
    )
