"""A large file left in place: memory does not grow with it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

SAMPLES = 75_000_000  # 300 MB
SMALL = 7_500_000
LIMIT = 64 << 20  # bytes that ten times the samples may take more of the process's own memory

PROGRAM = """
import re, sys, threading, time
from pathlib import Path
from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.core.waveforms import parsing
from pfd_desktop.progress import Silent
from tests.importing import desk_inline

def own():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"RssAnon:\\s+(\\d+)", status)[1]) << 10

peak, done = [0], threading.Event()
def watch():
    while not done.wait(0.005):
        peak[0] = max(peak[0], own())

with desk_inline(Path(sys.argv[2])) as desk:
    threading.Thread(target=watch, daemon=True).start()
    wanted = ImportRequest((Path(sys.argv[1]),), "none", Mapping(rate_hz=1e5), in_place=True)
    report = desk.imports.import_files(wanted, Silent())
    done.set()
    assert report.imported and not report.imported[0].copied, report
    print(peak[0], desk.recordings()[0].path.stat().st_size)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_300_mb_are_left_in_place_within_bounded_memory(tmp_path: Path) -> None:
    small, _ = imported(tmp_path / "short.npy", SMALL)
    large, kept = imported(tmp_path / "long.npy", SAMPLES)
    more = large - small
    verdict = "pass" if more < LIMIT else "fail"
    print(f"GATE in-place-memory {more / 2**20:.0f}MiB {LIMIT >> 20}MiB {verdict}")
    assert more < LIMIT
    assert kept < 4 * SAMPLES / 10


def imported(path: Path, count: int) -> tuple[int, int]:
    """Peak of the process's own memory, and the size of the waveform file, in bytes."""
    values = np.lib.format.open_memmap(path, "w+", "<f4", (count,))
    rng = np.random.default_rng(1)
    for start in range(0, count, 1 << 22):
        length = min(1 << 22, count - start)
        values[start : start + length] = rng.standard_normal(length, np.float32)
    del values
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), str(path.with_suffix(""))],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    peak, kept = map(int, done.stdout.split())
    return peak, kept
