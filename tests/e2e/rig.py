"""A folder as it comes from a test rig: MAT files of known faults, a bare text file, a broken one.

The MAT files are named and filled as the CWRU tables say (12 kHz, drive end), with synthetic
samples; so the preset tells unit, label, load and speed.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.io import savemat

from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.presets.cwru import RECORDS
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize

RATE_HZ = 12_000.0
SPEED_RPM = {0: 1797.0, 1: 1772.0, 2: 1750.0, 3: 1730.0}
# Three units of each fault, each under two loads.
NUMBERS = (105, 106, 169, 170, 209, 210, 130, 131, 197, 198, 234, 235)
BARE = "unnamed.csv"
BROKEN = "broken.mat"


def samples(fault: Fault, speed_rpm: float, seed: int) -> NDArray[np.float64]:
    """Two seconds of a drive-end bearing with this fault, in g."""
    return synthesize(
        SyntheticRequest(
            fault,
            bearing=find("6205-2RS"),
            speed_rpm=speed_rpm,
            duration_s=2.0,
            rate_hz=RATE_HZ,
            seed=seed,
        )
    )


def write(folder: Path) -> None:
    """Fourteen files: twelve that explain themselves, one that does not, one broken."""
    folder.mkdir()
    for number in NUMBERS:
        record = RECORDS[number]
        rpm = SPEED_RPM[record.load_hp]
        savemat(
            folder / f"{number}.mat",
            {
                f"X{number:03d}_DE_time": samples(record.fault, rpm, number)[:, None],
                f"X{number:03d}RPM": rpm,
            },
        )
    lines = "\n".join(f"{value:.6f}" for value in samples(Fault.OUTER_RACE, 1500.0, 7))
    (folder / BARE).write_text(f"acceleration (g)\n{lines}\n", encoding="utf-8")
    whole = (folder / "105.mat").read_bytes()
    (folder / BROKEN).write_bytes(whole[: len(whole) // 2])
