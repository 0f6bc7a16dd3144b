"""The whole main job by hand in the real window: from a folder of files to a judged classifier."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.records.job import JobState
from pfd_desktop.core.records.learning import RunState, SplitKind
from pfd_desktop.settings import Settings
from tests.e2e import rig
from tests.e2e.driver import Driver
from tests.e2e.stalls import AIM_S, LIMIT_S, Stall, StallWatch

CONTROL = Qt.KeyboardModifier.ControlModifier


TRIES = 3  # a stall of the program's is there each time, one of the machine's is not


@contextmanager
def opened(qapp: QApplication, qtbot: QtBot, folder: Path) -> Iterator[App]:
    """The window on an empty project, with real children, on the screen."""
    QAccessible.setActive(True)
    built = build(qapp, folder, Settings())
    built.window.show()
    qtbot.waitExposed(built.window)
    built.warm()
    qtbot.waitUntil(lambda: not built.jobs.running)
    try:
        yield built
        for job in built.context.services.jobs.recent(20):
            print(job.title, job.state, job.reason)  # shown where the test fails
    finally:
        built.close()


@pytest.mark.x11
def test_the_main_job(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.write(tmp_path / "rig")
    tried: list[list[Stall]] = []
    while len(tried) < TRIES and not (tried and longest(tried[-1]) <= AIM_S):
        # Each time a user who comes anew: no window remembers where it stood.
        monkeypatch.setenv("PFD_HOME", str(tmp_path / f"home {len(tried)}"))
        with opened(qapp, qtbot, tmp_path / f"project {len(tried)}") as app:
            tried.append(do_the_job(app, qtbot, tmp_path / "rig"))
    stalls = min(tried, key=longest)
    passed = "pass" if longest(stalls) <= LIMIT_S else "fail"
    print(f"GATE ui_stall_max_ms {1000 * longest(stalls):.0f} {1000 * LIMIT_S:.0f} {passed}")
    over = sorted((s for s in stalls if s.seconds > LIMIT_S), key=lambda s: -s.seconds)
    assert not over, "\n".join(
        f"{s.step}: {1000 * s.seconds:.0f} ms, busy {1000 * s.busy_s:.0f} ms\n{s.stack}"
        for s in over[:8]
    )


def longest(stalls: list[Stall]) -> float:
    """In seconds."""
    return max(stall.seconds for stall in stalls)


def do_the_job(app: App, qtbot: QtBot, folder: Path) -> list[Stall]:
    """All steps, with the numbers at the end; how long the window did not answer meanwhile."""
    watch = StallWatch()
    try:
        driver = Driver(qtbot, app.window, watch)
        watch.step = "import"
        import_folder(driver, folder)
        for step in (look, diagnose, extract, train, measure_leak):
            watch.step = step.__name__
            step(driver)
        numbers_at_the_end(app)
    finally:
        watch.close()
    return watch.stalls


def import_folder(driver: Driver, folder: Path) -> None:
    """Drop the folder; tell what the bare file lacks; the broken one is refused with a reason."""
    driver.drop(folder)
    assert driver.text("Import summary") == "12 imported, 0 already there, 2 refused"
    refused = {row[0]: row[2] for row in driver.rows("Files") if row[1] == "refused"}
    assert set(refused) == {rig.BARE, rig.BROKEN}
    assert "sampling rate" in refused[rig.BARE]
    assert refused[rig.BROKEN]
    driver.click(QPushButton, "Tell what is missing")
    driver.wait(lambda: driver.says("What is missing", "never guessed"))
    driver.write("Sampling rate", "12000")
    driver.write("Shaft speed", "1500")
    driver.write("Unit (physical bearing)", "spare")
    driver.choose("Bearing type", "SKF 6205-2RS")
    driver.wait(lambda: driver.says("What is missing", ""))
    driver.click(QPushButton, "Import with this mapping")
    driver.wait(lambda: driver.says("Import summary", "1 imported"))
    driver.click(QPushButton, "Close the report")
    driver.wait(lambda: driver.says("Number of recordings", "13"))


def look(driver: Driver) -> None:
    """Signal and spectrum of the recording that came without a name."""
    driver.click_row("Recordings", Path(rig.BARE).stem)
    driver.wait(lambda: driver.says("Signal recording", Path(rig.BARE).stem))
    driver.choose("Spectrum kind", "Envelope")
    driver.wait(lambda: driver.says("Amplitude contract", "nvelope"))
    lines = [row[0] for row in driver.rows("Spectrum plot markers")]
    assert "BPFO" in lines[0], lines


def diagnose(driver: Driver) -> None:
    """The verdict names the fault that was planted."""
    driver.press(Qt.Key.Key_D, CONTROL)
    driver.wait(lambda: driver.says("Verdict", "outer-race defect"), "no verdict on the outer race")
    assert any("BPFO" in row[0] for row in driver.rows("Evidence"))


def extract(driver: Driver) -> None:
    """Features of all recordings."""
    driver.press(Qt.Key.Key_E, CONTROL)
    driver.write("Window in samples", "4096", spin=True)
    driver.click(QPushButton, "Extract features")
    box = driver.see(QComboBox, "Feature set")
    driver.wait(lambda: box.count() == 1)


def train(driver: Driver) -> None:
    """A random forest, judged on units that it has not met."""
    driver.press(Qt.Key.Key_R, CONTROL)
    driver.choose("Classifier", "Random forest")
    driver.choose("Split", "By unit")
    driver.click(QPushButton, "Train")
    driver.wait(lambda: driver.says("State of the training", "Done"))


def measure_leak(driver: Driver) -> None:
    """The same forest under a random split, beside it."""
    driver.press(Qt.Key.Key_1, CONTROL)
    driver.press(Qt.Key.Key_3, CONTROL)
    driver.click(QPushButton, "Measure the leak")
    driver.wait(lambda: driver.says("Leak meter in words", "split at random"))


def numbers_at_the_end(app: App) -> None:
    """What is kept says the same as what was seen."""
    services = app.context.services
    recordings = services.data.recordings()
    assert len(recordings) == 13
    labels = [recording.label for recording in recordings]
    assert (labels.count("inner race"), labels.count("outer race")) == (6, 6)
    assert all(job.state is JobState.DONE for job in services.jobs.recent(50))
    runs = services.training.runs()
    forest = next(run for run in reversed(runs) if run.split is SplitKind.UNIT)
    assert forest.state is RunState.DONE
    assert forest.result is not None
    assert len(forest.result.predictions) == 12
    assert forest.result.units == 6
    assert forest.result.accuracy.value >= 0.75
    meter = next(run.leak_meter for run in runs if run.leak_meter is not None)
    assert meter.unit is not None
    assert meter.unit.value == forest.result.accuracy.value
    assert meter.random.value >= meter.unit.value
    assert meter.chance == 0.5
