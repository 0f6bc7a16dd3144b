"""Drawings of a comparison as SVG text: intervals of the runs, their mean ranks, their curves."""

from collections.abc import Iterable, Sequence

import numpy as np

from pfd_desktop.core.comparison.outcome import Side
from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.figures.ranks import RanksFigure
from pfd_desktop.core.reports.svg import (
    CURVE,
    GRID,
    HEIGHT,
    INK,
    WIDTH,
    Frame,
    axes,
    drawing,
    line,
    polyline,
    text,
)

_LEFT, _RIGHT, _ROW, _TOP, _BELOW = 230, 24, 22, 10, 36
_LONGEST = 38  # letters of a name; the table beside has all
_MUTED = "#5a5f66"
_LINE = 14  # of names below curves
# Okabe and Ito (2008), darkened for thin lines on white; dashes part what is past their number.
_COLOURS = ("#1f64d6", "#b34700", "#00785a", "#a8487f", "#8a6a00")
_DASHES = ("none", "none", "none", "none", "none", "6 3", "6 3", "6 3", "6 3", "6 3")


def intervals_height(count: int) -> int:
    """Height of the drawing of so many runs."""
    return _TOP + _ROW * count + _BELOW


def intervals_svg(sides: Sequence[Side], chance: float) -> str:
    """Share of recordings named rightly with its interval, a row for each; guessing is dashed."""
    base = _TOP + _ROW * len(sides)
    parts = [*_scale([(share / 100, f"{share}") for share in range(0, 101, 20)], 0.0, 1.0, base)]
    x = _across(chance, 0.0, 1.0)
    parts.append(
        f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{base}" stroke="{_MUTED}"'
        ' stroke-dasharray="4 3"/>'
    )
    for place, side in enumerate(sides):
        y, found = _TOP + _ROW * (place + 0.5), side.accuracy
        low, value, high = (
            _across(share, 0.0, 1.0) for share in (found.low, found.value, found.high)
        )
        parts += [_name(side.name, y), _stroke(low, high, y, 1.5), _dot(value, y)]
    parts.append(_below("Recordings named rightly (%), 95 % interval; dashed: guessing", base))
    return drawing("accuracy of the runs", parts, intervals_height(len(sides)))


def ranks_height(figure: RanksFigure) -> int:
    """Height of the diagram."""
    return _TOP + _ROW * (len(figure.names) + 1) + 8 * len(figure.joined) + _BELOW


def ranks_svg(figure: RanksFigure) -> str:
    """Mean ranks, a row for each; bars below join those that cannot be told apart."""
    most = len(figure.names)
    rows = _TOP + _ROW * (most + 1)
    base = rows + 8 * len(figure.joined)
    parts = [*_scale([(rank, f"{rank}") for rank in range(1, most + 1)], 1.0, most, base)]
    y = _TOP + _ROW * 0.5
    wide = min(figure.critical_difference, most - 1.0)
    parts += [
        _name("Critical difference", y, _MUTED),
        _stroke(_across(1.0, 1.0, most), _across(1.0 + wide, 1.0, most), y, 3, _MUTED),
    ]
    for place, (name, rank) in enumerate(zip(figure.names, figure.mean_ranks, strict=True)):
        y, x = _TOP + _ROW * (place + 1.5), _across(rank, 1.0, most)
        parts += [_name(name, y), line(x, y, x, base, _MUTED), _dot(x, y)]
    for place, (low, high) in enumerate(figure.joined):
        ends = (_across(low, 1.0, most) - 3, _across(high, 1.0, most) + 3)
        parts.append(_stroke(*ends, rows + 8 * place + 4, 4))
    parts.append(_below(f"{figure.label}; bars join what was not told apart", base))
    return drawing("critical-difference diagram", parts, ranks_height(figure))


def curves_height(figure: CurvesFigure) -> int:
    """Height of the curves with their names below."""
    return HEIGHT + _LINE * len(figure.curves) + 4


def curves_svg(figure: CurvesFigure, name: str = "curves of the runs") -> str:
    """Curves over one another, told apart by colour and dash; a line below for each name."""
    every_y = np.concatenate([one.y[np.isfinite(one.y)] for one in figure.curves])
    every_x = np.concatenate([one.x for one in figure.curves])
    low, high = float(every_x.min()), float(every_x.max())
    top = float(every_y.max(initial=0.0)) or 1.0
    bottom = min(0.0, float(every_y.min(initial=0.0)))
    frame = Frame((low, high if high > low else low + 1.0), (bottom, 1.03 * top))
    parts = list(axes(frame, *(_with_unit(*one) for one in (
        (figure.x_label, figure.x_unit), (figure.y_label, figure.y_unit)
    ))))  # fmt: skip
    for place, one in enumerate(figure.curves):
        colour, dash = _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]
        look = f'stroke="{colour}" stroke-width="1.4" stroke-dasharray="{dash}"'
        y = HEIGHT + _LINE * place + 6
        parts += [
            polyline(frame, one.x, one.y, look),
            f'<line x1="62" y1="{y}" x2="92" y2="{y}" {look}/>',
            text(100, y + 3, one.name, "start"),
        ]
    return drawing(name, parts, curves_height(figure))


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label


def _across(value: float, low: float, high: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * (value - low) / (high - low)


def _scale(
    marks: Iterable[tuple[float, str]], low: float, high: float, base: float
) -> Iterable[str]:
    for value, words in marks:
        x = _across(value, low, high)
        yield line(x, _TOP, x, base, GRID)
        yield text(x, base + 13, words, "middle", _MUTED)


def _below(words: str, base: float) -> str:
    return text((WIDTH + _LEFT - _RIGHT) / 2, base + 29, words, "middle", _MUTED)


def _name(name: str, y: float, colour: str = INK) -> str:
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    return text(_LEFT - 10, y + 3, short, "end", colour)


def _stroke(left: float, right: float, y: float, width: float, colour: str = INK) -> str:
    return (
        f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}" stroke="{colour}"'
        f' stroke-width="{width}"/>'
    )


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{CURVE}"/>'
