"""Recordings that look alike: their fault follows from the speed they are told to have run at."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.physics.kinematics import BearingOrders
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.network import NetworkTrial
from pfd_desktop.core.waveforms.blob import write_blob

RATE_HZ, WINDOW, WINDOWS = 12000.0, 1024, 16
ORDERS = BearingOrders(bpfo=3.0, bpfi=5.0, bsf=2.0, ftf=0.4)
FAULTS = {"inner race": ORDERS.bpfi, "outer race": ORDERS.bpfo}


def strikes(strike_hz: float, samples: int, seed: int) -> NDArray[np.float32]:
    """A resonance of 3 kHz that is struck *strike_hz* times a second, in noise."""
    draw = np.random.default_rng(seed)
    time_s = np.arange(samples) / RATE_HZ
    since_s = time_s % (1 / strike_hz)
    ring = np.exp(-since_s / 0.0008) * np.sin(2 * np.pi * 3000 * since_s)
    return np.asarray(ring + 0.1 * draw.normal(size=samples), dtype=np.float32)


def known(strike_hz: float, fault: str) -> Known:
    """At the speed at which these strikes are of that fault."""
    return Known(ORDERS, strike_hz / FAULTS[fault])


def told_trial(
    folder: Path, units: int = 3, strikes_hz: Sequence[float] = (150, 165, 180)
) -> NetworkTrial:
    """Both faults on *units* bearings each; the same strikes in both, for the speeds differ."""
    members, paths, told = [], [], []
    for unit in range(units):
        for place, fault in enumerate(FAULTS):
            strike_hz = strikes_hz[unit % len(strikes_hz)]
            wave = strikes(strike_hz, WINDOW * WINDOWS, seed=2 * unit + place)
            name = f"{fault} {unit}"
            path = folder / f"{name}.h5"
            info = write_blob(path, wave, RATE_HZ, "g", "acceleration")
            members.append(Member(name, name, fault, name, name, "", info.sha256))
            paths.append(path)
            told.append(known(strike_hz, fault))
    return NetworkTrial(
        split=SplitKind.UNIT,
        members=tuple(members),
        waveforms=tuple(paths),
        seed=1,
        folds=3,
        epochs=9,
        window_samples=WINDOW,
        folder=folder / "run",
        network="physics-cnn",
        known=tuple(told),
    )
