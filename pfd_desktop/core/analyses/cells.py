"""Keeps maps to as many cells as a screen can show."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.runs import joined
from pfd_desktop.core.figures.map import MapFigure

MOST_ROWS = 1000
MOST_COLUMNS = 2000


def bounded_map(figure: MapFigure) -> MapFigure:
    """Where there are more rows or columns, the largest value of each group of cells is kept."""
    down = -(-len(figure.y) // MOST_ROWS)
    across = -(-len(figure.x) // MOST_COLUMNS)
    if down == across == 1:
        return figure
    rows, columns = figure.values.shape
    kept = joined(np.fmax, joined(np.fmax, figure.values, down, axis=0), across)
    note = f"shown: the largest of every {down} × {across} cells; {rows} × {columns} were computed"
    return replace(
        figure,
        x=_centres(figure.x, across),
        y=_centres(figure.y, down),
        values=kept,
        notes=(*figure.notes, note),
    )


def _centres(places: NDArray[np.float64], group: int) -> NDArray[np.float64]:
    starts = np.arange(0, len(places), group)
    counts = np.minimum(group, len(places) - starts)
    return np.asarray(np.add.reduceat(places, starts) / counts, dtype=np.float64)
