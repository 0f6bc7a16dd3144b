"""A file that samples were left in, changed by another program while the window reads it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.core.waveforms.blob import Blob, open_blob
from pfd_desktop.errors import SourceChanged, SourceMissing
from pfd_desktop.progress import Silent
from tests.importing import Desk, desk_inline

COUNT = 300_001  # no multiple of a run, so that the end is ragged
RATE_HZ = 12_800.0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_inline(tmp_path / "project") as desk:
        yield desk


def left_in(desk: Desk, path: Path) -> Path:
    """The waveform file of the second of three columns, whose samples stay in *path*."""
    np.save(path, np.random.default_rng(5).standard_normal((COUNT, 3)).astype("<f4"))
    mapping = Mapping(variable="samples", rate_hz=RATE_HZ, column=1)
    request = ImportRequest((path,), "none", mapping, in_place=True)
    (item,) = desk.imports.import_files(request, Silent()).imported
    assert not item.copied
    return desk.recordings()[-1].path


def cut(path: Path) -> None:
    """As a program does that writes the file anew."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def trace(blob: Blob) -> TraceFigure:
    return TraceFigure(blob, blob.rate_hz, blob.quantity, blob.unit, "left", blob.sha256)


def test_read_in_pieces_it_is_what_the_map_is(desk: Desk, tmp_path: Path) -> None:
    path = left_in(desk, tmp_path / "a.npy")
    with closing(open_blob(path)) as whole, closing(open_blob(path, in_pieces=True)) as pieces:
        assert len(pieces.samples) == COUNT == pieces.samples.shape[0]
        for part in (slice(None), slice(7, 100_000), slice(COUNT - 3, COUNT + 9), slice(5, 5)):
            assert np.array_equal(pieces.samples[part], whole.samples[part])
        assert pieces.samples[-1] == whole.samples[-1]
        assert np.array_equal(np.asarray(pieces.samples), whole.samples)
        for columns in (1, 7, 100, 500, COUNT // 2):
            for start, stop in ((0, COUNT), (3, COUNT - 5), (COUNT // 3, COUNT // 3 + 40_000)):
                mine = pieces.envelope(start, stop, columns)
                assert np.array_equal(mine, whole.envelope(start, stop, columns))
                power = pieces.mean_squares(start, stop, columns)
                assert np.array_equal(power, whole.mean_squares(start, stop, columns))


def test_cut_short_it_is_an_error_and_no_reading(desk: Desk, tmp_path: Path) -> None:
    path = left_in(desk, tmp_path / "a.npy")
    with closing(open_blob(path, in_pieces=True)) as blob:
        figure = trace(blob)
        assert figure.value_at(20.0) is not None
        cut(tmp_path / "a.npy")
        for read in (lambda: blob.samples[COUNT - 9 :], lambda: blob.envelope(0, COUNT, 500)):
            with pytest.raises(SourceChanged, match=r"a\.npy is not the file that was imported"):
                read()
        assert figure.value_at(20.0) is figure.peak_near(20.0, 0.1) is None
        assert "cannot be read" in figure.span_reading(1.0, 2.0).note
        assert np.isfinite(figure.extremes()).all()
        (tmp_path / "a.npy").unlink()
        with pytest.raises(SourceMissing, match="Files left in place"):
            np.asarray(blob.samples)


PROGRAM = """
import sys
from pathlib import Path
from pfd_desktop.errors import SourceChanged
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.signals import SignalService
from pfd_desktop.services.speeds import SpeedService
from tests.importing import desk_inline
from tests.services.test_in_place_cut import cut, left_in

folder = Path(sys.argv[1])
with desk_inline(folder / "project") as desk:
    left_in(desk, folder / "a.npy")
    speeds = SpeedService(desk.project, desk.compute)
    chains = ChainService(desk.project, desk.compute, speeds, 2**30)
    signals = SignalService(desk.project, desk.compute, chains, speeds)
    blob = signals.blob(desk.recordings()[0].id)
    cut(folder / "a.npy")
    try:
        blob.samples[len(blob.samples) - 9:]
    except SourceChanged:
        print("still here")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a mapped file cannot be cut there")
def test_the_program_with_the_window_outlives_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "still here\n"), done.stderr
