"""Wavelet packets and the continuous wavelet transform."""

from pfd_desktop.core.analyses import declared, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.cells import MOST_COLUMNS, bounded_map
from pfd_desktop.core.analyses.excerpt import beginning, cut_note, frequency_axis, time_axis
from pfd_desktop.core.analyses.placing import unmarked
from pfd_desktop.core.dsp.wavelet_packets import MEYER, ORDERS, packet_energies
from pfd_desktop.core.dsp.wavelet_transform import log_spaced, wavelet_map
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

_LONGEST_MAP = 1 << 20  # samples of a wavelet map
_HIGHEST = 0.45  # of the rate: wavelets nearer to its half are cut
_OCTAVES = 8  # below the highest, when nothing is told
_LEVEL = Number(
    "level",
    "Level",
    default=4.0,
    low=1,
    high=10,
    whole=True,
    tip="Level k has 2 to the k nodes of equal width",
)
_WAVELET = Choice(
    "wavelet",
    "Wavelet",
    (("meyer", "Meyer-like"), *((f"db{order}", f"Daubechies {order}") for order in ORDERS)),
    "meyer",
    "Meyer-like keeps tones in their node; Daubechies are short in time",
)
_LOWEST = Number("lowest", "From", "Hz", low=0.0, blank="auto", tip="The lowest wavelet's centre")
_PER_OCTAVE = Number(
    "per_octave", "Per octave", default=12.0, low=1, high=64, whole=True, tip="Rows of the map"
)
_CYCLES = Number(
    "cycles",
    "Cycles",
    default=6.0,
    low=5.0,
    high=60.0,
    tip="ω₀ of the Morlet wavelet: more resolve frequency finer, fewer resolve time finer",
)


def _packets(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    progress.report(0.1, "wavelet packets")
    samples = beginning(material)
    wavelet = declared.word(values, "wavelet")
    order = MEYER if wavelet == "meyer" else int(wavelet.removeprefix("db"))
    level = int(declared.number(values, "level"))
    found = packet_energies(samples, material.waveform.rate_hz, level, order)
    left = len(samples) - found.samples
    figure = SpectrumFigure(
        kind="wavelet-packets",
        x=found.centre_hz,
        y=100 * found.relative,
        x_label="Frequency",
        x_unit="Hz",
        quantity="part of the energy",
        unit="%",
        scaling="dimensionless",
        window="none",
        enbw_hz=scaling.enbw_hz(material, material.waveform.rate_hz / 2 / len(found.centre_hz)),
        enbw_unit=scaling.enbw_unit(material),
        averages=1,
        overlap=0.0,
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        power=True,
        notes=(
            f"{len(found.centre_hz)} nodes in order of frequency, {wavelet}, without the mean",
            *((f"the last {left} samples did not fit the nodes",) if left else ()),
            *cut_note(material),
        ),
    )
    return unmarked(figure, material, declared.word(values, "axis"), None)


def _transform(material: Material, values: Values, progress: Progress) -> MapFigure:
    waveform = material.waveform
    samples = beginning(material, _LONGEST_MAP)
    cycles = declared.number(values, "cycles")
    low_hz, high_hz = _range(material, values, len(samples) / waveform.rate_hz, cycles)
    places = log_spaced(low_hz, high_hz, int(declared.number(values, "per_octave")))
    found = wavelet_map(
        samples, waveform.rate_hz, places, MOST_COLUMNS, cycles=cycles, progress=progress
    )
    label, unit = frequency_axis(material)
    time_label, time_unit = time_axis(material)
    return bounded_map(
        MapFigure(
            kind="cwt",
            x=found.time_s,
            y=found.frequency_hz,
            values=found.amplitude,
            x_label=time_label,
            x_unit=time_unit,
            y_label=label,
            y_unit=unit,
            quantity=waveform.quantity,
            unit=waveform.unit,
            scaling="peak",
            window=f"Morlet, {cycles:g}",
            enbw_hz=float("nan"),
            averages=1,
            overlap=0.0,
            band_hz=(low_hz, high_hz),
            recording=material.recording,
            blob=material.blob,
            notes=(
                "rows are spaced evenly by octave; a wavelet's bandwidth grows with its frequency",
                "columns hold their largest amplitude; blank where wavelets reach beyond the ends",
                *cut_note(material, _LONGEST_MAP),
            ),
        )
    )


def _range(
    material: Material, values: Values, duration: float, cycles: float
) -> tuple[float, float]:
    """From the lowest to the highest wavelet; what is not told fits rate and duration."""
    high_hz = declared.optional_number(values, "highest") or _HIGHEST * material.waveform.rate_hz
    shortest_hz = 2 * cycles / duration  # three deviations of the wavelet fit twice
    told_hz = declared.optional_number(values, "lowest")
    low_hz = told_hz or max(high_hz / 2**_OCTAVES, shortest_hz)
    if not low_hz < high_hz:
        raise InvalidInput(
            f"Wavelets from {low_hz:.4g} to {high_hz:.4g} Hz make no map; the lowest must lie below"
            " the highest, and a record lets no wavelet be longer than itself."
        )
    return low_hz, high_hz


ROWS = (
    Analysis(
        "wavelet-packets",
        "Wavelet packets",
        "Wavelets",
        "Energy of each node of a level, in the order of their frequencies (Wickerhauser 1994)",
        Shape.LINES,
        (_LEVEL, _WAVELET, declared.AXIS),
        _packets,
    ),
    Analysis(
        "cwt",
        "Wavelet map",
        "Wavelets",
        "Amplitude over time and frequency by Morlet wavelets (Torrence and Compo 1998)",
        Shape.MAP,
        (_LOWEST, declared.HIGHEST, _PER_OCTAVE, _CYCLES),
        _transform,
    ),
)
