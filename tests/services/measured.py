"""Recordings of known waveforms in a project, for tests of services."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.atomic import atomic_move
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project
from pfd_desktop.store.recordings import NewRecording
from tests.store.records import new_recording

RATE_HZ = 6400.0


def tone(amplitude: float, frequency_hz: float, seconds: float = 2.0) -> NDArray[np.float64]:
    """A sine at RATE_HZ."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return amplitude * np.sin(2 * np.pi * frequency_hz * time)


def keep(
    project: Project,
    name: str,
    samples: NDArray[np.floating],
    **told: str | float | datetime | None,
) -> Recording:
    """A recording of these samples; *told* are fields of NewRecording."""
    given: dict[str, str | float | datetime | None] = {"rate_hz": RATE_HZ, **told}
    facts: NewRecording = replace(new_recording(name), flags=(), **given)
    arrived = project.blobs / f"{name}.tmp"
    info = write_blob(arrived, samples, facts.rate_hz, facts.unit, facts.quantity)
    atomic_move(arrived, project.blob_path(info.sha256))
    kept = replace(facts, blob=info.sha256, samples=info.samples)
    with project.store.write() as session:
        return recordings.add(session, kept)


def keep_all(
    project: Project, waveforms: Sequence[NDArray[np.floating]], unit: str = "g"
) -> list[Recording]:
    """One recording each, of one point."""
    return [keep(project, f"r{i:02}", one, unit=unit) for i, one in enumerate(waveforms)]
