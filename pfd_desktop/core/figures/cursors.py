"""Cursors on a curve: single, delta, harmonic and sideband family, band, damping."""

from dataclasses import dataclass, replace
from enum import StrEnum

from pfd_desktop.core.figures.reading import Readable, Reading
from pfd_desktop.core.figures.spans import HalfPower, ReadsDamping, ReadsSpans, SpanReading

HARMONICS = 20
SIDEBANDS = 5


class CursorMode(StrEnum):
    """What a click does."""

    SINGLE = "single"
    DELTA = "delta"
    HARMONIC = "harmonic"
    SIDEBAND = "sideband"
    BAND = "band"
    DAMPING = "damping"


_TWO = (CursorMode.DELTA, CursorMode.SIDEBAND, CursorMode.BAND)  # modes with a second place


@dataclass(frozen=True)
class CursorLine:
    """One line of the cursor and what it reads."""

    name: str  # "Cursor", "Delta", "3×", "−2"
    point: Reading
    note: str = ""


@dataclass(frozen=True)
class Cursors:
    """Where the cursors stand; every change makes a new one."""

    mode: CursorMode = CursorMode.SINGLE
    first: Reading | None = None  # cursor, reference, fundamental, carrier or edge of a band
    second: Reading | None = None  # the other end of a delta or band, or the first sideband

    def with_mode(self, mode: CursorMode) -> "Cursors":
        """Switch to ``mode``, or back to single when it is on already."""
        wanted = CursorMode.SINGLE if mode is self.mode else mode
        return Cursors(wanted, self.first, None)

    def placed(self, point: Reading) -> "Cursors":
        """A click: moves the cursor; in modes of two places it sets the second one."""
        if self.mode not in _TWO or self.first is None:
            return replace(self, first=point)
        if self.mode is CursorMode.BAND and self.second is not None:  # the nearer edge goes there
            away = abs(point.x - self.first.x), abs(point.x - self.second.x)
            if away[0] < away[1]:
                return replace(self, first=point)
        return replace(self, second=point)

    def active(self) -> Reading | None:
        """The one that arrow keys move."""
        return self.second or self.first

    def moved(self, point: Reading) -> "Cursors":
        """Put the active cursor at ``point``."""
        if self.second is not None:
            return replace(self, second=point)
        return replace(self, first=point)

    def escaped(self) -> "Cursors":
        """Leave the mode; once single, take the cursor away."""
        if self.mode is not CursorMode.SINGLE:
            return Cursors(CursorMode.SINGLE, self.first)
        return Cursors()

    def reread(self, source: Readable) -> "Cursors":
        """The same places on another curve."""
        return replace(self, first=_read(source, self.first), second=_read(source, self.second))

    def lines(self, source: Readable) -> tuple[CursorLine, ...]:
        """All lines with what they read on ``source``."""
        if self.first is None:
            return ()
        first = self.first
        match self.mode:
            case CursorMode.DELTA:
                found = self._delta_lines(first)
            case CursorMode.HARMONIC:
                found = _harmonic_lines(first, source)
            case CursorMode.SIDEBAND:
                found = self._sideband_lines(first, source)
            case CursorMode.BAND:
                found = self._band_lines(first)
            case CursorMode.DAMPING:
                found = self._damping_lines(first, source)
            case CursorMode.SINGLE:
                found = (CursorLine("Cursor", first),)
        return found

    def _delta_lines(self, first: Reading) -> tuple[CursorLine, ...]:
        if self.second is None:
            return (CursorLine("Reference", first),)
        return (CursorLine("Reference", first), CursorLine("Cursor", self.second))

    def difference(self) -> Reading | None:
        """Second minus first, in delta mode."""
        if self.mode is not CursorMode.DELTA or self.first is None or self.second is None:
            return None
        return Reading(self.second.x - self.first.x, self.second.y - self.first.y)

    def _band_lines(self, first: Reading) -> tuple[CursorLine, ...]:
        if self.second is None:
            return (CursorLine("Edge", first),)
        low, high = sorted((first, self.second), key=lambda point: point.x)
        return (CursorLine("From", low), CursorLine("To", high))

    def band(self, source: Readable) -> SpanReading | None:
        """What lies between the two edges, in band mode; None without both."""
        if self.mode is not CursorMode.BAND or self.first is None or self.second is None:
            return None
        low, high = sorted((self.first.x, self.second.x))
        if isinstance(source, ReadsSpans):
            return source.span_reading(low, high)
        return SpanReading(low, high, note="this curve has no RMS")

    def half_power(self, source: Readable) -> HalfPower | None:
        """The half-power width of the peak under the cursor, in damping mode."""
        if self.mode is not CursorMode.DAMPING or self.first is None:
            return None
        return source.half_power(self.first.x) if isinstance(source, ReadsDamping) else None

    def _damping_lines(self, first: Reading, source: Readable) -> tuple[CursorLine, ...]:
        found = self.half_power(source)
        if found is None:
            return (CursorLine("Peak", first, "no flanks that fall by 3 dB"),)
        sides = (CursorLine("−3 dB", Reading(x, found.level)) for x in (found.low, found.high))
        return (CursorLine("Peak", first), *sides)

    def _sideband_lines(self, carrier: Reading, source: Readable) -> tuple[CursorLine, ...]:
        found = [CursorLine("Carrier", carrier)]
        if self.second is None:
            return tuple(found)
        spacing = abs(self.second.x - carrier.x)
        for order in (k * side for k in range(1, SIDEBANDS + 1) for side in (-1, 1)):
            point = source.value_at(carrier.x + order * spacing)
            if point is not None and spacing > 0:
                found.append(CursorLine(f"{'+' if order > 0 else '−'}{abs(order)}", point))
        return tuple(sorted(found, key=lambda line: line.point.x))


def _read(source: Readable, point: Reading | None) -> Reading | None:
    return None if point is None else source.value_at(point.x)


def _harmonic_lines(fundamental: Reading, source: Readable) -> tuple[CursorLine, ...]:
    found = [CursorLine("1×", fundamental)]
    if fundamental.x <= 0:
        return tuple(found)
    for order in range(2, HARMONICS + 1):
        point = source.value_at(order * fundamental.x)
        if point is None:
            break
        found.append(CursorLine(f"{order}×", point))
    return tuple(found)
