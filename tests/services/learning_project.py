"""Recordings put straight into a project, for tests of learning."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import SpeedSource
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.store import recordings
from pfd_desktop.store.identity import variant_of
from pfd_desktop.store.keys import new_key
from pfd_desktop.store.project import Project
from pfd_desktop.store.recordings import NewRecording


@dataclass(frozen=True)
class Told:
    """What is known of a recording to be put in."""

    name: str
    unit_name: str
    label: str | None
    condition: str = ""
    speed_rpm: float | None = 1797.0
    bearing: str | None = "6205-2RS"
    rate_hz: float = 12000.0
    quantity: str = "acceleration"
    unit: str = "g"
    axis: Axis = Axis.TIME


def put(project: Project, samples: NDArray[np.floating], told: Told) -> str:
    """Write the waveform and its row; returns the recording's id."""
    temporary = project.blobs / f"{new_key()}.h5"
    info = write_blob(temporary, samples, told.rate_hz, told.unit, told.quantity, axis=told.axis)
    new = NewRecording(
        name=told.name,
        machine="rig",
        unit_name=told.unit_name,
        point="DE",
        kind=BearingKind.ROLLING,
        bearing=None if told.bearing is None else find(told.bearing),
        source_name=told.name,
        channel="",
        blob=info.sha256,
        rate_hz=told.rate_hz,
        samples=info.samples,
        quantity=told.quantity,
        unit=told.unit,
        axis=told.axis.value,
        speed_rpm=told.speed_rpm,
        speed_source=SpeedSource.USER,
        condition=told.condition,
        label=told.label,
        synthetic=True,
    )
    with project.store.write() as session:
        new = replace(new, variant=variant_of(session, new))
        path = project.blob_path(new.blob, new.variant)
        path.parent.mkdir(exist_ok=True)
        temporary.replace(path)
        return recordings.add(session, new).id


def put_cwru(project: Project, shared_data: Path) -> list[str]:
    """The 32 CWRU drive-end records at 12 kHz.

    All records of one fault location and size are the same bearing: that is the unit.
    """
    import csv

    from scipy.io import loadmat

    with (shared_data / "MANIFEST.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["file"].startswith("cwru/12k_DE/")]
    ids = []
    for row in rows:
        vectors = loadmat(shared_data / row["file"])
        samples = next(v for name, v in vectors.items() if name.endswith("_DE_time")).ravel()
        place = row["fault"].split()[0]
        told = Told(
            name=Path(row["file"]).stem,
            unit_name=f"{place} {row['size']}",
            label=_LABELS[place],
            condition=row["load"],
            speed_rpm=float(row["rpm"].split()[0]),
        )
        ids.append(put(project, samples.astype(np.float32), told))
    return ids


_LABELS = {"inner": "inner race", "outer": "outer race", "ball": "rolling element"}
