"""The program at work, to be killed: ``python -m tests.kills.program PROJECT SOURCES SEED``.

The window with its services, jobs and compute processes, as the user has it; only the clicks are
made by a list. Says on its standard output what it has acknowledged, a line each.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.networks.table import NETWORKS
from pfd_desktop.core.records.importing import ImportedFile, ImportRequest, Mapping
from pfd_desktop.core.records.learning import ExtractRequest, FeatureSet, Run, TrainRequest
from pfd_desktop.core.records.requests import request_text
from pfd_desktop.settings import Settings
from pfd_desktop.workers.jobs import Job

Step = Callable[[App], Job | None]


def say(*words: object) -> None:
    """One line, whole or not at all, also when the next thing is a kill."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


@dataclass
class Importing:
    """Files that nobody has seen yet, several of them read in one call."""

    sources: Path
    seed: int

    def __call__(self, app: App) -> Job:
        """Begin."""
        random_ = np.random.default_rng(self.seed)
        folder = self.sources / str(self.seed)
        folder.mkdir()
        for i in range(48):
            np.save(folder / f"{i}.npy", random_.standard_normal(30_000, np.float32))
        request = ImportRequest((folder,), mapping=Mapping(rate_hz=12_000, unit="g"))
        imports = app.context.services.imports
        job = app.jobs.start(
            "Import", lambda p: imports.import_files(request, p), "import", request_text(request)
        )
        job.told.connect(acknowledge)
        return job


def extracting(app: App) -> Job:
    """Features of all labelled recordings."""
    services = app.context.services
    ids = tuple(r.id for r in services.data.recordings() if r.label)
    request = ExtractRequest(ids)
    job = app.jobs.start(
        "Extract", lambda p: services.features.extract(request, p), "extract", request_text(request)
    )
    job.succeeded.connect(acknowledge)
    return job


@dataclass(frozen=True)
class Training:
    """One classifier."""

    classifier: str

    def __call__(self, app: App) -> Job | None:
        """Begin."""
        services = app.context.services
        newest = services.features.list_all()
        if not newest:
            return None
        network = self.classifier in NETWORKS
        request = TrainRequest(
            self.classifier,
            feature_set_id=None if network else newest[0].id,
            recording_ids=newest[0].recording_ids,
            epochs=3,
        )
        job = app.jobs.start(
            "Train", lambda p: services.training.train(request, p), "train", request_text(request)
        )
        job.succeeded.connect(acknowledge)
        return job


def editing(app: App) -> Job:
    """Edits one after the other; each is acknowledged when it has returned."""
    data = app.context.services.data
    chosen = random.choice(data.recordings())
    before = int(chosen.severity or 0) if (chosen.severity or "0").isdigit() else 0

    def work(_: object) -> None:
        for value in range(before + 1, before + 60):
            data.edit_recording(chosen.id, severity=str(value))
            say("edited", chosen.id, value)

    return app.jobs.start("Edit", work, "edit")


def acknowledge(event: object) -> None:
    """Tell what is kept for good."""
    if isinstance(event, ImportedFile):
        say("recording", event.recording_id)
    elif isinstance(event, FeatureSet):
        say("features", event.id)
    elif isinstance(event, Run):
        say("run", event.id)


def steps(sources: Path, seed: int) -> Iterator[Step]:
    """What is done, until the kill comes."""
    rounds: tuple[tuple[Step, ...], ...] = (
        (Importing(sources, seed), editing),
        (Training("logistic"), Training("wdcnn"), extracting),
        (editing, extracting, Training("forest")),
        (Training("wdcnn"), Training("logistic")),
    )
    chosen = rounds[seed % len(rounds)]
    while True:
        yield from chosen


def main() -> int:
    """Work until killed."""
    project, sources, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    random.seed(seed)
    application = QApplication([])
    app = build(application, project, Settings())
    app.window.show()
    todo = steps(sources, seed)

    def go_on() -> None:
        step = next(todo)
        if isinstance(step, Importing) and (sources / str(seed)).exists():
            step = next(todo)
        job = step(app)
        if job is None:
            QTimer.singleShot(0, go_on)
            return
        job.failed.connect(lambda error: say("failed", repr(error)))
        job.finished.connect(go_on)

    def begin() -> None:
        say("up")
        go_on()

    QTimer.singleShot(0, begin)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
