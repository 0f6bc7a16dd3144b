"""How much of a long record an analysis works on, and what its axes are called."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.analyses.analysis import Material
from pfd_desktop.core.analyses.spectral import LONGEST
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.waveforms.waveform import Axis


def beginning(material: Material, longest: int | None = None) -> NDArray[np.floating[Any]]:
    """The first samples, at most *longest* or what is transformed at once."""
    return material.waveform.samples[: longest or LONGEST]


def cut_note(material: Material, longest: int | None = None) -> tuple[str, ...]:
    """Says so where only the beginning of a long record was used."""
    waveform, longest = material.waveform, longest or LONGEST
    if len(waveform.samples) <= longest:
        return ()
    unit = "s" if waveform.axis is Axis.TIME else "turns"
    first = longest / waveform.rate_hz
    return (f"of the first {first:.4g} {unit} of {waveform.duration:.4g} {unit}",)


def frequency_axis(material: Material) -> tuple[str, str]:
    """Label and unit of a frequency axis; over angle, frequencies are orders."""
    if material.waveform.axis is Axis.ANGLE:
        return "Order", "orders"
    return "Frequency", "Hz"


def time_axis(material: Material) -> tuple[str, str]:
    """Label and unit of the axis of the samples."""
    if material.waveform.axis is Axis.ANGLE:
        return "Turns", "turns"
    return "Time", "s"


def shaft_hz(material: Material) -> float | None:
    """Shaft speed on the frequency axis: 1 over angle, None where it is not known."""
    if material.waveform.axis is Axis.ANGLE:
        return 1.0
    return None if material.speed is None else material.speed.mean_hz


def defects_hz(material: Material) -> dict[str, float]:
    """Defect frequencies by name on the frequency axis; empty where they are not known.

    The cage's is left out: it is too slow to be a comb of impulses.
    """
    shaft = shaft_hz(material)
    if shaft is None or material.bearing is None or material.kind is not BearingKind.ROLLING:
        return {}
    found = orders(material.bearing)
    named = {"BPFO": found.bpfo, "BPFI": found.bpfi, "2×BSF": found.ball_defect}
    return {name: order * shaft for name, order in named.items()}
