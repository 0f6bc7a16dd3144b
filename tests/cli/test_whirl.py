"""pfd whirl: what a plain journal bearing's film says of its whirl."""

from pathlib import Path

import pytest

from pfd_desktop.store.project import open_project
from tests.cli.test_pfd_laboratory import Pfd

BEARING = (
    *("--diameter-mm", "100", "--length-mm", "50", "--clearance-um", "100"),
    *("--viscosity-mpas", "20", "--load-n", "1250"),
)


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pfd:
    open_project(tmp_path / "p").close()
    return Pfd(tmp_path / "p", capsys)


def test_it_says_where_the_oil_would_whirl(command: Pfd) -> None:
    said = command("whirl", *BEARING, "--rpm", "3000").stdout
    assert "Sommerfeld number 1.000, L/D 0.50" in said
    assert "journal at 0.35" in said
    assert "Oil whirl would lie at 0.518X, 25.9 Hz." in said
    found = command.answer("whirl", *BEARING, "--rpm", "12000")
    assert not found["stable"]
    assert found["ratio"] == pytest.approx(0.5, abs=0.02)


def test_an_impossible_bearing_is_refused(command: Pfd) -> None:
    done = command("whirl", *BEARING, "--rpm", "0")
    assert done.returncode == 1
    assert "must be above zero" in done.stderr
