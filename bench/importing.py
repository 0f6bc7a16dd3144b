"""Thousands of small files imported, beside a bare loop over the same files, in turns.

    PYTHONPATH=. python bench/importing.py [files] [turns]

Aim: at least half as fast as the bare loop, which reads, hashes and writes each file and syncs it
(fsync of its content; neither its name nor its folder, which the import makes durable as well).
Both take each turn's files once, the loop first in every second turn. Then the examination, and in
this process alone what each part takes.
"""

import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from pfd_desktop.core.records.importing import ImportRequest, Mapping
from pfd_desktop.core.waveforms import parsing
from pfd_desktop.core.waveforms.child import Parsed, ParseRequest
from pfd_desktop.progress import SILENT
from pfd_desktop.services.doctor import DoctorService
from pfd_desktop.services.imports import ImportService
from pfd_desktop.services.shelf import Shelf
from pfd_desktop.store.project import open_project
from pfd_desktop.workers.processes import Processes

COUNT, TURNS = 10_000, 10
SAMPLES = 16_384
MAPPING = Mapping(rate_hz=12_000.0)


def written(folder: Path, count: int, seed: int) -> list[Path]:
    """So many NPY files of their own samples."""
    folder.mkdir()
    random = np.random.default_rng(seed)
    for number in range(count):
        np.save(folder / f"{number:05}.npy", random.normal(size=SAMPLES).astype(np.float32))
    return sorted(folder.iterdir())


def bare(paths: list[Path], into: Path) -> float:
    """Read, hash, write and sync each; seconds."""
    started = time.perf_counter()
    into.mkdir()
    for path in paths:
        data = path.read_bytes()
        with (into / hashlib.sha256(data).hexdigest()).open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    return time.perf_counter() - started


def turns(scratch: Path, count: int, many: int) -> None:
    """Import and loop in turns, then examine."""
    project, compute = open_project(scratch / "p"), Processes(2, 2048)
    imports, ratios, ours, loops = ImportService(project, compute), [], 0.0, 0.0
    each = count // many
    for turn in range(many):
        paths = written(scratch / f"files {turn}", each, turn)
        request = ImportRequest((paths[0].parent,), "none", MAPPING)
        loop = bare(paths, scratch / f"bare {turn}") if turn % 2 else 0.0
        report = imports.import_files(request, SILENT)
        loop = loop or bare(paths, scratch / f"bare {turn}")
        assert len(report.imported) == each
        ours, loops = ours + report.seconds, loops + loop
        ratios.append(loop / report.seconds)
        print(f"turn {turn}: {report.rate_words}; the loop {each / loop:.0f}: {ratios[-1]:.2f}")
    done = each * many
    print(f"{done} imported at {done / ours:.0f} files a second; the bare loop {done / loops:.0f}")
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    print(f"ratio {loops / ours:.2f} (0.5), by turns {low:.2f} to {high:.2f}, median {middle:.2f}")
    started = time.perf_counter()
    found = DoctorService(project, compute).examine_waiting(SILENT)
    took = time.perf_counter() - started
    print(f"examined at {done / took:.0f} recordings a second: {found.words}")
    compute.close()
    project.close()


def parts(scratch: Path, count: int = 1024) -> None:
    """What each part takes of this process alone, in ms of computing and of waiting a file."""
    project, parsed = open_project(scratch / "parts"), []
    paths = written(scratch / "files of parts", count, 10**6)

    def read(start: int, stop: int) -> None:
        asked = [
            ParseRequest(path, project.blobs / f"{path.stem}.tmp", "none", MAPPING)
            for path in paths[start:stop]
        ]
        parsed.extend(one for _, one in parsing.parse(asked, SILENT) if isinstance(one, Parsed))

    shelf = Shelf(project)
    _tell("read, hash, write, sync", count, 64, read)
    _tell("place and note down", count, 256, lambda a, b: shelf.keep_all(parsed[a:b]))
    project.close()


def _tell(name: str, count: int, lot: int, do: Callable[[int, int], object]) -> None:
    wall, computing = time.perf_counter(), time.process_time()
    for start in range(0, count, lot):
        do(start, start + lot)
    wall, computing = time.perf_counter() - wall, time.process_time() - computing
    print(f"{name}: {1e3 * wall / count:.2f} ms a file, {1e3 * computing / count:.2f} computing")


if __name__ == "__main__":
    told = [int(one) for one in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        turns(Path(folder), *(told + [COUNT, TURNS][len(told) :]))
        parts(Path(folder))
