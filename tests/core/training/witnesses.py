"""Recordings of which one window shows the fault, and all others what a healthy one shows."""

from pathlib import Path

import numpy as np

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.core.training.options import Options
from pfd_desktop.core.waveforms.blob import write_blob

LENGTH, WINDOWS, EACH = 512, 16, 10  # samples of a window; windows; recordings of a class
CYCLES = {"rub": 12, "wear": 40}  # of the tone in the window that shows the fault
HUM, NOISE = 25.3, 0.1  # what all windows hold


def witness_trial(folder: Path) -> tuple[NetworkTrial, dict[str, int]]:
    """Three classes, each recording of a bearing of its own; and which window shows what."""
    draw = np.random.default_rng(5)
    time = np.arange(LENGTH * WINDOWS) / LENGTH
    members, paths, shows = [], [], {}
    for label in ("healthy", *CYCLES):
        for unit in range(EACH):
            hum = np.sin(2 * np.pi * (HUM * time + draw.random()))
            wave, name = hum + NOISE * draw.normal(size=len(time)), f"{label} {unit}"
            if label in CYCLES:
                shows[name] = place = int(draw.integers(WINDOWS))
                shown = slice(place * LENGTH, (place + 1) * LENGTH)
                wave[shown] += np.sin(2 * np.pi * CYCLES[label] * time[shown])
            path = folder / f"{name}.h5"
            info = write_blob(path, wave.astype(np.float32), 12000.0, "g", "acceleration")
            members.append(Member(name, name, label, name, name, "", info.sha256))
            paths.append(path)
    trial = NetworkTrial(
        split=SplitKind.UNIT,
        members=tuple(members),
        waveforms=tuple(paths),
        seed=2,
        folds=2,
        epochs=12,
        window_samples=LENGTH,
        folder=folder / "run",
        options=Options(deterministic=True),
    )
    return trial, shows
