"""Cyclic coherence, and the enhanced envelope spectrum that it sums up to."""

from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.analyses import declared, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.cells import bounded_map
from pfd_desktop.core.analyses.excerpt import beginning, cut_note, frequency_axis, shaft_hz
from pfd_desktop.core.analyses.placing import placed
from pfd_desktop.core.dsp.cyclic import WINDOW, CyclicCoherence, cyclic_coherence, hop_samples
from pfd_desktop.core.dsp.windows import enbw_bins, window_values
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.placed_markers import in_hertz, order_markers
from pfd_desktop.core.figures.spectrum import Marker, SpectrumFigure
from pfd_desktop.core.parameters import Number, Values
from pfd_desktop.progress import Progress

_LONGEST = 1 << 20  # samples
_CELLS = 1 << 23  # of segments and lines
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


@dataclass(frozen=True)
class _Plan:
    """How a coherence is computed of a record."""

    segment: int
    highest_hz: float
    longest: int  # samples: its cells fill the memory, not the screen

    @classmethod
    def of(cls, material: Material, values: Values) -> "_Plan":
        rate_hz, shaft = material.waveform.rate_hz, shaft_hz(material)
        told = declared.optional_number(values, "highest")
        usual = _HERTZ if shaft is None else _ORDERS * shaft
        highest_hz = told or min(usual, _MOST * rate_hz)
        segment = int(declared.number(values, "segment"))
        hop = hop_samples(rate_hz, segment, highest_hz)
        return cls(segment, highest_hz, min(_LONGEST, hop * (_CELLS // (segment // 2 + 1))))

    def coherence(self, material: Material, progress: Progress) -> CyclicCoherence:
        samples, rate_hz = beginning(material, self.longest), material.waveform.rate_hz
        return cyclic_coherence(samples, rate_hz, self.segment, self.highest_hz, progress)


def _map(material: Material, values: Values, progress: Progress) -> MapFigure:
    plan = _Plan.of(material, values)
    found = plan.coherence(material, progress)
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
            enbw_hz=_enbw_hz(material, plan.segment),
            enbw_unit=scaling.enbw_unit(material),
            averages=1,
            overlap=0.0,
            band_hz=None,
            recording=material.recording,
            blob=material.blob,
            signed=True,
            markers=_markers(material, float(found.cyclic_hz[-1])),
            notes=_notes(material, found, plan),
        )
    )


def _enhanced(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    band_hz = declared.band(values, material.waveform.rate_hz)
    plan = _Plan.of(material, values)
    found = plan.coherence(material, progress)
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
        enbw_hz=scaling.enbw_hz(material, float(found.cyclic_hz[0])),
        enbw_unit=scaling.enbw_unit(material),
        averages=1,
        overlap=0.0,
        band_hz=band_hz,
        recording=material.recording,
        blob=material.blob,
        notes=_notes(material, found, plan),
    )
    return placed(figure, material, declared.word(values, "axis"), None)


def _markers(material: Material, highest: float) -> tuple[Marker, ...]:
    shaft = shaft_hz(material)
    if shaft is None:
        return ()
    return in_hertz(order_markers(material.bearing, material.kind, highest / shaft), shaft)


def _enbw_hz(material: Material, segment: int) -> float:
    weights = window_values(WINDOW, segment)
    return scaling.enbw_hz(material, enbw_bins(weights) * material.waveform.rate_hz / segment)


def _notes(material: Material, found: CyclicCoherence, plan: _Plan) -> tuple[str, ...]:
    typical = float(np.median(found.enhanced_envelope()))
    return (
        f"what is not cyclic reads about {typical:.2g} here, more in shorter records",
        *cut_note(material, plan.longest),
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
