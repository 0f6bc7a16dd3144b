"""The first samples of a foreign file, for a look before it is imported."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.records.importing import Mapping, RawLayout
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress

SAMPLES = 1 << 15  # seen of a file


@dataclass(frozen=True)
class BeginningRequest:
    """Which vector of which file."""

    path: Path
    variable: str
    column: int
    raw: RawLayout | None = None


def read_beginning(request: BeginningRequest, progress: Progress) -> NDArray[np.float32]:
    """Its first samples as they stand in the file; what is no number is NaN.

    Raises InvalidRecording. Called in a limited child.
    """
    from pfd_desktop.core.waveforms.importers.table import choose

    progress.report(0.0, f"Looking at {request.path.name}")
    importer = choose(request.path, request.raw)
    variable = importer.describe(request.path, False).variable(request.variable)
    if variable is None:
        raise InvalidRecording(f"{request.path.name} holds no {request.variable} any more.")
    found: list[NDArray[np.float64]] = []
    count = 0
    for piece in importer.read(request.path, variable, request.column):
        found.append(piece[: SAMPLES - count])
        count += len(found[-1])
        if count >= SAMPLES:
            break
    if not found:
        raise InvalidRecording(f"{request.path.name}: {request.variable} holds no sample.")
    return np.concatenate(found).astype(np.float32)


def beginning_figures(
    samples: NDArray[np.float32], mapping: Mapping
) -> tuple[CurvesFigure, CurvesFigure | None]:
    """The trace and the spectrum as *mapping* reads them; no spectrum without a rate."""
    scaled = samples.astype(np.float64) / (mapping.sensitivity or 1.0)
    whole = np.nan_to_num(scaled, nan=0.0, posinf=0.0, neginf=0.0)
    quantity = mapping.quantity.capitalize()
    unit = "" if mapping.unit == "unknown" else mapping.unit
    index = np.arange(len(whole), dtype=np.float64)
    rate_hz = mapping.rate_hz
    if not rate_hz:
        trace = Curve("trace", index, whole)
        return CurvesFigure((trace,), "Sample", "", quantity, unit), None
    trace = Curve("trace", index / rate_hz, whole)
    found = amplitude_spectrum(whole - whole.mean(), rate_hz, scaling=Scaling.PEAK)
    spectrum = Curve("spectrum", found.frequency_hz, found.values)
    return (
        CurvesFigure((trace,), "Time", "s", quantity, unit),
        CurvesFigure((spectrum,), "Frequency", "Hz", f"{quantity}, peak", unit),
    )
