"""Whether a file has its end yet: a whole one has, no beginning of one does."""

import struct
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from scipy.io import savemat

from pfd_desktop.core.waveforms.importers.table import complete
from tests import bad_files, foreign_files
from tests.signals_of_tests import tone


def latest_h5(path: Path) -> Path:
    with h5py.File(path, "w", libver="latest") as file:
        file.create_dataset("x", data=tone(1))
    return path


def matlab_73(path: Path) -> Path:
    """As MATLAB writes it: HDF5 behind a block of 512 bytes."""
    with h5py.File(path, "w", userblock_size=512) as file:
        file.create_dataset("x", data=tone(1))
    with path.open("r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(124) + struct.pack("<HH", 0x0200, 0x494D))
    return path


def plain_mat(path: Path) -> Path:
    savemat(path, {"x": tone(1)}, do_compression=False)
    return path


def large_npy(path: Path) -> Path:
    np.save(path, np.stack([tone(1), tone(2)]))
    return path


WHOLE: dict[str, Callable[[Path], Path]] = {
    "a.wav": bad_files.good_wav,
    "a.npy": bad_files.good_npy,
    "two.npy": large_npy,
    "a.npz": bad_files.good_npz,
    "a.h5": bad_files.good_h5,
    "latest.h5": latest_h5,
    "a.mat": bad_files.good_mat,
    "plain.mat": plain_mat,
    "seven.mat": matlab_73,
    "a.tdms": foreign_files.good_tdms,
    "a.uff": foreign_files.good_uff,
    "a.parquet": foreign_files.good_parquet,
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_has_its_end_and_no_beginning_of_it_does(tmp_path: Path, name: str) -> None:
    path = WHOLE[name](tmp_path / name)
    assert complete(path) is True
    content = path.read_bytes()
    cuts = {int(len(content) * part / 53) for part in range(1, 53)} | {len(content.rstrip()) - 1}
    # A file whose signature is not there yet cannot be told to be of its format.
    known = [cut for cut in cuts if cut >= 1024]
    assert len(known) > 40
    for cut in known:
        path.write_bytes(content[:cut])
        assert complete(path) is False, f"{cut} of {len(content)} bytes"


def test_a_recorder_that_has_not_gone_back_to_its_header_is_not_done(tmp_path: Path) -> None:
    path = bad_files.good_wav(tmp_path / "a.wav")
    content = bytearray(path.read_bytes())
    place = content.index(b"data") + 4
    content[4:8], content[place : place + 4] = struct.pack("<I", 36), bytes(4)
    path.write_bytes(content)
    assert complete(path) is False
    content[4:8] = struct.pack("<I", 0xFFFFFFFF)  # one that never goes back
    path.write_bytes(content)
    assert complete(path) is None


def test_a_tdms_segment_without_a_length_is_the_one_being_written(tmp_path: Path) -> None:
    path = foreign_files.good_tdms(tmp_path / "a.tdms")
    content = bytearray(path.read_bytes())
    content[12:20] = b"\xff" * 8
    path.write_bytes(content)
    assert complete(path) is False


@pytest.mark.parametrize("make", [bad_files.good_csv, foreign_files.good_lvm])
def test_text_does_not_say_where_it_ends(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    ending = ".lvm" if make is foreign_files.good_lvm else ".csv"
    assert complete(make(tmp_path / f"a{ending}")) is None


def test_what_is_no_such_file_is_left_to_the_import(tmp_path: Path) -> None:
    for name in ("a.wav", "b.npy", "c.h5", "d.raw", "e.unknown"):
        (tmp_path / name).write_bytes(b"nothing of the kind" * 100)
        assert complete(tmp_path / name) is None
    assert complete(tmp_path / "gone.wav") is None
