"""A waveform of any length, ready to draw column by column."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.spans import SpanReading, SpanValue, root
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import SourceChanged, SourceMissing
from pfd_desktop.progress import Progress

_SNAP_SAMPLES = 1 << 20  # a peak is looked for among at most so many samples, to stay instant
_SPAN_SAMPLES = 1 << 22  # the RMS of a longer stretch would hold the window up

OUT_OF_REACH = (SourceMissing, SourceChanged)  # samples outside the project, moved or changed


class Waveform(Protocol):
    """What a trace needs of a waveform file (``core/waveforms/blob.py`` has it)."""

    @property
    def samples(self) -> NDArray[np.float32]:
        """All samples, mapped from the file."""

    def envelope(
        self, start: int, stop: int, columns: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Exact minimum and maximum of the samples in each of ``columns`` equal parts."""


@runtime_checkable
class Powered(Protocol):
    """A waveform that knows the mean squares of its samples by column."""

    def has_powers(self) -> bool:
        """Whether ``mean_squares`` can be asked now."""

    def add_powers(self, progress: Progress) -> None:
        """Read all samples once, so that it can be asked from then on."""

    def mean_squares(self, start: int, stop: int, columns: int) -> NDArray[np.float64]:
        """The mean square of the samples in each of ``columns`` equal parts."""


@dataclass(frozen=True)
class Columns:
    """The envelope of a stretch of samples: one minimum and maximum per column."""

    start: int  # first sample of the first column
    stop: int  # one past the last sample of the last column
    minima: NDArray[np.float32]
    maxima: NDArray[np.float32]


@dataclass(frozen=True)
class TraceFigure:
    """A recording's samples over time in seconds, or over angle in turns of the shaft.

    Where the axis is an angle, "seconds" below are turns and the rate is samples in each.
    """

    waveform: Waveform
    rate_hz: float
    quantity: str
    unit: str
    recording: str  # its name
    blob: str  # SHA-256 of the samples as measured
    axis: Axis = Axis.TIME
    chain: str = ""  # what was done to the samples since, in words

    @property
    def count(self) -> int:
        """Number of samples."""
        return int(self.waveform.samples.shape[0])

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.count / self.rate_hz

    def span(self, low_s: float, high_s: float) -> tuple[int, int]:
        """The samples from ``low_s`` to ``high_s``, widened to whole samples and kept inside."""
        start = max(0, floor(low_s * self.rate_hz))
        return start, max(start, min(self.count, ceil(high_s * self.rate_hz) + 1))

    def columns(self, start: int, stop: int, count: int) -> Columns:
        """The exact envelope of samples ``start`` to ``stop`` in ``count`` columns."""
        minima, maxima = self.waveform.envelope(start, stop, count)
        return Columns(start, stop, minima, maxima)

    def rms_columns(self, start: int, stop: int, count: int) -> Columns | None:
        """The RMS of samples ``start`` to ``stop`` by column, as a band from minus to plus.

        None while the waveform does not know it.
        """
        waveform = self.waveform
        if not isinstance(waveform, Powered) or not waveform.has_powers():
            return None
        rms = np.sqrt(waveform.mean_squares(start, stop, count)).astype(np.float32)
        return Columns(start, stop, -rms, rms) if rms.size else None

    def extremes(self) -> tuple[float, float]:
        """Smallest and largest sample; -1 and 1 where they cannot be read any more."""
        try:
            minima, maxima = self.waveform.envelope(0, self.count, 1)
        except OUT_OF_REACH:
            return -1.0, 1.0
        return float(minima[0]), float(maxima[0])

    # -- what cursors ask ----------------------------------------------------------------------

    @property
    def step(self) -> float:
        """Seconds from one sample to the next."""
        return 1.0 / self.rate_hz

    def value_at(self, x: float) -> Reading | None:
        """The sample nearest to ``x`` seconds."""
        index = round(x * self.rate_hz)
        if not 0 <= index < self.count:
            return None
        piece = self._piece(index, index + 1)
        return None if piece is None else Reading(index / self.rate_hz, float(piece[0]))

    def peak_near(self, x: float, reach: float) -> Reading | None:
        """The sample of largest magnitude within ``reach`` seconds of ``x``."""
        start, stop = self.span(x - reach, x + reach)
        if stop - start > _SNAP_SAMPLES:
            middle = (start + stop) // 2
            start, stop = middle - _SNAP_SAMPLES // 2, middle + _SNAP_SAMPLES // 2
        piece = self._piece(start, stop) if stop > start else None
        if piece is None:
            return None
        index = int(np.argmax(np.abs(piece)))
        return Reading((start + index) / self.rate_hz, float(piece[index]))

    def span_reading(self, low: float, high: float) -> SpanReading:
        """RMS, mean and peak-to-peak of the samples from ``low`` to ``high`` seconds."""
        start = max(0, ceil(low * self.rate_hz - 1e-9))
        stop = min(self.count, floor(high * self.rate_hz + 1e-9) + 1)
        if stop <= start:
            return SpanReading(low, high, note="no sample between the edges")
        if stop - start > _SPAN_SAMPLES:
            most = f"{_SPAN_SAMPLES / self.rate_hz:.0f} s"
            return SpanReading(low, high, note=f"too long to read at once: at most {most}")
        read = self._piece(start, stop)
        if read is None:
            return SpanReading(low, high, note="the file of the samples cannot be read any more")
        piece = np.asarray(read, np.float64)
        mean, square = float(piece.mean()), float(piece @ piece) / len(piece)
        values = (
            SpanValue("Span RMS", root(square), self.unit),
            SpanValue("RMS about the mean", root(square - mean**2), self.unit),
            SpanValue("Mean", mean, self.unit),
            SpanValue("Peak-to-peak", float(np.ptp(piece)), self.unit),
        )
        return SpanReading(low, high, values)

    def _piece(self, start: int, stop: int) -> NDArray[np.float32] | None:
        """Some samples; None where another program has changed the file that they lie in."""
        try:
            return np.asarray(self.waveform.samples[start:stop])
        except OUT_OF_REACH:
            return None

    # -- export --------------------------------------------------------------------------------

    def table(self, low_s: float, high_s: float) -> DataTable:
        """The samples from ``low_s`` to ``high_s`` at full precision."""
        start, stop = self.span(low_s, high_s)
        in_time = self.axis is Axis.TIME
        return DataTable(
            header=(
                f"quantity: {self.quantity}",
                f"unit: {self.unit}",
                f"sampling rate: {self.rate_hz!r} {'Hz' if in_time else 'per turn'}",
                f"processing: {self.chain or 'none'}",
                "window: none",
                "averages: 1",
                "overlap: none",
                "band: none",
                f"recording: {self.recording}",
                f"recording hash: {self.blob}",
            ),
            names=("time_s" if in_time else "angle_turns", f"{self.quantity} ({self.unit})"),
            rows=stop - start,
            pieces=lambda: self._pieces(start, stop),
        )

    def _pieces(self, start: int, stop: int) -> Iterator[NDArray[np.float64]]:
        for first in range(start, stop, 1 << 16):
            last = min(stop, first + (1 << 16))
            times = np.arange(first, last) / self.rate_hz
            yield np.column_stack((times, self.waveform.samples[first:last]))
