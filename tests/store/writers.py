"""What processes do that tests kill, or let write side by side."""

import os
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from sqlalchemy import text

from pfd_desktop.atomic import atomic_move
from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.store import jobs, labels, recordings
from pfd_desktop.store.engine import open_database
from pfd_desktop.store.project import open_project
from tests.store.records import new_recording


def say(listener: Connection, *words: object) -> None:
    """One line, whole or not at all, also when the next thing is a kill."""
    os.write(listener.fileno(), (" ".join(map(str, words)) + "\n").encode())


def import_on(folder: Path, seed: int, listener: Connection) -> None:
    """As an import works: the waveform file first, then its row; says what is kept."""
    rng = np.random.default_rng(seed)
    project = open_project(folder)
    with project.store.write() as session:
        job = jobs.begin(session, "Import", "import", "{}")
    say(listener, "job", job)
    for i in range(10_000):
        arrived = project.blobs / f"{seed}-{i}.tmp"
        samples = rng.standard_normal(rng.integers(1, 60_000), np.float32)
        info = write_blob(arrived, samples, 12_000.0, "g", "acceleration")
        atomic_move(arrived, project.blob_path(info.sha256))
        with project.store.write() as session:
            first = recordings.add(session, new_recording(f"{seed}-{i} a", info.sha256))
            second = recordings.add(session, new_recording(f"{seed}-{i} b", info.sha256))
        say(listener, "kept", first.id, second.id)
        with project.store.write() as session:
            recordings.edit(session, first.id, {"severity": second.id})
        say(listener, "edited", first.id, second.id)


def count_up(path: Path, seconds: float, listener: Connection) -> None:
    """Read a number, write the next, as often as can be; says each wait in milliseconds."""
    store = open_database(path)
    waits = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.perf_counter()
        with store.write() as session:
            n = session.execute(text("SELECT n FROM counter")).scalar_one()
            session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
            jobs.finish(session, jobs.begin(session, "Count", "", ""), JobState.DONE, "")
        waits.append((time.perf_counter() - begun) * 1e3)
    store.close()
    listener.send(waits)


def label_on(folder: Path, seed: int, listener: Connection) -> None:
    """Label a recording, change the label, delete it; says what is acknowledged."""
    project = open_project(folder)
    with project.store.write() as session:
        recording = recordings.add(session, new_recording(f"{seed}", f"{seed:064x}"))
    for i in range(10_000):
        facts = LabelFacts(LabelKind.POINT, ("rub",), float(i))
        with project.store.write() as session:
            (label,) = labels.add(session, recording.id, (facts,), "writer")
        say(listener, "1", label.id)
        with project.store.write() as session:
            labels.edit(session, label.id, replace(facts, note=label.id), "writer")
        say(listener, "2", label.id)
        with project.store.write() as session:
            labels.delete(session, (label.id,), "writer")
        say(listener, "3", label.id)
