"""A block of windows with the one transform that their features share."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import single_precision
from pfd_desktop.core.dsp.single_precision import SingleComplexes, Singles
from pfd_desktop.core.features.spec import Known

_MULTIPLE = 8  # samples of the transform: three times halved by the wavelet packets


@dataclass(frozen=True)
class Block:
    """Windows as rows, without mean and of unit r.m.s., in single precision.

    A gain or a unit is in ``rms`` alone, so nothing else can depend on it; a window whose values
    differ by no more than rounding is ``silent`` and all zeros.
    """

    waves: Singles
    rms: NDArray[np.float64]
    rate_hz: float
    known: Known

    @classmethod
    def of(cls, raw: NDArray[np.floating], rate_hz: float, known: Known) -> "Block":
        """The windows *raw*, rows × samples."""
        windows = raw.astype(np.float64)
        highest, lowest = (end(raw, axis=1).astype(np.float64) for end in (np.max, np.min))
        mean = windows.mean(axis=1)
        windows -= mean[:, None]
        level = np.maximum(highest, -lowest)
        peak = np.maximum(highest - mean, mean - lowest)
        silent = peak <= 1e-12 * level
        peak[silent] = 1.0
        windows /= peak[:, None]
        unit = np.sqrt(np.einsum("rt,rt->r", windows, windows) / windows.shape[1])
        windows /= np.maximum(unit, 1e-300)[:, None]
        windows[silent] = 0.0
        rms = np.where(silent, 0.0, peak * unit)
        return cls(windows.astype(np.float32), rms, rate_hz, known)

    @property
    def silent(self) -> NDArray[np.bool_]:
        """Windows without any signal."""
        return np.asarray(self.rms == 0)

    @property
    def size(self) -> int:
        """Samples that are transformed."""
        return int(self.waves.shape[1]) // _MULTIPLE * _MULTIPLE

    @cached_property
    def lines(self) -> SingleComplexes:
        """The one-sided transform of each window, not tapered."""
        return single_precision.rfft(self.waves[:, : self.size])

    @property
    def turns(self) -> float:
        """Turns of the shaft in what is transformed; 0 where the speed is not known."""
        return (self.known.shaft_hz or 0.0) * self.size / self.rate_hz

    def hann_power(self, highest: int) -> Singles:
        """|DFT|² under a Hann window of the lines below *highest*: a sum of three lines each."""
        lines = self.lines[:, : highest + 1]
        tapered = lines[:, :highest] * np.float32(0.5)
        tapered[:, 1:] -= np.float32(0.25) * (lines[:, : highest - 1] + lines[:, 2 : highest + 1])
        tapered[:, 0] -= np.float32(0.5) * lines[:, 1].real
        return np.asarray(tapered.real**2 + tapered.imag**2, dtype=np.float32)
