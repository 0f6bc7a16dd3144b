"""The spectra of a class: their middle, and the band that most of them lie in."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pfd_desktop.core.dsp.spectra import psd
from pfd_desktop.core.exploring.collection import Floats
from pfd_desktop.core.waveforms.blob import open_blob, waveform_of
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

LINES = 1024
BAND = (10.0, 90.0)  # percentiles


@dataclass(frozen=True)
class SpectrumOf:
    """A recording whose density is wanted on a grid of LINES up to ``top_hz``."""

    path: Path
    top_hz: float


@dataclass(frozen=True, eq=False)
class ClassSpectrum:
    """Levels in dB over 1 unit²/Hz; percentiles over recordings."""

    label: str
    recordings: int
    low: Floats
    middle: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class ClassSpectra:
    """All classes on one grid."""

    frequency_hz: Floats
    unit: str  # of the samples
    classes: tuple[ClassSpectrum, ...]
    notes: tuple[str, ...]


def density_of(request: SpectrumOf, progress: Progress) -> Floats:
    """Power spectral density averaged into equal bands of the grid; shape (LINES,)."""
    blob = open_blob(request.path)
    try:
        waveform = waveform_of(blob)
        size = min(len(waveform.samples), 4 * LINES)
        found = psd(waveform.samples, waveform.rate_hz, segment=size, progress=progress)
    finally:
        blob.close()
    edges = np.linspace(0, request.top_hz, LINES + 1)
    place = np.clip(np.searchsorted(edges, found.frequency_hz, "right") - 1, 0, LINES)
    inside = found.frequency_hz <= request.top_hz
    total = np.bincount(place[inside], found.values[inside], LINES + 1)[:LINES]
    count = np.bincount(place[inside], minlength=LINES + 1)[:LINES]
    middle = (edges[:-1] + edges[1:]) / 2
    filled = count > 0
    return np.asarray(np.interp(middle, middle[filled], total[filled] / count[filled]))


def gathered(
    densities: Floats, labels: tuple[str, ...], top_hz: float, unit: str, notes: tuple[str, ...]
) -> ClassSpectra:
    """The percentiles of each class; *densities* has a row for each recording."""
    if not len(densities):
        raise InvalidInput("There is no recording to show the spectrum of.")
    levels = 10 * np.log10(np.maximum(densities, 1e-300))
    names = np.array(labels)
    classes = []
    for label in sorted(set(labels)):
        own = levels[names == label]
        low, middle, high = np.percentile(own, (BAND[0], 50.0, BAND[1]), axis=0)
        classes.append(ClassSpectrum(label, len(own), low, middle, high))
    grid = (np.arange(LINES) + 0.5) * top_hz / LINES
    return ClassSpectra(grid, unit, tuple(classes), notes)
