"""The command pfd: exit status, text, JSON, over real projects and real children."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

CALL = [sys.executable, "-m", "pfd_desktop.bootstrap.command"]


def pfd(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One call, as a user makes it."""
    return subprocess.run(
        [*CALL, "--project", str(project), *arguments],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )


def answer(project: Path, *arguments: str) -> Any:
    """The JSON document of a call that went well."""
    done = pfd(project, "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, made once."""
    project = tmp_path_factory.mktemp("sample") / "project"
    done = pfd(project, "sample")
    assert done.returncode == 0, done.stderr
    assert "63 synthetic recordings" in done.stdout
    return project


def test_wrong_usage_is_2_and_help_names_the_commands(tmp_path: Path) -> None:
    assert pfd(tmp_path / "p", "dance").returncode == 2
    done = pfd(tmp_path / "p", "--help")
    assert done.returncode == 0
    for command in ("import", "recordings", "show", "spectrum", "diagnose", "train", "results"):
        assert command in done.stdout


def test_a_failed_request_is_1_and_says_what_to_do(tmp_path: Path) -> None:
    done = pfd(tmp_path / "p", "show", "nothing")
    assert done.returncode == 1
    assert "No recording is called nothing. 'pfd recordings' lists them." in done.stderr


def test_recordings_are_listed_and_shown(sample: Path) -> None:
    listed = answer(sample, "recordings")
    assert len(listed) == 63
    assert all(recording["synthetic"] for recording in listed)
    shown = answer(sample, "show", listed[0]["id"])
    assert shown == listed[0]
    assert shown["rate_hz"] == 12000.0


def test_the_verdict_on_a_made_outer_race_defect(sample: Path) -> None:
    (found,) = answer(sample, "diagnose", "bearing A (outer race), no load")
    assert found["diagnosis"]["fault"] == "outer race"
    assert found["diagnosis"]["grade"] == "strong evidence"
    text = pfd(sample, "diagnose", "bearing A (outer race), no load").stdout
    assert "outer-race defect, strong evidence (BPFO" in text
    assert "threshold dB" in text


def test_an_evidence_report_as_html_and_pdf(sample: Path, tmp_path: Path) -> None:
    name = "bearing A (outer race), no load"
    html, pdf = tmp_path / "é 1.html", tmp_path / "é 1.pdf"
    assert pfd(sample, "report", name, "--html", str(html)).returncode == 0
    assert "outer-race defect, strong evidence" in html.read_text("utf-8")
    told = answer(sample, "report", name, "--pdf", str(pdf))
    assert told["report"] == str(pdf)
    assert pdf.read_bytes().startswith(b"%PDF-")
    done = pfd(sample, "report", name, "--pdf", str(tmp_path / "a.html"))
    assert done.returncode == 1
    assert "does not end in .pdf" in done.stderr


def test_a_spectrum_is_written_with_its_contract(sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "a spectrum é.csv"
    done = pfd(
        sample, "spectrum", "bearing A (outer race), no load", "--kind", "envelope",
        "--band", "2000:5000", "--csv", str(file),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = file.read_text(encoding="utf-8").splitlines()
    header = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    assert header["kind"] == "envelope"
    assert header["band_hz"] == "2000 to 5000"
    assert len(header["samples_sha256"]) == 64
    numbers = np.loadtxt(file, delimiter=",", comments="#", skiprows=12)
    line = numbers[np.argmax(np.where(numbers[:, 0] > 90, numbers[:, 1], 0)), 0]
    assert line == pytest.approx(107.36, rel=0.01)  # 3.5848 × 1797 / 60, with slip


def test_what_a_network_takes_is_told_before_it_trains(sample: Path) -> None:
    pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")
    taken = answer(sample, "train", "--classifier", "wdcnn", "--epochs", "3", "--estimate")
    assert 0 < taken["step_s"] < taken["epoch_s"] < taken["whole_s"]
    assert answer(sample, "runs") == []


def test_the_main_job_from_features_to_units_never_met(sample: Path) -> None:
    one_unit = [r["id"] for r in answer(sample, "recordings", "bearing A")]
    answer(sample, "features", "extract", *one_unit)
    refused = pfd(sample, "train")
    assert refused.returncode == 1
    assert "unit" in refused.stderr
    rolling = [r["id"] for r in answer(sample, "recordings", "fan")]
    assert len(rolling) == 24
    made = answer(sample, "features", "extract", *rolling)
    recipe = sample.parent / "recipe.json"
    answer(sample, "features", "export", made["id"], "--out", str(recipe))
    again = answer(sample, "features", "extract", *rolling, "--recipe", str(recipe))
    assert [again[name] for name in ("rows", "window_samples")] == [made["rows"], 8192]
    assert len(made["feature_names"]) >= 30
    trained = answer(sample, "train", "--classifier", "forest", "--leak-meter")
    result = trained["run"]["result"]
    assert {p["recording_id"] for p in result["predictions"]} == set(rolling)
    assert result["accuracy"]["value"] > 0.9
    assert trained["leak_meter"]["unit"] is not None
    assert trained["run"]["id"] in pfd(sample, "--json", "runs").stdout
    text = pfd(sample, "results").stdout
    assert "accuracy per record" in text


def test_a_bad_file_among_good_ones_is_refused_with_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "some files"
    folder.mkdir()
    np.save(folder / "good.npy", np.random.default_rng(0).normal(size=4096))
    (folder / "bad.mat").write_bytes(b"no MATLAB file")
    done = pfd(tmp_path / "p", "import", str(folder), "--rate-hz", "1000")
    assert done.returncode == 1
    assert "1 imported, 0 already there, 1 refused." in done.stdout
    assert "bad.mat" in done.stdout


def test_an_interrupt_is_130_and_leaves_the_project_whole(tmp_path: Path) -> None:
    project = tmp_path / "p"
    running = subprocess.Popen(
        [*CALL, "--project", str(project), "sample", "--run"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not list(project.rglob("*.h5")) and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(running.pid, signal.SIGINT)
    _out, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "cancelled" in told
    again = pfd(project, "recordings")
    assert again.returncode == 0
    assert "interrupted" not in again.stderr


@pytest.mark.real_data
def test_the_real_recordings_come_in_and_are_diagnosed(shared_data: Path, tmp_path: Path) -> None:
    report = answer(
        tmp_path / "p", "import", str(shared_data / "cwru" / "12k_DE"), "--preset", "cwru"
    )
    assert (len(report["imported"]), report["refused"]) == (32, [])
    (found,) = answer(tmp_path / "p", "diagnose", "158")
    assert found["diagnosis"]["fault"] == "outer race"
    assert found["diagnosis"]["speed_rpm"] == pytest.approx(1798, abs=5)
    (healthy,) = answer(
        tmp_path / "p", "diagnose", str(shared_data / "cwru" / "normal_48k" / "97.mat")
    )
    assert healthy["recording"]["rate_hz"] == 48000.0
    assert healthy["diagnosis"]["fault"] is None


def test_generated_recordings_carry_their_fault_and_say_that_they_are_synthetic(
    tmp_path: Path,
) -> None:
    project = tmp_path / "p"
    made = answer(project, "generate", "outer race", "--units", "2", "--speed-rpm", "1500")
    assert [(r["synthetic"], r["label"], r["speed_rpm"]) for r in made] == [
        (True, "outer race", 1500)
    ] * 2
    assert len({r["unit_id"] for r in made}) == 2
    assert "outer-race defect, strong evidence" in pfd(project, "diagnose").stdout
    refused = pfd(project, "generate", "oil whirl")
    assert refused.returncode == 1
    assert "No synthetic rolling-bearing record of oil whirl exists." in refused.stderr


def test_check_finds_a_flipped_bit_and_a_lost_file(tmp_path: Path) -> None:
    project = tmp_path / "p"
    made = answer(project, "generate", "healthy", "--units", "3")
    assert pfd(project, "check").returncode == 0
    flipped, lost = (Path(r["path"]) for r in made[:2])
    content = bytearray(flipped.read_bytes())
    content[len(content) // 2] ^= 1
    flipped.write_bytes(content)
    lost.unlink()
    found = pfd(project, "check")
    assert found.returncode == 1
    told = found.stdout.splitlines()
    assert sum(made[0]["name"] in line and "damaged" in line for line in told) == 1
    assert sum(made[1]["name"] in line and "missing" in line for line in told) == 1
    assert not any(made[2]["name"] in line for line in told)


def test_a_spectrum_as_a_picture(tmp_path: Path) -> None:
    project, picture = tmp_path / "p", tmp_path / "spectrum.png"
    made = answer(project, "generate", "outer race")
    pfd(project, "spectrum", made[0]["id"], "--kind", "envelope", "--png", str(picture))
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 10_000
    assert pfd(project, "spectrum", made[0]["id"], "--png", "x.bmp").returncode == 1


def test_the_doctor_grades_what_is_there_and_is_1_where_one_is_unusable(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    good = random.standard_normal(12_800) + 4 * np.sin(0.02 * np.arange(12_800))
    dead = good.copy()
    dead[4000:] = dead[4000]
    for name, samples in (("good", good), ("dead", dead)):
        np.savez(tmp_path / f"{name}.npz", x=samples, fs=6400.0)
    project = tmp_path / "p"
    done = pfd(project, "import", str(tmp_path / "good.npz"), str(tmp_path / "dead.npz"))
    assert done.returncode == 0, done.stderr
    done = pfd(project, "doctor", "all")
    assert done.returncode == 1, done.stderr
    assert "the signal stands still for 69 %" in done.stdout
    assert "1 × A, 1 × D" in done.stdout
    (found,) = answer(project, "doctor", "good")
    assert (found["name"], found["grade"]) == ("good", "A")
    assert "grade of the measurement" in pfd(project, "show", "dead").stdout
    codes = {one["code"] for one in answer(project, "doctor", "--findings")}
    assert {"clipped", "drop-out", "flat", "spikes", "swapped-channels"} <= codes
