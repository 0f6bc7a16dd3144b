"""How far a recording stands above its baseline, band by band, as a spectrum to draw."""

from collections.abc import Sequence

import numpy as np

from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.trends.bands import BandDifference, BandLevels

_NAMED = 5
_CLEAR = 3  # standard deviations of the baseline


def difference_figure(
    found: BandDifference,
    levels: BandLevels,
    recording: str,
    blob: str,
    baseline: Sequence[str],
) -> SpectrumFigure:
    """The difference in dB at the centres of the bands; *baseline* names its recordings."""
    more = f" and {len(baseline) - _NAMED} more" if len(baseline) > _NAMED else ""
    notes = [
        "bands of constant relative width after IEC 61260-1; 0 dB is the baseline's mean power",
        f"baseline: {', '.join(baseline[:_NAMED])}{more}",
    ]
    if found.count > 1:
        beyond = np.count_nonzero(found.difference_db > _CLEAR * found.spread_db)
        notes.append(
            f"{beyond} of {len(found.centre_hz)} bands stand more than {_CLEAR} standard deviations"
            " of the baseline's levels above it"
        )
    return SpectrumFigure(
        kind="difference to baseline",
        x=found.centre_hz,
        y=found.difference_db,
        x_label="Frequency",
        x_unit="Hz",
        quantity=f"{found.quantity}, above baseline",
        unit="dB",
        scaling="level difference",
        window="hann",
        enbw_hz=levels.enbw_hz,
        averages=levels.averages,
        overlap=0.5 if levels.averages > 1 else 0.0,
        band_hz=None,
        recording=recording,
        blob=blob,
        signed=True,
        notes=tuple(notes),
    )
