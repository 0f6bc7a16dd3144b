"""Cyclic coherence, and the enhanced envelope spectrum that it sums up to."""

import numpy as np

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.cells import bounded_map
from pfd_desktop.core.analyses.excerpt import beginning, cut_note, frequency_axis
from pfd_desktop.core.analyses.placing import placed
from pfd_desktop.core.dsp.cyclic import WINDOW, CyclicCoherence, cyclic_coherence
from pfd_desktop.core.dsp.windows import enbw_bins, window_values
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.placed_markers import in_hertz, order_markers
from pfd_desktop.core.figures.spectrum import Marker, SpectrumFigure
from pfd_desktop.core.parameters import Number, Values
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.progress import Progress

_LONGEST = 1 << 20  # samples: a map of more would fill the memory, not the screen
_ORDERS = 20.0  # how far cyclic frequencies reach when nothing is asked
_HERTZ = 400.0
_MOST = 0.1  # of the rate: beyond, cyclic and spectral frequency cannot be told apart well
_SEGMENT = Number(
    "segment",
    "Segment",
    "samples",
    default=256.0,
    low=32,
    high=8192,
    whole=True,
    tip="The step of the carrier frequency is the sampling rate divided by this",
)


def _coherence(material: Material, values: Values, progress: Progress) -> CyclicCoherence:
    rate_hz = material.waveform.rate_hz
    told = declared.optional_number(values, "highest")
    shaft = 1.0 if material.waveform.axis is Axis.ANGLE else None
    if shaft is None and material.speed is not None:
        shaft = material.speed.mean_hz
    asked = told or (_HERTZ if shaft is None else _ORDERS * shaft)
    segment = int(declared.number(values, "segment"))
    samples = beginning(material, _LONGEST)
    highest = asked if told else min(asked, _MOST * rate_hz)
    return cyclic_coherence(samples, rate_hz, segment, highest, progress)


def _map(material: Material, values: Values, progress: Progress) -> MapFigure:
    found = _coherence(material, values, progress)
    label, unit = frequency_axis(material)
    return bounded_map(
        MapFigure(
            kind="cyclic-coherence",
            x=found.cyclic_hz,
            y=found.frequency_hz,
            values=found.magnitude,
            x_label=f"Cyclic {label.lower()}",
            x_unit=unit,
            y_label=f"Carrier {label.lower()}",
            y_unit=unit,
            quantity="cyclic spectral coherence",
            unit="1",
            scaling="dimensionless",
            window=WINDOW.value,
            enbw_hz=_enbw_hz(material, values),
            averages=1,
            overlap=0.0,
            band_hz=None,
            recording=material.recording,
            blob=material.blob,
            signed=True,
            markers=_markers(material, float(found.cyclic_hz[-1])),
            notes=_notes(material, found),
        )
    )


def _enhanced(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    band_hz = declared.band(values, material.waveform.rate_hz)
    found = _coherence(material, values, progress)
    figure = SpectrumFigure(
        kind="enhanced-envelope",
        x=found.cyclic_hz,
        y=found.enhanced_envelope(band_hz),
        x_label="Cyclic frequency",
        x_unit="Hz",
        quantity="mean cyclic coherence",
        unit="1",
        scaling="dimensionless",
        window=WINDOW.value,
        enbw_hz=float(found.cyclic_hz[0]),
        averages=1,
        overlap=0.0,
        band_hz=band_hz,
        recording=material.recording,
        blob=material.blob,
        notes=_notes(material, found),
    )
    return placed(figure, material, declared.word(values, "axis"), None)


def _markers(material: Material, highest: float) -> tuple[Marker, ...]:
    if material.waveform.axis is Axis.ANGLE:
        return order_markers(material.bearing, material.kind, highest)
    if material.speed is None:
        return ()
    shaft_hz = material.speed.mean_hz
    return in_hertz(order_markers(material.bearing, material.kind, highest / shaft_hz), shaft_hz)


def _enbw_hz(material: Material, values: Values) -> float:
    segment = int(declared.number(values, "segment"))
    weights = window_values(WINDOW, segment)
    return enbw_bins(weights) * material.waveform.rate_hz / segment


def _notes(material: Material, found: CyclicCoherence) -> tuple[str, ...]:
    typical = float(np.median(found.enhanced_envelope()))
    return (
        f"what is not cyclic reads about {typical:.2g} here, more in shorter records",
        *cut_note(material, _LONGEST),
    )


ROWS = (
    Analysis(
        "enhanced-envelope",
        "Enhanced envelope",
        "Demodulation",
        "Mean of the cyclic coherence over the carriers (Antoni, Xin, Hamzaoui 2017); over a band:"
        " the improved envelope spectrum",
        Shape.LINES,
        (declared.BAND, declared.HIGHEST, _SEGMENT, declared.AXIS),
        _enhanced,
    ),
    Analysis(
        "cyclic-coherence",
        "Cyclic coherence",
        "Demodulation",
        "Which carriers are modulated at which cyclic frequency (fast estimator of Antoni, Xin,"
        " Hamzaoui 2017)",
        Shape.MAP,
        (declared.HIGHEST, _SEGMENT),
        _map,
    ),
)
