"""pfd import: corrections told later, and what is left out of a file."""

from pathlib import Path

import numpy as np

from pfd_desktop.core.records.importing import ImportRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.job_log import JobLog
from pfd_desktop.store.project import open_project
from tests.cli.test_pfd import answer, pfd
from tests.importing import desk_inline
from tests.signals_of_tests import RATE_HZ, tone


def test_a_correction_told_later_is_taken_over_when_asked_for(tmp_path: Path) -> None:
    project, path = tmp_path / "p", tmp_path / "a.npz"
    np.savez(path, x=tone(1), z=tone(1) * 1j)
    done = pfd(project, "import", str(path), "--rate-hz", "12000", "--speed-rpm", "1797")
    assert "1 imported, 0 already there, 0 refused, 1 vector left out." in done.stdout
    assert f"left out: {path}: z holds complex numbers" in done.stdout
    assert done.returncode == 0
    right = ("import", str(path), "--rate-hz", "48000")
    (kept,) = answer(project, *right)["differing"]
    assert (kept["there"], kept["now"]) == (["12000 Hz"], ["48000 Hz"])
    done = pfd(project, *right, "--update")
    assert "0 imported, 0 already there, 1 brought up to date" in done.stdout
    assert f"brought up to date: {path}: was a with 12000 Hz; this import says 48000" in done.stdout
    (now,) = answer(project, "recordings")
    assert (now["id"], now["rate_hz"], now["speed_rpm"]) == (kept["recording_id"], 48000.0, 1797.0)
    opened = open_project(project)
    try:
        jobs = JobLog(opened.store).recent()
        notes = [job.reason for job in jobs if job.kind == "import"]
    finally:
        opened.close()
    assert (
        notes == ["1 vector left out: a.npz: z holds complex numbers; only real ones are read"] * 3
    )


def test_what_waits_for_its_examination_says_so_until_it_is_examined(tmp_path: Path) -> None:
    project = tmp_path / "p"
    for number in range(2):
        np.savez(tmp_path / f"{number}.npz", x=tone(number), fs=RATE_HZ)
    with desk_inline(project) as desk:  # as a killed import leaves it
        desk.imports.import_files(ImportRequest((tmp_path / "0.npz",)), Silent())
    (one,) = answer(project, "recordings")
    assert one["grade"] == ""
    assert "not yet" in pfd(project, "recordings").stdout
    assert "not examined" in pfd(project, "show", one["id"][-8:]).stdout
    done = pfd(project, "import", str(tmp_path / "1.npz"))
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "1 imported, 0 already there, 0 refused."
    assert lines[1].split() == ["id", "recording", "unit", "label", "grade"]
    assert "note: 1.npz: no speed was told" in done.stdout
    assert {row["grade"] for row in answer(project, "recordings")} <= set("ABCD")
    assert pfd(project, "doctor", "--waiting").stdout == "None waits.\n"


def test_a_file_refused_for_one_reason_is_named_once(tmp_path: Path) -> None:
    path = tmp_path / "six.csv"
    columns = np.random.default_rng(1).standard_normal((500, 6))
    np.savetxt(path, columns, delimiter=",", fmt="%.6f")
    done = pfd(tmp_path / "p", "import", "--every", str(path))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "0 imported, 0 already there, 6 refused."
    assert [line.startswith(f"refused (6 waveforms): {path}: ") for line in lines[1:]] == [True]
