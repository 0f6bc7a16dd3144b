"""pfd chain, speed, labels, severity, trend: over a real project and real children."""

import json
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.store.project import open_project
from tests.cli.test_pfd import answer, pfd
from tests.services.measured import RATE_HZ, keep, tone


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six recordings of one point, the last one louder, and a tacho."""
    folder = tmp_path_factory.mktemp("laboratory") / "p"
    opened = open_project(folder)
    rng = np.random.default_rng(1)
    for i in range(5):
        keep(opened, f"r{i}", tone(1.0, 159.1549) + 0.01 * rng.normal(size=12_800))
    keep(opened, "loud", tone(4.0, 159.1549) + 0.01 * rng.normal(size=12_800))
    time_s = np.arange(12_800) / RATE_HZ
    keep(opened, "tacho", 5.0 * ((25 * time_s) % 1 < 0.3), unit="V", point="tacho")
    opened.close()
    return folder


def test_a_chain_is_saved_shown_used_applied_and_exported(project: Path, tmp_path: Path) -> None:
    steps = ("detrend", "bandpass,band_hz=500:2000,order=2")
    saved = answer(project, "chain", "save", "mine", *steps)
    assert [step["kind"] for step in saved["chain"]["steps"]] == ["detrend", "bandpass"]
    assert "band-pass 500 to 2000 Hz" in pfd(project, "chain", "show", "mine").stdout
    assert "mine" in pfd(project, "chain", "list").stdout
    applied = answer(project, "chain", "apply", "mine", "r0", "r1")
    assert [made["name"] for made in applied["made"]] == ["r0, mine", "r1, mine"]
    assert answer(project, "show", "r0, mine")["processed"].startswith("mean removed")
    file, script = tmp_path / "c.json", tmp_path / "c.py"
    assert pfd(project, "chain", "export-json", "mine", str(file)).returncode == 0
    assert answer(project, "chain", "save", "again", "--from", str(file))["name"] == "again"
    assert len(json.loads(file.read_text(encoding="utf-8"))["steps"]) == 2
    assert pfd(project, "chain", "export-python", "mine", "r0", str(script)).returncode == 0
    assert "apply_chain" in script.read_text(encoding="utf-8")
    refused = pfd(project, "chain", "save", "bad", "bandpass,width=3")
    assert refused.returncode == 1
    assert "has no “width”" in refused.stderr
    assert "highpass" in pfd(project, "chain", "steps").stdout


def test_a_spectrum_is_that_of_the_chain_in_use(project: Path) -> None:
    def highest() -> float:
        figure = answer(project, "spectrum", "r2")
        return float(np.max(figure["y"]))

    before = highest()
    answer(project, "chain", "save", "high", "highpass,frequency_hz=1000")
    assert "r2" not in pfd(project, "chain", "use", "high", "r2").stderr
    assert highest() < 0.05 * before
    assert "as all are" in pfd(project, "chain", "use", "all", "r2").stdout
    assert highest() == pytest.approx(before)


def test_labels_are_added_listed_exported_and_audited(project: Path, tmp_path: Path) -> None:
    (added,) = answer(
        project, "labels", "r3", "--add", "rub|odd", "--time", "0.5:1", "--severity", "0.3"
    )
    assert added["facts"]["kind"] == "region"
    assert added["facts"]["classes"] == ["rub", "odd"]
    answer(project, "labels", "r3", "--add", "knock", "--time", "1,25")
    file = tmp_path / "labels.csv"
    assert "2 labels of r3" in pfd(project, "labels", "r3", "--export", str(file)).stdout
    assert "2 labels added" in pfd(project, "labels", "r4", "--import", str(file)).stdout
    pfd(project, "labels", "r4", "--delete", answer(project, "labels", "r4")[0]["id"][-8:])
    trail = answer(project, "labels", "r4", "--trail")
    assert [change["act"] for change in trail] == ["added", "added", "deleted"]
    assert "deleted" in pfd(project, "labels", "r4", "--trail").stdout
    assert "knock" in pfd(project, "labels", "r4").stdout
    assert pfd(project, "labels", "r3", "--add", "x", "--time", "9").returncode == 1


def test_a_zone_is_refused_until_the_machine_is_told(project: Path) -> None:
    refused = pfd(project, "severity", "r0").stdout
    assert "No zone: the machine's group in ISO 20816-3 is unknown" in refused
    assert "not for faults in rolling bearings" in refused
    told = ("--group", "2", "--support", "flexible")
    verdict = answer(project, "severity", "r0", *told)
    assert (verdict["zone"], verdict["limits"]) == ("C", [2.3, 4.5, 7.1])
    assert verdict["value"] == pytest.approx(6.934, abs=0.01)
    assert "Zone C: 6.93 mm/s rms" in pfd(project, "severity", "r0").stdout
    assert "4800" in pfd(project, "severity").stdout


def test_a_trend_with_baseline_limits_and_difference(project: Path, tmp_path: Path) -> None:
    names = [f"r{i}" for i in range(5)]
    figure = answer(project, "trend", "drive end", "--baseline", *names)
    assert figure["y"] == pytest.approx([0.7072] * 5 + [2.8284], rel=1e-3)
    assert sum(figure["in_baseline"]) == 5
    text = pfd(
        project, "trend", "loud", "--alert", "1", "--alarm", "2", "--csv", str(tmp_path / "t.csv")
    ).stdout
    assert "above the alarm limit 2 of as told" in text
    assert "trend of: RMS (g)" in (tmp_path / "t.csv").read_text(encoding="utf-8")
    difference = answer(project, "trend", "loud", "--difference", "loud")
    assert max(difference["y"]) == pytest.approx(12.04, abs=0.1)
    assert pfd(project, "trend", "r0", "--value", "loudness").returncode == 1


def test_a_speed_from_a_tacho(project: Path) -> None:
    assert "1797 rpm (told)" in pfd(project, "speed", "r1", "--rpm", "1797").stdout
    found = answer(project, "speed", "r1", "--tacho", "tacho")
    assert np.mean(found["rpm"]) == pytest.approx(1500.0, rel=1e-3)
    assert found["reference"]["kind"] == "tacho"
    wrong = pfd(project, "speed", "r1", "--ridge", "900:600")
    assert wrong.returncode == 1
    assert "no speed between 900 and 600 rpm" in wrong.stderr
    assert answer(project, "speed", "r1")["reference"]["kind"] == "tacho"
