"""Envelope spectra of a band."""

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.placing import placed
from pfd_desktop.core.analyses.spectral import LONGEST
from pfd_desktop.core.dsp.envelope import EnvelopeSpectrum, envelope_spectrum
from pfd_desktop.core.dsp.spectra import Scaling
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Values
from pfd_desktop.progress import Progress

_ORDERS = 40.0  # how far an envelope spectrum is shown when nothing else is asked
_HERTZ = 2000.0


def _envelope(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    return _spectrum(material, values, progress, squared=False)


def _squared_envelope(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    return _spectrum(material, values, progress, squared=True)


def _spectrum(
    material: Material, values: Values, progress: Progress, *, squared: bool
) -> SpectrumFigure:
    progress.report(0.1, "envelope spectrum")
    waveform = material.waveform
    found = envelope_spectrum(
        waveform.samples[:LONGEST],
        waveform.rate_hz,
        declared.band(values, waveform.rate_hz),
        squared,
        window=declared.window(values),
        quantity=waveform.quantity,
        unit=waveform.unit,
    )
    return placed(
        _figure(material, found),
        material,
        declared.word(values, "axis"),
        _highest_hz(material, values),
    )


def _figure(material: Material, found: EnvelopeSpectrum) -> SpectrumFigure:
    words = "squared envelope" if found.squared else "envelope"
    return SpectrumFigure(
        kind="squared-envelope" if found.squared else "envelope",
        x=found.frequency_hz,
        y=found.amplitude,
        x_label="Frequency",
        x_unit="Hz",
        quantity=f"{found.quantity}, {words}",
        unit=_squared_unit(found.unit) if found.squared else found.unit,
        scaling=Scaling.PEAK.value,
        window=found.window.value,
        enbw_hz=found.enbw_hz,
        averages=1,
        overlap=0.0,
        band_hz=found.band_hz,
        recording=material.recording,
        blob=material.blob,
        power=found.squared,
        notes=cut_note(material),
    )


def _squared_unit(unit: str) -> str:
    return f"({unit})²" if "/" in unit else f"{unit}²"


def _highest_hz(material: Material, values: Values) -> float:
    told = declared.optional_number(values, "highest")
    if told is not None:
        return told
    return _HERTZ if material.speed is None else _ORDERS * material.speed.mean_hz


def cut_note(material: Material) -> tuple[str, ...]:
    """Says so where only the beginning of a long record was transformed."""
    waveform = material.waveform
    if len(waveform.samples) <= LONGEST:
        return ()
    first = LONGEST / waveform.rate_hz
    return (f"of the first {first:.0f} s of {waveform.duration:.0f} s",)


_PARAMETERS = (declared.BAND, declared.WINDOW, declared.HIGHEST, declared.AXIS)
ROWS = (
    Analysis(
        "envelope",
        "Envelope",
        "Demodulation",
        "Spectrum of the envelope of a band (analytic signal; Randall and Antoni 2011)",
        Shape.LINES,
        _PARAMETERS,
        _envelope,
    ),
    Analysis(
        "squared-envelope",
        "Squared envelope",
        "Demodulation",
        "Spectrum of the squared envelope of a band (Borghesani et al. 2014)",
        Shape.LINES,
        _PARAMETERS,
        _squared_envelope,
    ),
)
