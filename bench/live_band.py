"""How soon the spectrum follows a band that is dragged, in the real window with real children.

usage: python bench/live_band.py [--work FOLDER] [--seconds N] [--steps N] [--why]

A recording of 600 s at 51.2 kHz is written under FOLDER (the system's temporary one) and deleted
after. The band of the envelope is dragged through it by the pointer; the time is from a change of
the band to the arrival of a figure of that band or a later one. Prints one line for each goal:
name, value, limit, pass or fail; the exit status is 1 if one is missed. These are wall times and
want a quiet machine. --why prints where the time of a look goes.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from pfd_desktop.atomic import atomic_move
from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import SpeedSource
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.settings import Settings
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project
from pfd_desktop.store.recordings import NewRecording
from pfd_desktop.ui.panels.spectrum.view import SpectrumView

RATE_HZ, BPFO_HZ = 51_200.0, 107.3
PIECE = 1 << 20
BEAT_MS = 2
MOVE_MS = 16  # a pointer moves with the screen
LIMITS = {"follow_median_ms": 100.0, "follow_p95_ms": 100.0, "stall_max_ms": 50.0}
GIVE_UP_S = 120.0


def impacts(count: int) -> Iterator[NDArray[np.float32]]:
    """An outer race ringing at 3.2 kHz in noise."""
    rng = np.random.default_rng(0)
    time_s = np.arange(PIECE) / RATE_HZ
    ring = np.exp(-((time_s * BPFO_HZ) % 1) * 12) * np.sin(2 * np.pi * 3200 * time_s)
    piece = (ring + 0.3 * rng.standard_normal(PIECE)).astype(np.float32)
    for start in range(0, count, PIECE):
        yield piece[: min(PIECE, count - start)] * np.float32(1 + 0.1 * start / count)


def put(project: Project, seconds: float) -> str:
    """The long recording with its bearing and speed; its id."""
    arrived = project.blobs / "long.tmp"
    info = write_blob(arrived, impacts(round(seconds * RATE_HZ)), RATE_HZ, "g", "acceleration")
    atomic_move(arrived, project.blob_path(info.sha256))
    new = NewRecording(
        name="long",
        machine="rig",
        unit_name="bearing",
        point="DE",
        kind=BearingKind.ROLLING,
        bearing=find("6205-2RS"),
        source_name="long",
        channel="",
        blob=info.sha256,
        rate_hz=RATE_HZ,
        samples=info.samples,
        quantity="acceleration",
        unit="g",
        speed_rpm=1797.0,
        speed_source=SpeedSource.USER,
        synthetic=True,
    )
    with project.store.write() as session:
        return recordings.add(session, new).id


class Watch:
    """When bands were chosen, when figures came, and the longest gap between two beats."""

    def __init__(self, view: SpectrumView) -> None:
        self.changed: list[tuple[float, object]] = []
        self.follow_ms: list[float] = []
        self.gaps_ms: list[float] = []
        self.figures = 0
        self.dragging = False
        self._view, self._last = view, time.perf_counter()
        self._put = view.put
        view.strip.band_changed.connect(self._note)
        view.put = self._arrived
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _note(self, band: object) -> None:
        self.changed.append((time.perf_counter(), band))

    def _arrived(self, found: Analysed | None) -> None:
        self._put(found)
        if found is None or not self.dragging:
            return
        shown = dict(found.request.values).get("band")
        places = [place for place, (_, band) in enumerate(self.changed) if _same(band, shown)]
        if places:
            now, answered = time.perf_counter(), places[-1] + 1
            self.follow_ms += [1e3 * (now - moment) for moment, _ in self.changed[:answered]]
            self.changed = self.changed[answered:]
            self.figures += 1

    def _beat(self) -> None:
        now = time.perf_counter()
        if self.dragging:
            self.gaps_ms.append(1e3 * (now - self._last))
        self._last = now


def _same(first: object, second: object) -> bool:
    """Whether two bands are one; the fields round them."""
    if not isinstance(first, tuple) or not isinstance(second, tuple):
        return first is second
    return bool(np.allclose(first, second, rtol=0, atol=2.0))


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Let the window go on until it is so."""
    end = time.monotonic() + GIVE_UP_S
    while not condition():
        QApplication.processEvents()
        time.sleep(0.001)
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come in {GIVE_UP_S:g} s")


def pause(milliseconds: float) -> None:
    """Let the window go on so long."""
    end = time.perf_counter() + milliseconds / 1e3
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.0005)


def mouse(view: SpectrumView, kind: QEvent.Type, place: QPointF) -> None:
    """The pointer on the strip."""
    viewport = view.strip.canvas.viewport()
    at = QPointF(viewport.mapFrom(view.strip, place.toPoint()))
    moving = kind == QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton
    if kind != QEvent.Type.MouseButtonRelease:
        held = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind, at, viewport.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, event)


def drag(view: SpectrumView, watch: Watch, steps: int, low_hz: float, high_hz: float) -> None:
    """The band 2 to 5 kHz by its middle, back and forth."""
    y = view.strip.view().center().y()
    middle = (low_hz + high_hz) / 2
    mouse(view, QEvent.Type.MouseButtonPress, view.strip.position_of(middle, y))
    watch.dragging, watch.changed = True, []
    for step in range(steps):
        shift = 4000.0 * (1 - np.cos(2 * np.pi * step / steps)) + 40 * (step % 3)
        mouse(view, QEvent.Type.MouseMove, view.strip.position_of(middle + shift, y))
        pause(MOVE_MS)
    pause(300)
    watch.dragging = False
    mouse(view, QEvent.Type.MouseButtonRelease, view.strip.position_of(middle, y))


def follow(app: App, recording_id: str, steps: int) -> Watch:
    """Choose the recording, wait until all is shown, and drag twice."""
    app.warm()
    app.context.workspace.choose_recording(recording_id)
    app.context.workspace.show_panel("spectrum")
    app.window.builder.finish()
    view = app.window.docks["spectrum"].widget()
    assert isinstance(view, SpectrumView)
    wait_for(lambda: view.strip.figure is not None, "the strip")
    wait_for(lambda: not app.jobs.running, "the whole figure")
    view.choose_band(2000.0, 5000.0)
    wait_for(lambda: not app.jobs.running, "the first band")
    watch = Watch(view)
    for _ in range(2):
        band = view.strip.band
        assert band is not None
        drag(view, watch, steps, *band)
        pause(700)  # the whole of the first drag is under way when the second begins
    return watch


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=None)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--why", action="store_true")
    chosen = parser.parse_args()
    application = QApplication([])
    with tempfile.TemporaryDirectory(dir=chosen.work) as temporary:
        os.environ["PFD_HOME"] = str(Path(temporary) / "home")
        app = build(application, Path(temporary) / "project", Settings())
        try:
            app.window.resize(1600, 1000)
            app.window.show()
            recording_id = put(app.opened.project, chosen.seconds)
            watch = follow(app, recording_id, chosen.steps)
        finally:
            app.close()
    found = {
        "follow_median_ms": float(np.median(watch.follow_ms)),
        "follow_p95_ms": float(np.percentile(watch.follow_ms, 95)),
        "stall_max_ms": max(watch.gaps_ms),
    }
    if chosen.why:
        print(
            f"{watch.figures} figures for {len(watch.follow_ms)} changes; the slowest",
            sorted(watch.follow_ms)[-6:],
        )
        print("longest gaps", sorted(watch.gaps_ms)[-6:])
    missed = 0
    for name, limit in LIMITS.items():
        missed += found[name] > limit
        print(f"{name} {found[name]:.1f} {limit:g} {'pass' if found[name] <= limit else 'fail'}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
