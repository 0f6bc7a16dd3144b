"""Cursors on a curve: single, delta, harmonic family, sideband family."""

from dataclasses import dataclass, replace
from enum import StrEnum

from pfd_desktop.core.figures.reading import Readable, Reading

HARMONICS = 20
SIDEBANDS = 5


class CursorMode(StrEnum):
    """What a click does."""

    SINGLE = "single"
    DELTA = "delta"
    HARMONIC = "harmonic"
    SIDEBAND = "sideband"


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
    first: Reading | None = None  # cursor, reference, fundamental or carrier
    second: Reading | None = None  # the other end of a delta, or the first sideband

    def with_mode(self, mode: CursorMode) -> "Cursors":
        """Switch to ``mode``, or back to single when it is on already."""
        wanted = CursorMode.SINGLE if mode is self.mode else mode
        return Cursors(wanted, self.first, None)

    def placed(self, point: Reading) -> "Cursors":
        """A click: moves the cursor; in delta and sideband mode it sets the second one."""
        two = self.mode in (CursorMode.DELTA, CursorMode.SIDEBAND)
        if two and self.first is not None:
            return replace(self, second=point)
        return replace(self, first=point)

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
        if self.mode is CursorMode.DELTA:
            return self._delta_lines(self.first)
        if self.mode is CursorMode.HARMONIC:
            return _harmonic_lines(self.first, source)
        if self.mode is CursorMode.SIDEBAND:
            return self._sideband_lines(self.first, source)
        return (CursorLine("Cursor", self.first),)

    def _delta_lines(self, first: Reading) -> tuple[CursorLine, ...]:
        if self.second is None:
            return (CursorLine("Reference", first),)
        return (CursorLine("Reference", first), CursorLine("Cursor", self.second))

    def difference(self) -> Reading | None:
        """Second minus first, in delta mode."""
        if self.mode is not CursorMode.DELTA or self.first is None or self.second is None:
            return None
        return Reading(self.second.x - self.first.x, self.second.y - self.first.y)

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
