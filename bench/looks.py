"""A look as a panel, pfd or a report takes it: the analysis itself, from samples to its figure."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.analyses.analysis import Figure, Material
from pfd_desktop.core.analyses.table import find
from pfd_desktop.core.parameters import Value, checked
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.progress import SILENT


def look(
    analysis: str, samples: NDArray[np.float32], rate_hz: float, **values: Value
) -> Callable[[], Figure]:
    """What computes the figure of *analysis* with what is set; all else has its default."""
    row = find(analysis)
    material = Material(Waveform(samples, rate_hz, "acceleration", "g"), "bench", "")
    settings = checked(row.parameters, values)
    return lambda: row.compute(material, settings, SILENT)
