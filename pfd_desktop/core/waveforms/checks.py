"""What can be wrong with samples, and what is done about it before they are kept."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.blob import BlobInfo
from pfd_desktop.errors import InvalidRecording

MIN_SAMPLES = 64  # fewer have no spectrum worth the name
SHORT_S = 1.0  # below, lines closer than 1 Hz cannot be told apart
MAX_MISSING = 0.01  # of all samples: more gaps than this are no measurement
_LARGEST = float(np.finfo(np.float32).max)


@dataclass
class Gaps:
    """Samples that are no numbers, counted while they pass; lone ones are bridged by a line."""

    missing: int = 0
    total: int = 0
    last: float = 0.0  # finite sample before the piece that is next

    def bridged(self, pieces: Iterator[NDArray[np.float64]]) -> Iterator[NDArray[np.float64]]:
        """The same pieces with NaN, infinities and what float32 cannot hold interpolated."""
        for piece in pieces:
            with np.errstate(invalid="ignore"):
                good = np.abs(piece) <= _LARGEST  # False for NaN as well
            self.total += piece.shape[0]
            bad = piece.shape[0] - int(np.count_nonzero(good))
            self.missing += bad
            filled = self._filled(piece, good) if bad else piece
            if filled.shape[0]:
                self.last = float(filled[-1])
            yield filled

    def _filled(self, piece: NDArray[np.float64], good: NDArray[np.bool_]) -> NDArray[np.float64]:
        where = np.flatnonzero(good)
        known = np.concatenate(([-1], where))
        values = np.concatenate(([self.last], piece[where]))
        if self.total == piece.shape[0] and where.size:  # nothing came before: hold the first
            values[0] = values[1]
        return np.interp(np.arange(piece.shape[0]), known, values)

    def flags(self, name: str) -> list[Flag]:
        """What to say of the gaps; raises where there are too many."""
        if self.missing > MAX_MISSING * self.total:
            raise InvalidRecording(
                f"{name}: {self.missing:,} of {self.total:,} samples are not numbers (NaN or"
                " infinite). That is too much to bridge; export the measurement again."
            )
        if not self.missing:
            return []
        verb = "sample is" if self.missing == 1 else "samples are"
        return [
            Flag(
                "nan",
                f"{self.missing:,} of {self.total:,} {verb} not a number (NaN or infinite) and"
                " bridged by a straight line",
            )
        ]


def check_length(name: str, samples: int) -> None:
    """Refuse what is too short for any spectrum."""
    if samples < MIN_SAMPLES:
        raise InvalidRecording(
            f"{name} is too short: {samples:,} samples, and at least {MIN_SAMPLES} are needed for a"
            " spectrum."
        )


def sample_flags(name: str, kept: BlobInfo) -> list[Flag]:
    """Flags of the samples as kept; refuses a constant signal."""
    if kept.lowest == kept.highest:
        raise InvalidRecording(
            f"{name}: every sample is {kept.lowest:g}. A constant signal is no measurement: check"
            " cable and channel."
        )
    seconds = kept.samples / kept.rate_hz
    if seconds >= SHORT_S:
        return []
    return [Flag("short", f"only {seconds:.3g} s: lines closer than {1 / seconds:.3g} Hz merge")]
