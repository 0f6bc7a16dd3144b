"""pfd import --in-place, pfd sources: files that samples were left in."""

import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.cli.test_pfd_laboratory import Pfd


@pytest.fixture
def pfd(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Pfd]:
    before = signal.getsignal(signal.SIGINT)
    yield Pfd(tmp_path / "p", capsys)
    signal.signal(signal.SIGINT, before)


def test_samples_are_left_in_place_missed_and_found_again(pfd: Pfd, tmp_path: Path) -> None:
    project, path = tmp_path / "p", tmp_path / "run.npy"
    np.save(path, np.random.default_rng(1).standard_normal(50_000).astype("<f4"))
    np.save(tmp_path / "other.npy", np.random.default_rng(2).standard_normal(50_000))  # float64
    done = pfd("sources", "list")
    assert (done.returncode, done.stdout) == (0, "All samples lie in the project.\n")
    wanted = ("import", "--in-place", "--rate-hz", "2000", str(path), str(tmp_path / "other.npy"))
    done = pfd(*wanted)
    assert "2 imported" in done.stdout
    assert "copied: other.npy keeps its samples as float64" in done.stdout
    (shown,) = pfd.answer("sources", "list")
    assert (shown["path"], shown["size"], shown["trouble"]) == (str(path), 200_128, "")
    (tmp_path / "attic").mkdir()
    path.rename(tmp_path / "attic" / "renamed.npy")
    done = pfd("sources", "list")
    assert done.returncode == 1
    assert f"{path} is not there" in done.stdout
    done = pfd("sources", "find", str(project))
    assert (done.returncode, done.stdout) == (1, f"still missing: {path}\n")
    done = pfd("sources", "find", str(tmp_path / "nothing"))
    assert done.returncode == 1
    assert "is no folder" in done.stderr
    found = pfd.answer("sources", "find", str(tmp_path))
    assert found == {"found": [[str(path), str(tmp_path / "attic" / "renamed.npy")]], "missing": []}
    assert pfd.answer("sources", "list")[0]["trouble"] == ""
