"""10,000 runs: listed by the store, and seen in the table of experiments.

    PYTHONPATH=. QT_QPA_PLATFORM=offscreen python bench/experiments.py [runs]

Aim: the table is open within 1 s of being asked for.
"""

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil

COUNT = 10_000


def filled(folder: Path, count: int) -> None:
    """A project of so many finished runs of 40 recordings each."""
    from pfd_desktop.core.records.learning import (
        Interval,
        RecordPrediction,
        Run,
        RunResult,
        RunState,
        SplitKind,
    )
    from pfd_desktop.store import runs
    from pfd_desktop.store.keys import new_key, now
    from pfd_desktop.store.project import open_project

    random = np.random.default_rng(0)
    project = open_project(folder)
    keys = tuple(new_key() for _ in range(40))
    classes = ("healthy", "inner race", "outer race")
    for first in range(0, count, 500):
        with project.store.write() as session:
            for number in range(first, min(first + 500, count)):
                right = float(random.uniform(0.3, 1.0))
                interval = Interval(right, right - 0.1, min(1.0, right + 0.1))
                predictions = tuple(
                    RecordPrediction(key, f"recording {i}", f"unit {i // 4}", "1 hp",
                                     classes[i % 3], classes[i % 3], (0.5, 0.3, 0.2), 0)
                    for i, key in enumerate(keys)
                )  # fmt: skip
                result = RunResult(
                    classes, predictions, interval, interval, right, 1 / 3, 10, 5, ()
                )
                run = Run(
                    new_key(), f"run {number}", "forest", SplitKind.UNIT, None, keys, "", number,
                    RunState.DONE, "", None, None, (), now(), now(),
                )  # fmt: skip
                runs.add(session, replace(run, result=result))
    project.close()


def main() -> None:
    """Fill, list, show."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        filled(folder, count)
        from PySide6.QtWidgets import QApplication

        from pfd_desktop.bootstrap.window import build
        from pfd_desktop.settings import Settings

        app = QApplication([])
        built = build(app, folder, Settings())
        training = built.context.services.training
        start = time.perf_counter()
        listed = len(training.summaries())
        store = time.perf_counter() - start
        built.window.show()
        built.window.go_to("measure")
        built.window.builder.finish()
        start = time.perf_counter()
        built.window.go_to("learn")
        dock = built.window.docks["experiments"]
        while dock.widget() is None or len(dock.widget().table.model.records) < listed:
            app.processEvents()
        shown = time.perf_counter() - start
        start = time.perf_counter()
        dock.widget().table.filter.setText("run 99")
        app.processEvents()
        narrowed = time.perf_counter() - start
        memory = psutil.Process().memory_info().rss / 2**20
        print(f"{listed} runs: store {store:.2f} s, workspace with the table {shown:.2f} s,")
        print(f"filter {1000 * narrowed:.0f} ms, {memory:.0f} MiB resident")
        built.close()


if __name__ == "__main__":
    main()
