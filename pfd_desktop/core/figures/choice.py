"""Which spectrum somebody wants to see."""

from dataclasses import dataclass

from pfd_desktop.core.figures.spectrum import SpectrumKind

DEMODULATED = (SpectrumKind.ENVELOPE, SpectrumKind.SQUARED_ENVELOPE)


@dataclass(frozen=True)
class SpectrumChoice:
    """The controls of the Spectrum panel; None leaves a value to the computation."""

    kind: SpectrumKind = SpectrumKind.ENVELOPE
    band_hz: tuple[float, float] | None = None  # for envelope spectra
    max_hz: float | None = None
    window: str = "hann"
    order_axis: bool = False
