"""Drawings for reports as SVG text: axes, one curve, fault markers. Always light, as paper is."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures.amplitude import short_form
from pfd_desktop.core.figures.columns import column_extremes
from pfd_desktop.core.figures.spectrum import Marker, SpectrumFigure
from pfd_desktop.core.figures.trace import TraceFigure

Floats = NDArray[np.float64]

WIDTH, HEIGHT = 640, 205
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 12, 30, 40
_HEADROOM = 1.15  # above the highest line, for the names of the markers
INK, GRID, CURVE = "#1c2127", "#e3e6ea", "#1f64d6"
_LOOK = f'stroke="{CURVE}" stroke-width="0.8"'
# Okabe and Ito (2008), darkened for thin lines on white.
_FAMILIES = {
    "BPFO": ("#b34700", "6 3"),
    "BPFI": ("#00699e", "7 3 2 3"),
    "2×BSF": ("#00785a", "2 2"),
    "BSF": ("#00785a", "1 3"),
    "FTF": ("#a8487f", "7 3 2 3 2 3"),
    "whirl": ("#8a6a00", "6 3"),
    "½X": ("#00699e", "2 2"),
}
_OTHERS = ("#5a5f66", "2 3")
_ROWS = 2  # of names above the curve
_ROOM = 24.0  # between the harmonics of a family, from which on more than the first is drawn


@dataclass(frozen=True)
class Frame:
    """Where the axes lie, and what they show."""

    x: tuple[float, float]
    y: tuple[float, float]

    def across(self, value: float) -> float:
        """Where a value of the lower axis is drawn."""
        low, high = self.x
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (value - low) / (high - low)

    def up(self, value: float) -> float:
        """Where a value of the left axis is drawn."""
        low, high = self.y
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)


def spectrum_svg(figure: SpectrumFigure) -> str:
    """A spectrum with its markers and the short form of its amplitude contract."""
    top = float(figure.y.max(initial=0.0)) or 1.0
    bottom = min(0.0, float(figure.y.min(initial=0.0)))
    frame = Frame((float(figure.x[0]), float(figure.x[-1])), (bottom, top * _HEADROOM))
    parts = [
        *axes(frame, f"{figure.x_label} ({figure.x_unit})", short_form(figure)),
        *_markers(frame, figure.markers),
        _curve(frame, figure.x, figure.y),
    ]
    return drawing(f"{figure.kind} of {figure.recording}", parts)


def trace_svg(figure: TraceFigure) -> str:
    """A whole recording: the exact envelope of its samples."""
    count = min(figure.count, 2 * WIDTH)
    found = figure.columns(0, figure.count, count)
    low, high = float(found.minima.min()), float(found.maxima.max())
    room = 0.06 * (high - low) or 1.0
    frame = Frame((0.0, figure.duration_s), (low - room, high + room))
    times = (np.arange(count) + 0.5) * figure.duration_s / count
    name = figure.quantity[:1].upper() + figure.quantity[1:]
    ends = np.column_stack((found.minima, found.maxima)).ravel().astype(np.float64)
    curve = polyline(frame, np.repeat(times, 2), ends)
    parts = [*axes(frame, "Time (s)", f"{name} ({figure.unit})"), curve]
    return drawing(f"time trace of {figure.recording}", parts)


def drawing(title: str, parts: Iterable[str], height: int = HEIGHT) -> str:
    """The whole of it, WIDTH wide, on white."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}" font-family="Inter, sans-serif" font-size="10">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>{"".join(parts)}</svg>'
    )


def axes(frame: Frame, bottom: str, left: str) -> Iterable[str]:
    """Frame, grid, numbers, and what the axes say."""
    base, top = HEIGHT - _BOTTOM, _TOP
    for value, words in _ticks(*frame.x, 8):
        x = frame.across(value)
        yield line(x, top, x, base, GRID)
        yield text(x, base + 14, words, "middle")
    scale, prefix = _scale(max(abs(frame.y[0]), abs(frame.y[1])))
    for value, words in _ticks(frame.y[0] / scale, frame.y[1] / scale, 5):
        y = frame.up(value * scale)
        yield line(_LEFT, y, WIDTH - _RIGHT, y, GRID)
        yield text(_LEFT - 6, y + 3, words, "end")
    yield (
        f'<rect x="{_LEFT}" y="{top}" width="{WIDTH - _LEFT - _RIGHT}" height="{base - top}"'
        f' fill="none" stroke="#a9afb7"/>'
    )
    yield text((WIDTH + _LEFT) / 2, HEIGHT - 8, bottom, "middle")
    said = f"{left}, {prefix}" if prefix else left
    yield text(_LEFT, 13, said, "start")


def _curve(frame: Frame, x: Floats, y: Floats) -> str:
    columns = 2 * (WIDTH - _LEFT - _RIGHT)
    if x.size <= 2 * columns:
        return polyline(frame, x, y)
    filled, low, high = column_extremes(x, y, np.linspace(*frame.x, columns + 1))
    places = frame.x[0] + (filled + 0.5) * (frame.x[1] - frame.x[0]) / columns
    return polyline(frame, np.repeat(places, 2), np.column_stack((low, high)).ravel())


def polyline(frame: Frame, x: Floats, y: Floats, look: str = _LOOK) -> str:
    """One curve; what is no number is left out. *look*: how it is drawn, as SVG says it."""
    points = " ".join(
        f"{frame.across(float(a)):.1f},{frame.up(float(b)):.1f}"
        for a, b in zip(x, y, strict=True)
        if np.isfinite(b)
    )
    return f'<polyline points="{points}" fill="none" {look}/>'


def _markers(frame: Frame, markers: tuple[Marker, ...]) -> Iterable[str]:
    """The first lines of each family, more where they have room; names in rows above the curve."""
    taken = [0.0] * _ROWS
    seen = [m for m in markers if frame.x[0] <= m.position <= frame.x[1]]
    drawn = [m for m in seen if not m.apart and m.harmonic <= _most(frame, m)]
    for marker in sorted(drawn, key=lambda one: one.position):
        colour, dash = _FAMILIES.get(marker.family, _OTHERS)
        x, words = frame.across(marker.position), _name(marker)
        yield (
            f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{HEIGHT - _BOTTOM}"'
            f' stroke="{colour}" stroke-opacity="0.55" stroke-dasharray="{dash}"/>'
        )
        width = 6.0 * len(words) + 6
        row = next((r for r in range(_ROWS) if x >= taken[r]), None)
        if row is not None and x + width < WIDTH - _RIGHT:
            taken[row] = x + width
            yield text(x + 2, _TOP + 9 + 10 * row, words, "start", colour)


def _most(frame: Frame, marker: Marker) -> int:
    """How many lines of its family are drawn."""
    spacing = (frame.across(marker.position) - frame.across(0.0)) / marker.harmonic
    if spacing < _ROOM or marker.family == "FTF":
        return 1
    return 3 if marker.family == "1X" else 5


def _name(marker: Marker) -> str:
    if marker.family == "1X":
        return f"{marker.harmonic}X"
    return marker.family if marker.harmonic == 1 else f"{marker.family} {marker.harmonic}×"


def _ticks(low: float, high: float, wanted: int) -> Iterable[tuple[float, str]]:
    """About *wanted* ticks at 1, 2 or 5 times a power of ten."""
    rough = (high - low) / wanted
    base = 10.0 ** floor(log10(rough))
    spacing = base * next(step for step in (1, 2, 5, 10) if rough <= 1.2 * step * base)
    digits = max(0, -floor(log10(spacing) + 1e-9))
    for index in range(ceil(low / spacing - 1e-9), floor(high / spacing + 1e-9) + 1):
        yield index * spacing, f"{index * spacing:.{digits}f}".replace("-", "−")


def _scale(largest: float) -> tuple[float, str]:
    """A power of a thousand that makes the numbers short, in words."""
    power = 0 if largest <= 0 else floor(log10(largest) / 3 + 1e-9)
    return (1.0, "") if power == 0 else (1000.0**power, f"in 10^{3 * power}".replace("-", "−"))


def line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    """One stroke."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def text(x: float, y: float, words: str, anchor: str, colour: str = INK) -> str:
    """Words beside a place; *anchor* is start, middle or end."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(words)}</text>"
    )
