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


def test_own_features_are_written_added_and_extracted(tmp_path: Path) -> None:
    opened = open_project(tmp_path / "project")
    put(opened, wave("inner race", 0, 0), Told("one", "one", "inner race"))
    opened.close()
    mine = tmp_path / "mine.py"
    assert pfd(opened.folder, "features", "template", str(mine)).returncode == 0
    refused = pfd(opened.folder, "features", "extract", "--own", "mine.py")
    assert refused.returncode == 1
    assert "'pfd features add FILE' adds a file" in refused.stderr
    added = pfd(opened.folder, "features", "add", str(mine))
    assert added.returncode == 0, added.stderr
    assert "max x − min x" in added.stdout
    made = pfd(opened.folder, "features", "extract", "--own", "mine.py", "--window-samples", "2048")
    assert made.returncode == 0, made.stderr
    assert "peak to peak" in pfd(opened.folder, "features", "own").stdout
    assert pfd(opened.folder, "features", "remove", "mine.py").returncode == 0

    mine.write_text(mine.read_text(encoding="utf-8").replace("6.0)", "7.0)"), encoding="utf-8")
    wrong = pfd(opened.folder, "features", "add", str(mine))
    assert wrong.returncode == 1
    assert "mine.py, line 32, in peak_to_peak: its known answer 1 is 7, but" in wrong.stderr
