"""Programs that are killed while they write: nothing that was acknowledged is lost."""

import multiprocessing
import os
import random
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.store import jobs, recordings
from pfd_desktop.store.project import Project, open_project
from tests.store import writers

pytestmark = [
    pytest.mark.timed,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]

# Children are forked from a server that has imported everything, so that a kill costs no start.
CONTEXT = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
CONTEXT.set_forkserver_preload(["tests.store.writers"])


def killed_after(folder: Path, seed: int, seconds: float) -> list[list[str]]:
    """Let a writer work for *seconds* once it has begun, kill it; what it had acknowledged."""
    listening, saying = CONTEXT.Pipe(duplex=False)
    writer = CONTEXT.Process(target=writers.import_on, args=(folder, seed, saying))
    writer.start()
    saying.close()
    begun = os.read(listening.fileno(), 1 << 16)
    time.sleep(seconds)
    writer.kill()
    writer.join()
    rest = b""
    while part := os.read(listening.fileno(), 1 << 16):
        rest += part
    listening.close()
    return [line.split() for line in (begun + rest).decode().splitlines()]


def check(project: Project, kept: dict[str, str | None]) -> None:
    """Every acknowledged row is there, every file whole, nothing half-written lies about."""
    with project.store.read() as session:
        found = {recording.id: recording for recording in recordings.list_all(session)}
    for key, partner in kept.items():
        assert key in found, "an acknowledged row is lost"
        assert partner is None or found[key].severity == partner, "an acknowledged edit is lost"
    assert len({r.name[:-2] for r in found.values()}) * 2 == len(found), "half a transaction"
    assert list(project.folder.rglob("*.tmp")) == []
    with closing(dbapi2.connect(str(project.store.path))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def hunt(folder: Path, kills: int) -> None:
    """Kill *kills* writers one after the other in one project."""
    chance = random.Random(20_251)
    kept: dict[str, str | None] = {}
    verified: set[Path] = set()
    for seed in range(kills):
        lines = killed_after(folder, seed, chance.uniform(0.0, 0.4))
        for word, *keys in lines:
            if word == "kept":
                kept.update(dict.fromkeys(keys))
            elif word == "edited":
                kept[keys[0]] = keys[1]
        project = open_project(folder)
        try:
            check(project, kept)
            with project.store.write() as session:
                marked = jobs.mark_interrupted(session)
            assert [job.id for job in marked] == [line[1] for line in lines if line[0] == "job"]
            assert all(job.state is JobState.INTERRUPTED for job in marked)
            fresh = set(project.blobs.rglob("*.h5")) - verified
            assert all(verify_blob(path) for path in fresh), "an unreadable waveform file"
            verified |= fresh
            with project.store.read() as session:
                assert all(r.path in verified for r in recordings.list_all(session))
        finally:
            project.close()
    print(f"{kills} kills: {len(kept)} acknowledged rows, {len(verified)} files, none lost")
    print(f"GATE store-kills-{kills} 0-lost 0-lost pass")
    assert len(kept) > kills


def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    hunt(tmp_path / "p", 20)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    hunt(tmp_path / "p", 200)
