"""The frozen program: it answers as the source does, and its window opens."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.gates import ROOT, virtual_screen
from tests.packaging.opening import opens_and_closes

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]
MOST_MB = 570  # 100 of them are Arrow, which reads and writes Parquet
WINDOW_WITHIN_S = 30.0
VERSION_WITHIN_S = 3.0
SOURCE = (sys.executable, "-c", "from pfd_desktop.bootstrap.command import main; exit(main())")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the frozen program, built once."""
    if importlib.util.find_spec("PyInstaller") is None:
        pytest.skip("PyInstaller is not installed: pip install -e '.[package]'")
    out = tmp_path_factory.mktemp("frözen build")
    command = [sys.executable, str(ROOT / "packaging" / "build.py"), "--out", str(out)]
    subprocess.run(command, check=True)
    return out / "pfd-desktop"


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing of the source or its virtual environment is found."""
    return {
        "HOME": str(tmp_path),
        "PFD_HOME": str(tmp_path / "pfd"),
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
    }


def answer(program: tuple[str, ...], env: Mapping[str, str], *arguments: str) -> Any:
    """What a command prints as JSON."""
    outcome = subprocess.run(
        [*program, *arguments], check=False, cwd=ROOT, env=dict(env), capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    return json.loads(outcome.stdout)


def diagnoses(program: tuple[str, ...], env: Mapping[str, str], project: Path) -> dict[str, Any]:
    """Verdict and evidence for each recording of a fresh sample project, by name."""
    chosen = ("--project", str(project), "--json")
    answer(program, env, *chosen, "sample")
    outcomes = answer(program, env, *chosen, "diagnose")
    kept = ("verdict", "reason", "speed_rpm", "evidence")
    return {
        outcome["recording"]["name"]: {key: outcome["diagnosis"][key] for key in kept}
        for outcome in outcomes
    }


def test_the_folder_is_complete_and_small(frozen: Path) -> None:
    files = [p for p in frozen.rglob("*") if p.is_file() and not p.is_symlink()]
    size_mb = sum(path.stat().st_size for path in files) / 1e6
    names = {path.name for path in frozen.rglob("*")}
    verdict = "pass" if size_mb <= MOST_MB else "fail"
    print(f"GATE frozen_folder_mb {size_mb:.0f} {MOST_MB} {verdict}")
    assert verdict == "pass"
    assert {"pfd", "pfd-desktop", "resources"} <= names
    assert not {name for name in names if name.startswith(("libtorch", "libgtk-3"))}


def test_the_frozen_command_diagnoses_as_the_source_does(
    frozen: Path, bare: dict[str, str], tmp_path: Path
) -> None:
    ours = diagnoses(SOURCE, {**os.environ, **bare}, tmp_path / "source")
    theirs = diagnoses((str(frozen / "pfd"),), bare, tmp_path / "frozen")
    assert ours
    assert theirs == ours


def test_the_frozen_command_trains_without_torch_and_says_what_the_extra_brings(
    frozen: Path, bare: dict[str, str], tmp_path: Path
) -> None:
    program, project = str(frozen / "pfd"), ("--project", str(tmp_path / "project"))
    run = answer((program,), bare, *project, "--json", "sample", "--run")
    assert run["run"]["result"]["accuracy"]["value"] > 0
    network = subprocess.run(
        [program, *project, "train", "--classifier", "wdcnn"],
        check=False,
        env=bare,
        capture_output=True,
        text=True,
    )
    assert network.returncode == 1
    assert "train" in network.stderr
    assert "Traceback" not in network.stderr


@pytest.fixture
def screen(bare: dict[str, str]) -> Iterator[dict[str, str]]:
    """A virtual screen with a window manager."""
    absent = [name for name in ("Xvfb", "openbox", "xdotool") if shutil.which(name) is None]
    if absent:
        pytest.skip(f"not installed: {' '.join(absent)}")
    with virtual_screen(bare) as there:
        yield there


def test_the_frozen_window_opens_and_closes(frozen: Path, screen: dict[str, str]) -> None:
    command = [str(frozen / "pfd-desktop"), "--sample"]
    shown_s = opens_and_closes(command, screen, WINDOW_WITHIN_S, open_s=3)
    print(f"GATE frozen_window_s {shown_s:.1f} {WINDOW_WITHIN_S:.0f} pass")


def test_the_licences_of_all_parts_are_there_and_none_binds_the_whole(frozen: Path) -> None:
    texts = frozen / "licences"
    assert {"LICENSE", "README.txt", "Python", "numpy", "scipy"} <= {
        p.name for p in texts.iterdir()
    }
    assert (texts / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()
    assert "LESSER GENERAL" in (texts / "PySide6_Essentials" / "1-LGPL-3.0.txt").read_text()
    assert all(path.stat().st_size > 0 for path in texts.rglob("*") if path.is_file())
    names = {path.name for path in frozen.rglob("*")}
    assert not {name for name in names if name.startswith(("libreadline", "readline", "libgdbm"))}
    assert (frozen / "_internal" / "resources" / "fonts" / "OFL.txt").is_file()
    assert (frozen / "_internal" / "resources" / "icons" / "LICENSE").is_file()


def test_the_frozen_command_answers_at_once(frozen: Path, bare: dict[str, str]) -> None:
    took = []
    for _ in range(3):
        began = time.monotonic()
        subprocess.run([str(frozen / "pfd"), "--version"], check=True, env=bare)
        took.append(time.monotonic() - began)
    verdict = "pass" if min(took) <= VERSION_WITHIN_S else "fail"
    print(f"GATE frozen_version_s {min(took):.2f} {VERSION_WITHIN_S} {verdict}")
    assert verdict == "pass"
