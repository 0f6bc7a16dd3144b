"""What a spectrum shows at its markers."""

from pfd_desktop.core.figures.amplitude import ReadableSpectrum
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.spectrum import SpectrumFigure


def measured(
    figure: SpectrumFigure, in_decibels: bool, reference: float = 1.0
) -> tuple[Reading | None, ...]:
    """For each marker the highest point within its slip tolerance; None outside the data."""
    curve = ReadableSpectrum(figure, in_decibels, reference)
    return tuple(
        curve.peak_near((m.low + m.high) / 2, max((m.high - m.low) / 2, curve.step))
        for m in figure.markers
    )
