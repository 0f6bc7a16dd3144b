"""pfd design: tell what a set takes, make it, keep the design and make it again elsewhere."""

from pathlib import Path

import pytest

from pfd_desktop.core.generator import design_text
from pfd_desktop.core.generator.designs import Design, Mode, RigRanges
from pfd_desktop.core.generator.legacy.conditions import Severity
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.errors import InvalidInput
from tests.cli.test_pfd_laboratory import Pfd

ROLLING = Design(
    "rolling",
    Mode.RIG,
    ("healthy", "inner race"),
    (Severity.SEVERE,),
    per_level=1,
    units=1,
    kind=BearingKind.ROLLING,
    bearing=find("6205-2RS"),
    rig=RigRanges(duration_s=0.5, run_up_share=0.2),
)


@pytest.fixture
def pfd(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pfd:
    return Pfd(tmp_path / "project", capsys)


def test_a_design_survives_as_text() -> None:
    assert design_text.read(design_text.written(ROLLING)) == ROLLING
    assert design_text.read('{"name": "a", "mode": "legacy", "classes": ["sain"]}').per_level == 20
    with pytest.raises(InvalidInput, match=r"mode: .*'legacy' or 'rig'"):
        design_text.read('{"name": "a", "mode": "new", "classes": []}')
    with pytest.raises(InvalidInput, match="the text"):
        design_text.read("[")


def test_a_set_is_told_made_and_kept(pfd: Pfd, tmp_path: Path) -> None:
    kept = tmp_path / "design.json"
    kept.write_text(design_text.written(ROLLING), encoding="utf-8")
    size = pfd.answer("design", "--file", str(kept), "--dry-run")
    assert size["records"] == 2
    assert not pfd.answer("recordings")
    made = pfd.answer("design", "--file", str(kept))
    assert made["design"] == ROLLING.key
    assert [one["id"] for one in pfd.answer("recordings")] == made["recordings"]


def test_options_change_the_design(pfd: Pfd, tmp_path: Path) -> None:
    kept, changed = tmp_path / "design.json", tmp_path / "changed.json"
    kept.write_text(design_text.written(ROLLING), encoding="utf-8")
    options = ("--file", str(kept), "--seed", "7", "--per-level", "2", "--levels", "mild")
    done = pfd("design", *options, "--save", str(changed), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "2 records" not in done.stdout
    assert "4 records" in done.stdout
    now = design_text.read(changed.read_text(encoding="utf-8"))
    assert (now.seed, now.per_level, now.levels) == (7, 2, (Severity.MILD,))
    assert now.bearing == ROLLING.bearing


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--classes", "sane"), "'sane'"),
        (("--file", "nowhere.json"), "nowhere.json cannot be read"),
        (("--mode", "rig", "--rolling"), "needs its geometry"),
    ],
)
def test_what_cannot_be_made_is_said(pfd: Pfd, options: tuple[str, ...], said: str) -> None:
    done = pfd("design", *options)
    assert done.returncode == 1
    assert said in done.stderr
    assert not pfd.answer("recordings")
