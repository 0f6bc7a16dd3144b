"""pfd chain, speed, labels, severity, trend: the command in this process, one call in its own."""

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pfd_desktop.bootstrap.services import put_together
from pfd_desktop.cli.main import run
from pfd_desktop.cli.session import Draw
from pfd_desktop.services.catalog import Services
from pfd_desktop.services.compute import Inline
from pfd_desktop.store.project import Project, open_project
from tests.cli.test_pfd import pfd as pfd_in_its_own_process
from tests.services.measured import RATE_HZ, keep, tone


@dataclass(frozen=True)
class Opened:
    """A project whose work is done in this process."""

    services: Services
    project: Project

    def close(self) -> None:
        """Let go of it."""
        self.project.close()


def _never_drawn(_figure: object, _path: Path) -> None:
    raise AssertionError


@dataclass(frozen=True)
class Done:
    """What came of a call."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Pfd:
    """The command over one project."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    draw: Draw = _never_drawn

    def __call__(self, *arguments: str) -> Done:
        """One call."""
        self.capture.readouterr()
        code = run(arguments, self._open, self.draw)
        said = self.capture.readouterr()
        return Done(code, said.out, said.err)

    def answer(self, *arguments: str) -> Any:
        """The JSON document of a call that went well."""
        done = self("--json", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _open(self, _folder: Path | None) -> Opened:
        project = open_project(self.folder)
        return Opened(put_together(project, Inline(), 2**30), project)


@pytest.fixture
def pfd(project: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Pfd]:
    before = signal.getsignal(signal.SIGINT)
    yield Pfd(project, capsys)
    signal.signal(signal.SIGINT, before)


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


def test_a_chain_is_saved_shown_used_applied_and_exported(pfd: Pfd, tmp_path: Path) -> None:
    steps = ("detrend", "bandpass,band_hz=500:2000,order=2")
    saved = pfd.answer("chain", "save", "mine", *steps)
    assert [step["kind"] for step in saved["chain"]["steps"]] == ["detrend", "bandpass"]
    assert "band-pass 500 to 2000 Hz" in pfd("chain", "show", "mine").stdout
    assert "mine" in pfd("chain", "list").stdout
    applied = pfd.answer("chain", "apply", "mine", "r0", "r1")
    assert [made["name"] for made in applied["made"]] == ["r0, mine", "r1, mine"]
    assert pfd.answer("show", "r0, mine")["processed"].startswith("mean removed")
    file, script = tmp_path / "c.json", tmp_path / "c.py"
    assert pfd("chain", "export-json", "mine", str(file)).returncode == 0
    assert pfd.answer("chain", "save", "again", "--from", str(file))["name"] == "again"
    assert len(json.loads(file.read_text(encoding="utf-8"))["steps"]) == 2
    assert pfd("chain", "export-python", "mine", "r0", str(script)).returncode == 0
    assert "apply_chain" in script.read_text(encoding="utf-8")
    refused = pfd("chain", "save", "bad", "bandpass,width=3")
    assert refused.returncode == 1
    assert "has no “width”" in refused.stderr
    assert "highpass" in pfd("chain", "steps").stdout


def test_a_spectrum_is_that_of_the_chain_in_use(pfd: Pfd) -> None:
    def highest() -> float:
        figure = pfd.answer("spectrum", "r2")
        return float(np.max(figure["y"]))

    before = highest()
    pfd.answer("chain", "save", "high", "highpass,frequency_hz=1000")
    assert "r2" not in pfd("chain", "use", "high", "r2").stderr
    assert highest() < 0.05 * before
    assert "as all are" in pfd("chain", "use", "all", "r2").stdout
    assert highest() == pytest.approx(before)


def test_labels_are_added_listed_exported_and_audited(pfd: Pfd, tmp_path: Path) -> None:
    (added,) = pfd.answer(
        "labels", "r3", "--add", "rub|odd", "--time", "0.5:1", "--severity", "0.3"
    )
    assert added["facts"]["kind"] == "region"
    assert added["facts"]["classes"] == ["rub", "odd"]
    pfd.answer("labels", "r3", "--add", "knock", "--time", "1,25")
    file = tmp_path / "labels.csv"
    assert "2 labels of r3" in pfd("labels", "r3", "--export", str(file)).stdout
    assert "2 labels added" in pfd("labels", "r4", "--import", str(file)).stdout
    pfd("labels", "r4", "--delete", pfd.answer("labels", "r4")[0]["id"][-8:])
    trail = pfd.answer("labels", "r4", "--trail")
    assert [change["act"] for change in trail] == ["added", "added", "deleted"]
    assert "deleted" in pfd("labels", "r4", "--trail").stdout
    assert "knock" in pfd("labels", "r4").stdout
    assert pfd("labels", "r3", "--add", "x", "--time", "9").returncode == 1


def test_a_zone_is_refused_until_the_machine_is_told(pfd: Pfd) -> None:
    refused = pfd("severity", "r0").stdout
    assert "No zone: the machine's group in ISO 20816-3 is unknown" in refused
    assert "not for faults in rolling bearings" in refused
    told = ("--group", "2", "--support", "flexible")
    verdict = pfd.answer("severity", "r0", *told)
    assert (verdict["zone"], verdict["limits"]) == ("C", [2.3, 4.5, 7.1])
    assert verdict["value"] == pytest.approx(6.934, abs=0.02)
    assert "Zone C: 6.9" in pfd("severity", "r0").stdout
    assert "4800" in pfd("severity").stdout


def test_a_trend_with_baseline_limits_and_difference(pfd: Pfd, tmp_path: Path) -> None:
    names = [f"r{i}" for i in range(5)]
    figure = pfd.answer("trend", "drive end", "--baseline", *names)
    assert figure["y"] == pytest.approx([0.7072] * 5 + [2.8284], rel=1e-3)
    assert sum(figure["in_baseline"]) == 5
    text = pfd(
        "trend", "loud", "--alert", "1", "--alarm", "2", "--csv", str(tmp_path / "t.csv")
    ).stdout
    assert "above the alarm limit 2 g of as told" in text
    assert "trend of: RMS (g)" in (tmp_path / "t.csv").read_text(encoding="utf-8")
    difference = pfd.answer("trend", "loud", "--difference", "loud")
    assert max(difference["y"]) == pytest.approx(12.04, abs=0.1)
    assert pfd("trend", "r0", "--value", "loudness").returncode == 1


def test_a_speed_from_a_tacho(pfd: Pfd) -> None:
    assert "1797 rpm (told)" in pfd("speed", "r1", "--rpm", "1797").stdout
    found = pfd.answer("speed", "r1", "--tacho", "tacho")
    assert np.mean(found["rpm"]) == pytest.approx(1500.0, rel=1e-3)
    assert found["reference"]["kind"] == "tacho"
    wrong = pfd("speed", "r1", "--ridge", "900:600")
    assert wrong.returncode == 1
    assert "no speed between 900 and 600 rpm" in wrong.stderr
    assert pfd.answer("speed", "r1")["reference"]["kind"] == "tacho"


def test_the_time_of_measurement_can_be_told(pfd: Pfd) -> None:
    edited = pfd.answer("edit", "r0", "--measured-at", "2026-03-01T14:05+01:00")
    assert edited["measured_at"] == "2026-03-01T13:05:00+00:00"
    assert "2026-03-01 13:05:00" in pfd("show", "r0").stdout


def test_children_apply_a_chain(project: Path) -> None:
    saved = pfd_in_its_own_process(project, "chain", "save", "own", "lowpass,frequency_hz=300")
    assert saved.returncode == 0, saved.stderr
    done = pfd_in_its_own_process(project, "chain", "apply", "own", "r4")
    assert done.returncode == 0, done.stderr
    assert "r4, own" in done.stdout
    assert "low-pass 300 Hz" in done.stdout


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("waterfall", (), "rows of"),
        ("stft", ("--time", "0.5:1.5"), "note: of 0.5 to 1.5 s"),
        ("kurtogram", (), " Hz, level "),
        ("orbit", ("--second", "r1"), "y: r1"),
        ("synchronous-average", ("--set", "per_turn=64"), "averages: "),
        ("fft", ("--set", "levels=iso"), "dB re 1 µm/s²"),
    ],
)
def test_any_analysis_is_said_written_and_drawn(
    pfd: Pfd, tmp_path: Path, kind: str, options: tuple[str, ...], said: str
) -> None:
    file, picture = tmp_path / "a é.csv", tmp_path / "picture.png"
    done = pfd("analyse", "r0", "--kind", kind, *options, "--csv", str(file))
    assert done.returncode == 0, done.stderr
    text = file.read_text(encoding="utf-8")
    assert f"# kind: {kind}" in text
    assert said in done.stdout + text
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(rows) > 30
    document = pfd.answer("analyse", "r0", "--kind", kind, *options)
    assert document["kind"] == kind
    drawn = replace(pfd, draw=lambda figure, path: path.write_text(figure.kind, encoding="utf-8"))
    assert drawn("analyse", "r0", "--kind", kind, *options, "--png", str(picture)).returncode == 0
    assert picture.read_text(encoding="utf-8") == kind


def test_what_an_analysis_cannot_do_without_is_said(pfd: Pfd) -> None:
    refused = pfd("analyse", "r0", "--kind", "orbit")
    assert refused.returncode == 1
    assert "compares two channels" in refused.stderr
    with pytest.raises(SystemExit):
        pfd("analyse", "r0", "--kind", "horoscope")


def test_a_written_spectrum_has_its_notes(pfd: Pfd, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    pfd("spectrum", "r0", "--time", "0.5:1.5", "--csv", str(file))
    assert "# note: of 0.5 to 1.5 s" in file.read_text(encoding="utf-8")


def test_solve_explains_the_peaks_and_says_what_would_decide(pfd: Pfd) -> None:
    done = pfd("solve", "r0", "--plain", "--journal", "--free-speed")
    assert done.returncode == 0, done.stderr
    assert "What would decide: " in done.stdout
    assert "peaks explained" in done.stdout
    found = pfd.answer("solve", "r0", "--plain", "--bearing", "6205-2RS", "NICE", "--free-speed")
    assert found["peaks"][0]["hertz"] == pytest.approx(159.15, abs=0.1)
    assert {one["name"] for one in found["hypotheses"]} <= {"6205-2RS", "NICE"}
    assert found["next_measurement"]["text"]
    refused = pfd("solve", "r0", "--bearing", "4711")
    assert refused.returncode == 1
    assert "4711" in refused.stderr
