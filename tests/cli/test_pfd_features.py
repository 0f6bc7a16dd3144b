"""pfd features and train: what makes a set unfit is said, and what is missing is named."""

from pathlib import Path

from pfd_desktop.store.project import open_project
from tests.cli.test_pfd import pfd
from tests.services.learning_project import Told, put
from tests.services.test_learning import wave


def test_a_set_tells_its_warnings_and_physics_what_it_needs(tmp_path: Path) -> None:
    """Recordings of two rates: a classifier may learn the rate."""
    opened = open_project(tmp_path / "project")
    for number, rate_hz in enumerate((12000.0, 48000.0)):
        told = Told(f"{number}", f"{number}", "inner race", rate_hz=rate_hz)
        put(opened, wave("inner race", number, number), told)
    opened.close()
    made = pfd(opened.folder, "features", "extract", "--window-samples", "2048")
    assert made.returncode == 0, made.stderr
    assert "note: The recordings have different sampling rates (12000, 48000 Hz)" in made.stdout
    refused = pfd(opened.folder, "train", "--classifier", "physics")
    assert refused.returncode == 1
    assert "'pfd features extract --set evidence' makes one" in refused.stderr
