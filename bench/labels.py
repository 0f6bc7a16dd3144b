"""What the window's thread does after an edit of one of 10,000 labels: no stretch over 50 ms.

From the root of the project: QT_QPA_PLATFORM=offscreen python -m bench.labels
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.records.labels import LabelFacts, LabelKind
from pfd_desktop.core.waveforms.blob import open_blob, write_blob
from pfd_desktop.progress import Silent
from pfd_desktop.services.labels import LabelService
from pfd_desktop.store import labels, recordings
from pfd_desktop.store.project import open_project
from pfd_desktop.ui.history import History
from pfd_desktop.ui.panels.signal.labelling import Labelling
from pfd_desktop.ui.panels.signal.presenter import Shown
from pfd_desktop.ui.panels.signal.view import SignalView
from tests.fakes import Call, FakeJob, HeldJobs
from tests.store.records import new_recording

MANY = 10_000
RATE_HZ, DURATION_S = 12_000.0, 600.0
ROUNDS = 5
LIMIT_MS = 50.0


def main() -> int:
    """Print the longest stretch of each part; 1 where one is above the limit."""
    app = QApplication([])
    worst: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        events_ms(app)  # the panel is laid out and painted for the first time
        rounds = [bench.edit(app, number) for number in range(ROUNDS)]
        for found in (*rounds, bench.edit_all(app)):
            worst |= {name: max(worst.get(name, 0.0), took) for name, took in found.items()}
        bench.project.close()
    for name, milliseconds in worst.items():
        verdict = "pass" if milliseconds <= LIMIT_MS else "fail"
        print(f"labels-10k-{name}-ms {milliseconds:.1f} {LIMIT_MS:g} {verdict}")
    return int(max(worst.values()) > LIMIT_MS)


class MeasuredJob(FakeJob):
    """Its call is another thread's work in the window: only its answer is measured."""

    def answer_ms(self) -> float:
        """Run the call, then hand on its outcome; how long the latter took."""
        result = self._call(Silent())
        return cpu_ms(lambda: self.succeeded.emit(result)) + cpu_ms(self.finished.emit)


class MeasuredJobs(HeldJobs):
    """Jobs that run when told."""

    jobs: list[MeasuredJob]

    def start(self, title: str, call: Call, kind: str = "", request: str = "") -> MeasuredJob:
        """Keep the call for later."""
        del kind, request
        self.jobs.append(MeasuredJob(title, call))
        return self.jobs[-1]


class Bench:
    """The labelling part of the Signal panel; jobs run when told, so only their answers count."""

    def __init__(self, folder: Path) -> None:
        self.project = open_project(folder / "project")
        rng = np.random.default_rng(1)
        samples = rng.standard_normal(int(RATE_HZ * DURATION_S)).astype(np.float32)
        write_blob(folder / "trace.h5", samples, RATE_HZ, "g", "acceleration")
        blob = open_blob(folder / "trace.h5")
        figure = TraceFigure(blob, RATE_HZ, "acceleration", "g", "trace", blob.sha256)
        with self.project.store.write() as session:
            kept = recordings.add(session, replace(new_recording(), samples=len(samples)))
            facts = [
                LabelFacts(LabelKind.REGION, (("rub", "wear")[n % 2],), float(at), float(at) + 0.02)
                for n, at in enumerate(np.sort(rng.uniform(0, DURATION_S - 1, MANY)))
            ]
            labels.add(session, kept.id, facts, "Ada")
        self.jobs, self.view = MeasuredJobs(), SignalView()
        self.view.resize(1200, 800)
        history = History(self.jobs)
        self.labelling = Labelling(self.view, LabelService(self.project, "Ada"), history, self.jobs)
        self.view.show()
        QApplication.processEvents()
        self.view.show_trace(kept, figure)
        self.view.controls.labels.click()
        self.labelling.show(Shown(kept, figure, None))
        self.answers()

    def edit(self, app: QApplication, number: int) -> dict[str, float]:
        """Change one label as the keys do; the longest stretch of each part in milliseconds."""
        ids = [one.id for one in self.view.plot.labels.layer.sheet.labels]
        tool, listed = self.view.plot.labels, self.view.labels
        return {
            "choose": cpu_ms(lambda: tool.choose(ids[number * 1000])),
            "tell": cpu_ms(lambda: listed.choose_class(3 + number)),
            "answer": self.answers(),
            "event": events_ms(app),
        }

    def edit_all(self, app: QApplication) -> dict[str, float]:
        """The same with all of them selected."""
        listed = self.view.labels
        return {
            "select-all": cpu_ms(listed.table.selectAll),
            "tell-all": cpu_ms(lambda: listed.choose_class(9)),
            "answer-all": self.answers(),
            "event-all": events_ms(app),
        }

    def answers(self) -> float:
        """Let all jobs end that were started; the longest an answer took to be shown."""
        worst = 0.0
        while self.jobs.jobs:
            worst = max(worst, self.jobs.jobs.pop(0).answer_ms())
        return worst


def events_ms(app: QApplication) -> float:
    """The longest turn of the event loop until nothing more is to be laid out or painted."""
    worst = 0.0
    for _ in range(20):
        worst = max(worst, cpu_ms(app.processEvents))
        time.sleep(0.01)
    return worst


def cpu_ms(act: Callable[[], object]) -> float:
    """Processor time of one call in milliseconds."""
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1e3


if __name__ == "__main__":
    raise SystemExit(main())
