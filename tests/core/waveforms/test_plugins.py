"""Importers of other packages: found, used, and told where they are broken."""

import sys
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.waveforms.importers.declared import plugged_endings
from pfd_desktop.core.waveforms.importers.table import choose, formats
from pfd_desktop.errors import InvalidRecording

READER = """
import numpy as np
from pfd_desktop.core.records.importing import Variable
from pfd_desktop.core.waveforms.importers.contents import Contents, Importer

def describe(path, thorough):
    values = np.fromstring(path.read_text(), sep=" ")
    return Contents("Rig", (Variable("x", len(values), 1, "float64", "g", 500.0),))

def read(path, variable, column):
    values = np.fromstring(path.read_text(), sep=" ")
    if values[0] < 0:
        raise ZeroDivisionError("a mistake of the plug-in")
    yield values

IMPORTER = Importer("Rig", frozenset({".rig"}), lambda head: False, describe, read)
NUMBER = 7
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an installed package of three declared importers, two of them broken."""
    folder = tmp_path / "site"
    about = folder / "rig_files-1.0.dist-info"
    about.mkdir(parents=True)
    (folder / "rig_reader.py").write_text(READER)
    (folder / "rig_broken.py").write_text("import a_library_that_is_not_there")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: rig-files\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[pfd_desktop.importers]\n"
        ".rig = rig_reader:IMPORTER\n.bro = rig_broken:IMPORTER\n.num = rig_reader:NUMBER\n"
    )
    monkeypatch.syspath_prepend(folder)
    return tmp_path


def test_a_plug_in_reads_its_files_and_is_not_loaded_before(site: Path) -> None:
    sys.modules.pop("rig_reader", None)
    assert {".rig", ".bro", ".num"} <= plugged_endings()
    assert "rig_reader" not in sys.modules
    path = site / "a.RIG"
    path.write_text("1 2 3.5")
    importer = choose(path)
    (variable,) = importer.describe(path, True).variables
    assert (variable.unit, variable.rate_hz) == ("g", 500.0)
    np.testing.assert_array_equal(next(importer.read(path, variable, 0)), [1, 2, 3.5])


def test_a_broken_plug_in_is_told_and_harms_nothing(site: Path) -> None:
    for ending, reason in ((".bro", "No module named"), (".num", "is no Importer")):
        path = site / f"a{ending}"
        path.write_bytes(b"1 2 3")
        with pytest.raises(InvalidRecording, match=f"rig-files for {ending} is broken.*{reason}"):
            choose(path)
    told = {one.endings: one for one in formats()}
    assert told[(".rig",)].problem == ""
    assert told[(".rig",)].plug_in == "rig-files"
    assert "a_library_that_is_not_there" in told[(".bro",)].problem
    assert any(one.name == "WAV" for one in told.values())


def test_a_mistake_of_a_plug_in_is_told_as_its_own(site: Path) -> None:
    path = site / "a.rig"
    path.write_text("-1 2 3.5")
    importer = choose(path)
    (variable,) = importer.describe(path, True).variables
    with pytest.raises(InvalidRecording, match=r"rig-files for \.rig failed on a\.rig"):
        list(importer.read(path, variable, 0))
