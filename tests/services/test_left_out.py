"""Nothing is lost in silence: what of a file could not be read is said, with its reason."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import h5py
import numpy as np
import pytest
from scipy.io import savemat

from pfd_desktop.core.records.importing import ImportReport, ImportRequest, LeftOut, Mapping
from pfd_desktop.core.records.job import note_of
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Silent
from pfd_desktop.services.tags import TagService
from tests.importing import Desk, desk_inline
from tests.signals_of_tests import RATE_HZ, tone

COMPLEX = tone(2) + 1j * tone(3)
Write = Callable[[Path, dict[str, np.ndarray]], None]


def write_hdf5(path: Path, arrays: dict[str, np.ndarray]) -> None:
    with h5py.File(path, "w") as file:
        for name, values in arrays.items():
            file[name] = values


def write_npz(path: Path, arrays: dict[str, np.ndarray]) -> None:
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


WRITERS: dict[str, Write] = {
    "a.h5": write_hdf5,
    "a.npz": write_npz,
    "a.mat": savemat,
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_inline(tmp_path / "project") as desk:
        yield desk


def run(desk: Desk, path: Path, mapping: Mapping | None = None, **told: bool) -> ImportReport:
    return desk.imports.import_files(
        ImportRequest((path,), "auto", mapping or Mapping(), **told), Silent()
    )


@pytest.mark.parametrize("name", WRITERS)
def test_what_was_left_out_is_said_with_its_reason(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    bad = {"z": COMPLEX, "few": np.arange(5.0), "cube": np.zeros((3, 4, 5))}
    WRITERS[name](path, {"x": tone(1), "fs": np.array([RATE_HZ]), **bad})
    wanted = {
        LeftOut("z", "holds complex numbers; only real ones are read", path),
        LeftOut("few", "has 5 samples; at least 64 are needed for a spectrum", path),
        LeftOut("cube", "is an array of 3 × 4 × 5 numbers and not a vector", path),
    }
    for every in (False, True):
        report = run(desk, path, every=every)
        assert set(report.left_out) == wanted
        assert len(report.left_out) == 3
        assert not report.refused
        note = note_of(report)
        assert note.startswith("3 vectors left out: ")
        assert all(f"{name}: {one.text}" in note for one in wanted)
    assert [one.samples for one in desk.recordings()] == [len(tone(1))]
    assert {one.vector for one in desk.imports.preview(path, Silent()).refused} == set(bad)


@pytest.mark.parametrize("name", WRITERS)
def test_who_asks_for_one_vector_is_told_of_no_other(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path, {"x": tone(1), "fs": np.array([RATE_HZ]), "z": COMPLEX})
    assert run(desk, path, Mapping(variable="x")).left_out == ()
    (refused,) = run(desk, path, Mapping(variable="z")).refused
    assert refused.reason == f"{name}: z holds complex numbers; only real ones are read."
    assert not refused.needs_mapping


@pytest.mark.parametrize("name", WRITERS)
def test_each_is_told_once_however_many_others_come(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    good = {"x": tone(1), "y": tone(2), "fs": np.array([RATE_HZ])}
    WRITERS[name](path, {**good, "z": COMPLEX})
    report = run(desk, path, every=True)
    assert len(report.imported) == 2
    assert [one.vector for one in report.left_out] == ["z"]


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_without_any_vector_is_refused_with_all_reasons(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    WRITERS[name](path, {"z": COMPLEX, "cube": np.zeros((3, 4, 5)), "fs": np.array([RATE_HZ])})
    report = run(desk, path)
    (refused,) = report.refused
    assert "z holds complex numbers" in refused.reason
    assert "cube is an array of 3 × 4 × 5" in refused.reason
    assert report.left_out == ()
    with pytest.raises(InvalidRecording, match="cube is an array"):
        desk.imports.preview(path, Silent())


def test_short_and_unreadable_vectors_together_refuse_the_file(desk: Desk, tmp_path: Path) -> None:
    write_npz(tmp_path / "a.npz", {"z": COMPLEX, "few": np.arange(5.0)})
    (refused,) = run(desk, tmp_path / "a.npz").refused
    assert "z holds complex numbers" in refused.reason
    assert "few has 5 samples" in refused.reason


def test_cells_structs_and_objects_are_named(desk: Desk, tmp_path: Path) -> None:
    cells = np.empty(2, dtype=object)
    cells[:] = [tone(1), tone(2)]
    inside = {"z": COMPLEX, "cells": cells}
    savemat(tmp_path / "a.mat", {"x": tone(1), "fs": RATE_HZ, "cells": cells, "s": inside})
    found = {one.vector: one.reason for one in run(desk, tmp_path / "a.mat").left_out}
    assert set(found) == {"cells", "s.cells", "s.z"}
    assert "cell array" in found["cells"]
    assert "cell array" in found["s.cells"]
    assert "complex" in found["s.z"]
    write_npz(tmp_path / "a.npz", {"x": tone(3), "fs": np.array(RATE_HZ), "cells": cells})
    ((vector, reason),) = (
        (one.vector, one.reason) for one in run(desk, tmp_path / "a.npz").left_out
    )
    assert (vector, "Python objects" in reason) == ("cells", True)


def test_texts_and_single_numbers_are_facts_and_not_left_out(desk: Desk, tmp_path: Path) -> None:
    savemat(tmp_path / "a.mat", {"x": tone(1), "fs": RATE_HZ, "note": "ran smoothly"})
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["x"], file["fs"], file["names"] = tone(2), RATE_HZ, ["left", "right"]
    write_npz(
        tmp_path / "a.npz", {"x": tone(3), "fs": np.array(RATE_HZ), "n": np.array(["a", "b"])}
    )
    for ending in ("mat", "h5", "npz"):
        report = run(desk, tmp_path / f"a.{ending}")
        assert (len(report.imported), report.left_out, note_of(report)) == (1, (), "")


def test_classes_of_the_rows_beside_them_are_no_waveform(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "set.h5"
    records = np.random.default_rng(5).standard_normal((20, 500)).astype(np.float32)
    with h5py.File(path, "w") as file:
        file.attrs["sampling_rate"] = RATE_HZ
        for name, rows in (("train", records[:16]), ("val", records[16:])):
            file[f"{name}/signals"] = rows
            file[f"{name}/labels"] = np.arange(len(rows)) % 11
    report = run(desk, path, every=True)
    assert len(report.imported) == 20
    assert {one.samples for one in desk.recordings()} == {500}
    assert "train/labels" in {one.vector for one in report.left_out}
    assert all("classes of the rows" in one.reason for one in report.left_out[:1])


def test_records_lie_along_the_rows_also_where_there_are_more_of_them_than_samples(
    desk: Desk, tmp_path: Path
) -> None:
    """The labels beside them say so; in place as copied."""
    path = tmp_path / "set.h5"
    records = np.random.default_rng(5).standard_normal((130, 100)).astype(np.float32)
    with h5py.File(path, "w") as file:
        file.attrs["sampling_rate"] = RATE_HZ
        file["train/signals"], file["train/labels"] = records, np.arange(130) % 11
        file["more/signals"], file["more/labels"] = records, np.arange(99)  # of something else
    look = desk.imports.preview(path, Silent())
    assert {(one.name, one.samples, one.columns) for one in look.variables} >= {
        ("train/signals", 100, 130),
        ("more/signals", 130, 100),
    }
    for row, in_place in ((3, False), (129, True)):
        mapping = Mapping(variable="train/signals", column=row)
        request = ImportRequest((path,), "none", mapping, in_place=in_place)
        (item,) = desk.imports.import_files(request, Silent()).imported
        assert not item.copied
        with closing(open_blob(desk.recordings()[-1].path)) as blob:
            assert blob.samples.tobytes() == records[row].tobytes()


def test_labels_beside_records_become_theirs_and_the_parts_of_the_set_tags(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "set.h5"
    records = np.random.default_rng(5).standard_normal((9, 100)).astype(np.float32)
    with h5py.File(path, "w") as file:
        file.attrs["sampling_rate"] = RATE_HZ
        for name, rows in (("train", slice(0, 6)), ("val", slice(6, 8)), ("test", slice(8, 9))):
            file[f"{name}/signals"] = records[rows]
            file[f"{name}/labels"] = np.arange(9)[rows] % 3
    run(desk, path, every=True)
    tags = TagService(desk.project)
    found = {}
    for one in desk.recordings():
        with closing(open_blob(one.path)) as blob:
            row = [r.tobytes() for r in records].index(blob.samples.tobytes())
        found[row] = one.label, [tag.name for tag in tags.of_one(one.id)]
    part = ["train"] * 6 + ["val"] * 2 + ["test"]
    assert found == {row: (f"class {row % 3}", [part[row]]) for row in range(9)}
