"""The four ways to average spectra; they answer four different questions.

Linear: the mean power of a steady signal. Exponential: the present, with a memory that fades. Peak
hold: the highest that ever was. Vector: only what repeats with the trigger (Heinzel 2002, sec. 8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.fourier import AnyComplexes
from pfd_desktop.core.dsp.segments import Cuts
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT, Progress

Floats = NDArray[np.float64]
Samples = NDArray[np.floating[Any]]

_PARTS = 64  # of a sample


class Averaging(StrEnum):
    """How spectra of pieces become one."""

    LINEAR = "linear"
    EXPONENTIAL = "exponential"
    PEAK_HOLD = "peak hold"
    VECTOR = "vector"


@dataclass(frozen=True)
class Memory:
    """How much each new piece counts in an exponential average."""

    weight: float  # α: P ← (1-α) P + α |X|²

    @classmethod
    def of_averages(cls, number: float) -> "Memory":
        """As steady as *number* linear averages of independent pieces: α = 2 / (number + 1)."""
        if not number >= 1:
            raise InvalidInput(f"{number:g} averages are none; give 1 or more.")
        return cls(2 / (number + 1))

    @classmethod
    def of_time(cls, constant_s: float, step_s: float) -> "Memory":
        """What lies *constant_s* back counts 1/e as much; pieces come every *step_s*."""
        if not constant_s > 0:
            raise InvalidInput(f"A time constant of {constant_s:g} s is none; give one above 0.")
        return cls(float(-np.expm1(-step_s / constant_s)))


def averaged_power(
    blocks: Iterable[AnyComplexes], lines: int, averaging: Averaging, memory: Memory
) -> Floats:
    """|X|² of *lines* lines averaged over all rows of the blocks; vector has its own function.

    An exponential average is divided by the sum of its weights, so that the first pieces do not
    count for more than the later ones.
    """
    if averaging is Averaging.PEAK_HOLD:
        return _peak(blocks, lines)
    if averaging is Averaging.EXPONENTIAL:
        return _exponential(blocks, lines, memory.weight)
    return _linear(blocks, lines)


def _parts(block: AnyComplexes) -> NDArray[np.floating]:
    """Real and imaginary parts side by side: twice as fast to square as a complex array."""
    return np.ascontiguousarray(block).view(block.real.dtype)


def _linear(blocks: Iterable[AnyComplexes], lines: int) -> Floats:
    total, count = np.zeros(2 * lines), 0
    for block in blocks:
        parts = _parts(block)
        total += np.einsum("ij,ij->j", parts, parts)
        count += len(block)
    return (total[::2] + total[1::2]) / count


def _exponential(blocks: Iterable[AnyComplexes], lines: int, weight: float) -> Floats:
    total, count = np.zeros(2 * lines), 0
    for block in blocks:
        parts = _parts(block)
        fading = weight * (1 - weight) ** np.arange(len(block) - 1, -1, -1)
        total *= (1 - weight) ** len(block)
        total += fading.astype(parts.dtype) @ np.square(parts)
        count += len(block)
    return (total[::2] + total[1::2]) / (1 - (1 - weight) ** count)


def _peak(blocks: Iterable[AnyComplexes], lines: int) -> Floats:
    highest = np.zeros(lines)
    for block in blocks:
        np.maximum(highest, np.abs(block).max(axis=0), out=highest)
    return highest**2


def vector_power(
    samples: Samples, cuts: Cuts, weights: Floats, progress: Progress = SILENT
) -> Floats:
    """|mean of X|² of all pieces, phases referred to where each truly begins.

    The pieces are added up before they are transformed, those alike in how late they begin (to a
    64th of a sample) together: at half the sampling rate a line loses 1e-4, below less.
    """
    late = np.zeros(len(cuts.starts)) if cuts.late is None else cuts.late
    part = (late * _PARTS).astype(int)
    values, lines = np.asarray(samples), np.arange(cuts.size // 2 + 1)
    mean = np.zeros(len(lines), dtype=np.complex128)
    done = 0
    for number in np.unique(part):
        own = part == number
        total = np.zeros(cuts.size)
        for start in cuts.starts[own]:
            total += values[start : start + cuts.size]
        ahead = np.exp(2j * np.pi * late[own].mean() / cuts.size * lines)
        mean += fourier.rfft((total - total.mean()) * weights) * ahead
        done += int(own.sum())
        progress.report(done / len(late))
    mean /= len(late)
    return np.asarray(mean.real**2 + mean.imag**2)
