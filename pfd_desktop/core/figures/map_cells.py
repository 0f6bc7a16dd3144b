"""The cells of a map: their edges, the range of their values, cuts through them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures.amplitude import levels
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure

Floats = NDArray[np.float64]

_SAMPLED = 100_000  # values that percentiles are taken of
_SHOWN_DB = 80.0  # at most, below the highest value
_LOW_PERCENT, _HIGH_PERCENT = 1.0, 99.9
_FLOOR_PERCENT = 25.0  # of levels: what lies below is noise
_OCTAVES = 2.0  # from which evenly growing centres are shown on a logarithmic axis
_OUTLINED = 400  # cells along an axis that an outline tells apart
_HIGHEST_PERCENT = 98.0  # what lies above is outlined
_EVEN = 1e-3  # of a step: unevenness that nobody sees


@dataclass(frozen=True)
class Cell:
    """One cell of a map, with its neighbours of the same value along x."""

    row: int
    column: int
    low: float  # edges along x
    high: float


def shown_values(
    figure: MapFigure, in_decibels: bool, reference: float = 1.0
) -> NDArray[np.float32]:
    """The values as they are drawn: as they are, or levels re ``reference``."""
    if not in_decibels:
        return figure.values
    return levels(figure, figure.values, reference).astype(np.float32)


def value_range(values: NDArray[np.float32], in_decibels: bool) -> tuple[float, float]:
    """From where to where colours run: percentiles, so that a stray value does not hide the rest;
    levels up to the highest."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 1.0
    sampled = finite[:: max(1, finite.size // _SAMPLED)]
    if in_decibels:
        high = float(finite.max())
        low = max(float(np.percentile(sampled, _FLOOR_PERCENT)), high - _SHOWN_DB)
    else:
        low, high = (float(np.percentile(sampled, p)) for p in (_LOW_PERCENT, _HIGH_PERCENT))
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def grows_evenly(centres: Floats) -> bool:
    """Whether centres belong on a logarithmic axis: a constant ratio over some octaves."""
    if centres.size < 3 or centres[0] <= 0 or centres[-1] < 2**_OCTAVES * centres[0]:
        return False
    return is_even(np.log2(centres))


def is_even(places: Floats) -> bool:
    """Whether all steps are the same."""
    steps = np.diff(places)
    return bool(places.size < 3 or np.ptp(steps) <= _EVEN * abs(float(steps.mean())))


def cell_edges(centres: Floats, logarithmic: bool = False) -> Floats:
    """One more edge than centres: halfway between them, on the scale of the axis."""
    if centres.size == 1:
        half = 0.5 * (abs(float(centres[0])) or 1.0)
        return np.array([centres[0] - half, centres[0] + half])
    places = np.log(centres) if logarithmic else centres
    halves = (places[1:] + places[:-1]) / 2
    first, last = 2 * places[0] - halves[0], 2 * places[-1] - halves[-1]
    edges = np.concatenate(([first], halves, [last]))
    return np.exp(edges) if logarithmic else edges


def index_at(edges: Floats, value: float) -> int | None:
    """The cell between whose edges a value lies."""
    if not edges[0] <= value <= edges[-1]:
        return None
    return min(int(np.searchsorted(edges, value, side="right")) - 1, edges.size - 2)


def cell_at(figure: MapFigure, row: int, column: int) -> Cell:
    """A cell of equal value: filters wider than a column fill several of them."""
    edges, line = cell_edges(figure.x), figure.values[row]
    last = first = column
    while first > 0 and line[first - 1] == line[column]:
        first -= 1
    while last + 1 < line.size and line[last + 1] == line[column]:
        last += 1
    return Cell(row, column, max(0.0, float(edges[first])), float(edges[last + 1]))


def outline(figure: MapFigure) -> Floats:
    """Lines round the highest cells, a row ``x0 y0 x1 y1`` each, in the units of the axes.

    The highest are two in a hundred. Of a map with very many cells neighbours are taken together,
    so that a picture of it takes no longer than of a small one.
    """
    values = np.where(np.isfinite(figure.values), figure.values, -np.inf)
    edges = [cell_edges(centres, grows_evenly(centres)) for centres in (figure.y, figure.x)]
    for axis in (0, 1):
        many = -(-values.shape[axis] // _OUTLINED)
        starts = np.arange(0, values.shape[axis], many)
        values = np.maximum.reduceat(values, starts, axis=axis)
        edges[axis] = np.append(edges[axis][:-1][starts], edges[axis][-1])
    known = values[np.isfinite(values)]
    if not known.size:
        return np.empty((0, 4))
    highest = values > np.percentile(known, _HIGHEST_PERCENT)
    if not highest.any():  # more than that share one value
        highest = values == known.max()
    inside = np.pad(highest, 1)
    up, across = edges
    row, column = np.nonzero(inside[1:-1, 1:] != inside[1:-1, :-1])
    upright = np.column_stack((across[column], up[row], across[column], up[row + 1]))
    row, column = np.nonzero(inside[1:, 1:-1] != inside[:-1, 1:-1])
    lying = np.column_stack((across[column], up[row], across[column + 1], up[row]))
    return np.concatenate((upright, lying))


def row_cut(figure: MapFigure, row: int) -> SpectrumFigure:
    """The values of one row over x, with the markers of the map."""
    place = f"{figure.y_label} {figure.y[row]:.5g} {figure.y_unit}".rstrip()
    return _cut(figure, figure.x, figure.values[row], (figure.x_label, figure.x_unit), place)


def column_cut(figure: MapFigure, column: int) -> SpectrumFigure:
    """The values of one column over y."""
    place = f"{figure.x_label} {figure.x[column]:.5g} {figure.x_unit}".rstrip()
    axis = figure.y_label, figure.y_unit
    return _cut(figure, figure.y, figure.values[:, column], axis, place)


def _cut(
    figure: MapFigure, x: Floats, y: NDArray[np.float32], axis: tuple[str, str], place: str
) -> SpectrumFigure:
    known = np.isfinite(y)
    return SpectrumFigure(
        kind=f"{figure.kind} cut",
        x=x[known],
        y=y[known].astype(np.float64),
        x_label=axis[0],
        x_unit=axis[1],
        quantity=figure.quantity,
        unit=figure.unit,
        scaling=figure.scaling,
        window=figure.window,
        enbw_hz=figure.enbw_hz,
        enbw_unit=figure.enbw_unit,
        averages=figure.averages,
        overlap=figure.overlap,
        band_hz=figure.band_hz,
        recording=figure.recording,
        blob=figure.blob,
        power=figure.power,
        signed=figure.signed,
        markers=figure.markers if x is figure.x else (),
        notes=(f"cut at {place}",),
    )
