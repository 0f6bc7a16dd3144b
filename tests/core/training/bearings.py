"""A network's trial that is quickly trained: two classes on two bearings each.

Deterministic: two runs that each measure their own pace need not be the same to the last bit.
"""

from pathlib import Path

import numpy as np

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.core.training.options import options
from pfd_desktop.core.waveforms.blob import write_blob

LENGTH = 512


def bearing_trial(folder: Path) -> NetworkTrial:
    """Waveforms in *folder*; the trial's own folder is not there yet."""
    draw = np.random.default_rng(0)
    time_s = np.arange(LENGTH * 20) / LENGTH
    members, paths = [], []
    for unit in range(2):
        for label, cycles in (("low", 12), ("high", 40)):
            wave = np.sin(2 * np.pi * cycles * time_s) + draw.normal(size=len(time_s))
            path = folder / f"{label}{unit}.h5"
            info = write_blob(path, wave.astype(np.float32), 12000.0, "g", "acceleration")
            name = path.stem
            members.append(Member(name, name, label, name, name, "", info.sha256))
            paths.append(path)
    return NetworkTrial(
        SplitKind.UNIT,
        tuple(members),
        tuple(paths),
        3,
        2,
        4,
        LENGTH,
        folder / "nowhere",
        options=options({"deterministic": True}),
    )
