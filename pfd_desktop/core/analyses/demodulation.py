"""Envelope spectra of a band."""

from pfd_desktop.core.analyses import declared, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.excerpt import beginning, cut_note, defects_hz, shaft_hz
from pfd_desktop.core.analyses.placing import placed
from pfd_desktop.core.dsp.band_adviser import advise_bands
from pfd_desktop.core.dsp.envelope import EnvelopeSpectrum, RecordSpectrum, envelope_spectrum_of
from pfd_desktop.core.dsp.spectra import Scaling
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Toggle, Values
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

_ORDERS = 40.0  # how far an envelope spectrum is shown when nothing else is asked
_HERTZ = 2000.0
ADVISED = Toggle(
    "advised",
    "Advised band",
    tip="Takes the band whose envelope repeats most clearly, in place of the one told",
)
WHITENED = Toggle(
    "whitened",
    "Pre-whitened",
    tip="Every line to the same height first: takes out gears and shaft (Borghesani et al. 2013)",
)


def _envelope(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    return _spectrum(material, values, progress, squared=False)


def _squared_envelope(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    return _spectrum(material, values, progress, squared=True)


def _spectrum(
    material: Material, values: Values, progress: Progress, *, squared: bool
) -> SpectrumFigure:
    progress.report(0.1, "envelope spectrum")
    waveform = material.waveform
    whitened, advised = (declared.switch(values, name) for name in ("whitened", "advised"))
    # every line is brought to the height of the highest, and bands are ranked: in double precision
    single = not (whitened or advised)
    record = RecordSpectrum.of(beginning(material), waveform.rate_hz, single=single)
    quantity, unit = waveform.quantity, waveform.unit
    if whitened:
        record, quantity, unit = record.whitened(), "relative", "1"
    band_hz, notes = _band(material, values, record)
    highest_hz = _highest_hz(material, values)
    found = envelope_spectrum_of(
        record,
        band_hz,
        squared,
        highest_hz=highest_hz,
        window=declared.window(values),
        quantity=quantity,
        unit=unit,
    )
    return placed(
        _figure(material, found, (*notes, *cut_note(material))),
        material,
        declared.word(values, "axis"),
        highest_hz,
        declared.sidebands(values),
    )


def _band(
    material: Material, values: Values, record: RecordSpectrum
) -> tuple[tuple[float, float] | None, tuple[str, ...]]:
    """The band that is demodulated, and why where it was not told."""
    if not declared.switch(values, "advised"):
        return declared.band(values, material.waveform.rate_hz), ()
    advice = advise_bands(record, defects_hz(material), shaft_hz(material), most=1)
    if not advice:
        raise InvalidInput(
            f"{material.recording} is too short, or too silent, to advise a band; tell one."
        )
    best = advice[0]
    return (best.low_hz, best.high_hz), (
        f"band {best.low_hz:.0f} to {best.high_hz:.0f} Hz chosen: {best.words}",
    )


def _figure(material: Material, found: EnvelopeSpectrum, notes: tuple[str, ...]) -> SpectrumFigure:
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
        enbw_hz=scaling.enbw_hz(material, found.enbw_hz),
        enbw_unit=scaling.enbw_unit(material),
        averages=1,
        overlap=0.0,
        band_hz=found.band_hz,
        recording=material.recording,
        blob=material.blob,
        power=found.squared,
        notes=notes,
    )


def _squared_unit(unit: str) -> str:
    return f"({unit})²" if "/" in unit else f"{unit}²"


def _highest_hz(material: Material, values: Values) -> float:
    told = declared.optional_number(values, "highest")
    if told is not None:
        return told
    if material.waveform.axis is Axis.ANGLE:
        return _ORDERS
    return _HERTZ if material.speed is None else _ORDERS * material.speed.mean_hz


_PARAMETERS = (
    declared.BAND,
    ADVISED,
    WHITENED,
    declared.WINDOW,
    declared.HIGHEST,
    declared.AXIS,
    declared.SIDEBANDS,
)
ROWS = (
    Analysis(
        "envelope",
        "Envelope",
        "Demodulation",
        "Spectrum of the envelope of a band (analytic signal; Randall and Antoni 2011)",
        Shape.LINES,
        _PARAMETERS,
        _envelope,
        takes_constant=True,
    ),
    Analysis(
        "squared-envelope",
        "Squared envelope",
        "Demodulation",
        "Spectrum of the squared envelope of a band (Borghesani et al. 2014)",
        Shape.LINES,
        _PARAMETERS,
        _squared_envelope,
        takes_constant=True,
    ),
)
