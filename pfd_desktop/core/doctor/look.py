"""What the checks look at: gathered in one pass over the samples and one averaged spectrum."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.spectra import psd

Floats = NDArray[np.float64]

_BLOCKS = 64  # of the record, whose means and scatter are kept
_SEGMENT = 1 << 14
_SPECTRUM_OF = 1 << 22  # samples; more change no verdict


@dataclass(frozen=True, eq=False)
class Look:
    """One waveform; levels are in its own unit."""

    samples: NDArray[np.float32]
    rate_hz: float
    quantity: str
    speed_rpm: float | None
    mean: float
    rms: float  # about the mean
    means: Floats  # of the blocks
    scatters: Floats  # standard deviations of the blocks
    frequency_hz: Floats
    density: Floats

    @property
    def duration_s(self) -> float:
        """Length of the record."""
        return len(self.samples) / self.rate_hz

    def time_of(self, sample: int) -> str:
        """ "at 1.25 s"."""
        return f"at {sample / self.rate_hz:.4g} s"

    @property
    def typical(self) -> float:
        """The scatter of an ordinary block, whatever a few of them show."""
        return float(np.median(self.scatters))


def look_at(
    samples: NDArray[np.float32], rate_hz: float, quantity: str, speed_rpm: float | None
) -> Look:
    """Gather all; samples may be a memory map, of which pieces are read."""
    edges = np.linspace(0, len(samples), min(_BLOCKS, len(samples) // 8) + 1).astype(int)
    blocks = [np.asarray(samples[a:b], np.float64) for a, b in pairwise(edges.tolist())]
    means = np.array([block.mean() for block in blocks])
    scatters = np.array([block.std() for block in blocks])
    sizes = np.diff(edges)
    mean = float((means * sizes).sum() / sizes.sum())
    power = float(((scatters**2 + (means - mean) ** 2) * sizes).sum() / sizes.sum())
    part = np.asarray(samples[:_SPECTRUM_OF], np.float64)
    found = psd(part - part.mean(), rate_hz, segment=min(_SEGMENT, len(part)))
    return Look(
        samples,
        rate_hz,
        quantity,
        speed_rpm,
        mean,
        float(np.sqrt(power)),
        means,
        scatters,
        found.frequency_hz,
        found.values,
    )
