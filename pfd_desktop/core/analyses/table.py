"""All analyses, in the order in which they are offered."""

from functools import cache

from pfd_desktop.core.analyses import (
    band_search,
    cepstral,
    cyclic,
    demodulation,
    higher_order,
    orbits,
    probes,
    rotation,
    shaft,
    spectral,
    time_frequency,
    two_channels,
    wavelets,
)
from pfd_desktop.core.analyses.analysis import Analysis, Shape
from pfd_desktop.errors import InvalidInput

_ROWS: tuple[Analysis, ...] = (
    *spectral.ROWS,
    *cepstral.ROWS,
    *higher_order.ROWS,
    *demodulation.ROWS,
    *band_search.ROWS,
    *cyclic.ROWS,
    *time_frequency.ROWS,
    *wavelets.ROWS,
    *rotation.ROWS,
    *shaft.ROWS,
    *two_channels.ROWS,
    *probes.ROWS,
    *orbits.ROWS,
)


def _grouped(rows: tuple[Analysis, ...]) -> tuple[Analysis, ...]:
    """Those of one group together, the groups in the order in which they first come."""
    groups = list(dict.fromkeys(row.group for row in rows))
    return tuple(sorted(rows, key=lambda row: groups.index(row.group)))


ANALYSES: tuple[Analysis, ...] = _grouped(_ROWS)


@cache
def _by_name() -> dict[str, Analysis]:
    return {analysis.name: analysis for analysis in ANALYSES}


def find(name: str) -> Analysis:
    """The analysis of that name; raises InvalidInput."""
    found = _by_name().get(name)
    if found is None:
        known = ", ".join(analysis.name for analysis in ANALYSES)
        raise InvalidInput(f"There is no analysis called {name}; known are {known}.")
    return found


def of_shape(*shapes: Shape) -> tuple[Analysis, ...]:
    """Those that give figures of these shapes."""
    return tuple(analysis for analysis in ANALYSES if analysis.shape in shapes)
