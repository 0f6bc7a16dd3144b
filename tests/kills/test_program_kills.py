"""kill -9 of the program at work: nothing acknowledged is lost, no file is left unreadable."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from pysqlite3 import dbapi2

from pfd_desktop.bootstrap.interrupted import interrupted_text
from pfd_desktop.bootstrap.services import Opened, open_services
from pfd_desktop.core.classical.keeping import load_estimator
from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.records.learning import ExtractRequest, RunState
from pfd_desktop.core.training.checkpoints import load_arrays
from pfd_desktop.core.waveforms.blob import verify_blob
from pfd_desktop.progress import Silent
from pfd_desktop.settings import Settings

pytestmark = [
    pytest.mark.timed,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]


@dataclass
class Kept:
    """What the program has acknowledged in all its lives."""

    recordings: set[str] = field(default_factory=set)
    features: set[str] = field(default_factory=set)
    runs: set[str] = field(default_factory=set)
    severity: dict[str, int] = field(default_factory=dict)
    verified: set[Path] = field(default_factory=set)
    interrupted: Counter[str] = field(default_factory=Counter)

    def note(self, line: str) -> None:
        """One line of the program's."""
        word, *rest = line.split()
        assert word != "failed", line
        if word == "recording":
            self.recordings.add(rest[0])
        elif word == "features":
            self.features.add(rest[0])
        elif word == "run":
            self.runs.add(rest[0])
        elif word == "edited":
            self.severity[rest[0]] = int(rest[1])


def live_and_die(project: Path, sources: Path, seed: int, words: int, seconds: float) -> list[str]:
    """Kill the program *seconds* after its window is up and it has said *words*; what it said.

    Waiting for words and not for a time alone, as much is at stake on a slow machine as on a fast.
    """
    command = [sys.executable, "-m", "tests.kills.program", str(project), str(sources), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        first, *said = (program.stdout.readline() for _ in range(1 + words))
        time.sleep(seconds)
        program.send_signal(signal.SIGKILL)
        rest = program.stdout.read()
    assert program.returncode == -signal.SIGKILL, "the program ended by itself"
    assert first == "up\n"
    return [*said, *rest.splitlines()]


@contextmanager
def opened_again(project: Path) -> Iterator[Opened]:
    """The project as the next start finds it."""
    opened = open_services(project, Settings())
    try:
        yield opened
    finally:
        opened.close()


def check(opened: Opened, kept: Kept) -> None:
    """Every acknowledged row is there, every file can be read, nothing half-written lies about."""
    services, folder = opened.services, opened.project.folder
    found = {r.id: r for r in services.data.recordings()}
    assert kept.recordings <= found.keys(), "an acknowledged recording is lost"
    for key, value in kept.severity.items():
        assert int(found[key].severity or 0) >= value, "an acknowledged edit is lost"
    sets = {s.id for s in services.features.list_all()}
    assert kept.features <= sets, "an acknowledged feature set is lost"
    runs = {run.id: run for run in services.training.runs()}
    assert kept.runs <= runs.keys(), "an acknowledged run is lost"
    assert all(runs[key].state is RunState.DONE and runs[key].result for key in kept.runs)
    assert not any(run.state is RunState.RUNNING for run in runs.values())
    assert not any(job.state is JobState.RUNNING for job in services.jobs.recent())
    assert list(folder.rglob("*.tmp")) == []
    check_files(folder, kept)
    assert {opened.project.blob_path(r.blob) for r in found.values()} <= kept.verified
    with closing(dbapi2.connect(str(opened.project.store.path))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def check_files(folder: Path, kept: Kept) -> None:
    """Read every file that is new since the last look, whether a row points to it or not."""
    readers = {
        ".h5": verify_blob,
        ".safetensors": lambda path: load_arrays(path) is not None,
        ".skops": lambda path: load_estimator(path) is not None,
        ".npz": lambda path: bool(np.load(path, allow_pickle=False).files),
        ".json": lambda path: path.read_text("utf-8").rstrip().endswith("}"),
    }
    kinds = {"blobs": ("*.h5",), "runs": ("*.safetensors", "*.skops", "*.npz", "*.json")}
    for place, endings in kinds.items():
        for path in (p for ending in endings for p in (folder / place).rglob(ending)):
            if path not in kept.verified:
                assert readers[path.suffix](path), f"unreadable: {path}"
                kept.verified.add(path)


def words(seed: int) -> int:
    """How many it is to say before it is killed: each sort of life now none, now one.

    The fourth sort begins with a network, whose first word takes a minute: it never is to speak.
    """
    return 0 if seed % 4 == 3 else seed // 4 % 2


def hunt(tmp_path: Path, kills: int) -> None:
    """Kill the program *kills* times in one project."""
    project, sources, kept = tmp_path / "project", tmp_path / "sources", Kept()
    sources.mkdir()
    with opened_again(project) as opened:
        made = opened.services.generation.make_sample(0, Silent())
        request = ExtractRequest(tuple(one.id for one in made if one.label))
        opened.services.features.extract(request, Silent())
    chance = random.Random(20_252)
    for seed in range(kills):
        lines = live_and_die(project, sources, seed, words(seed), chance.uniform(0.05, 3.0))
        for line in lines:
            kept.note(line)
        with opened_again(project) as opened:
            check(opened, kept)
            if opened.interrupted:
                line = interrupted_text(opened.interrupted)
                assert "\n" not in line
                assert all(job.title in line for job in opened.interrupted[:3])
                kept.interrupted.update(job.title for job in opened.interrupted)
    finish_what_was_interrupted(project)
    acknowledged = len(kept.recordings) + len(kept.features) + len(kept.runs) + len(kept.severity)
    print(f"{kills} kills: {len(kept.recordings)} recordings, {len(kept.features)} feature sets,")
    print(f"{len(kept.runs)} runs, {len(kept.verified)} files; cut short: {dict(kept.interrupted)}")
    print(f"GATE program-kills-{kills} 0-of-{acknowledged}-lost 0-lost pass")
    assert kept.interrupted, "no kill came in the middle of anything"
    assert kept.recordings, "no recording was at stake"
    assert kept.severity, "no edit was at stake"
    assert kept.runs, "no run was at stake"


def finish_what_was_interrupted(project: Path) -> None:
    """The runs that were cut short can be taken up again."""
    with opened_again(project) as opened:
        training = opened.services.training
        cut = [run for run in training.runs() if run.state is RunState.INTERRUPTED]
        for run in cut[:3]:
            assert training.resume(run.id, Silent()).state is RunState.DONE


@pytest.mark.timeout(900)  # on a machine that does other things too, taking up runs takes long
def test_eight_kills_lose_nothing(tmp_path: Path) -> None:
    hunt(tmp_path, 8)


@pytest.mark.long
@pytest.mark.timeout(3000)
def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    hunt(tmp_path, 200)
