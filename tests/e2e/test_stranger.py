"""A stranger before the window, with one file: the line of the defect within six actions."""

import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.e2e import rig
from tests.e2e.driver import Driver
from tests.e2e.stalls import StallWatch
from tests.e2e.test_main_job import opened

MOST_ACTIONS = 6
MOST_SECONDS = 60.0


class Stranger:
    """Counts what the user does."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.actions = driver, 0

    def drop(self, path: Path) -> None:
        """Drag the file onto the window."""
        self.actions += 1
        self.driver.drop(path)

    def press(self, name: str) -> None:
        """Click a button."""
        self.actions += 1
        self.driver.click(QPushButton, name)

    def choose_row(self, table: str, first: str) -> None:
        """Click a row."""
        self.actions += 1
        self.driver.click_row(table, first)


def find_the_line(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, file: Path, family: str
) -> None:
    """From an empty window to the defect's line in the middle of the spectrum."""
    with opened(qapp, qtbot, tmp_path / "project") as app:
        watch = StallWatch()
        try:
            began = time.monotonic()
            stranger = Stranger(Driver(qtbot, app.window, watch))
            driver = stranger.driver
            stranger.drop(file)
            driver.wait(lambda: driver.says("Import summary", "1 imported"))
            stranger.press("Close the report")
            name = app.context.services.data.recordings()[0].name
            if app.context.workspace.recording_id == "":
                stranger.choose_row("Recordings", name)
            driver.wait(lambda: driver.says("Amplitude contract", "nvelope"), "no envelope")
            driver.wait(lambda: len(driver.rows("Spectrum plot markers")) > 3, "no markers")
            stranger.choose_row("Spectrum plot markers", family)
            seconds = time.monotonic() - began
        finally:
            watch.close()
        plot = app.window.docks["spectrum"].widget().plot
        figure, view = plot.figure, plot.view()
    marker = next(m for m in figure.markers if (m.family, m.harmonic) == (family, 1))
    assert view.left() < marker.low < marker.high < view.right()
    inside = (figure.x >= marker.low) & (figure.x <= marker.high)
    near = (figure.x >= view.left()) & (figure.x <= view.right())
    prominence = 20 * np.log10(figure.y[inside].max() / np.median(figure.y[near]))
    assert prominence > 15, f"{prominence:.0f} dB above what is around it"
    fast, few = seconds < MOST_SECONDS, stranger.actions <= MOST_ACTIONS
    print(f"GATE stranger_actions {stranger.actions} {MOST_ACTIONS} {'pass' if few else 'fail'}")
    print(f"GATE stranger_seconds {seconds:.0f} {MOST_SECONDS:.0f} {'pass' if fast else 'fail'}")
    assert few
    assert fast


@pytest.mark.x11
@pytest.mark.real_data
def test_a_real_recording(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, shared_data: Path
) -> None:
    file = shared_data / "cwru" / "12k_DE" / "105.mat"
    find_the_line(qapp, qtbot, tmp_path, file, "BPFI")


@pytest.mark.x11
def test_a_synthetic_file_that_is_named_and_filled_alike(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    rig.write(tmp_path / "rig")
    find_the_line(qapp, qtbot, tmp_path, tmp_path / "rig" / "130.mat", "BPFO")
