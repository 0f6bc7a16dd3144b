"""What the height of a line means: RMS, peak or peak-to-peak, as it is or as a level."""

from dataclasses import replace

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Material
from pfd_desktop.core.dsp.levels import decibels, iso_reference
from pfd_desktop.core.dsp.spectra import Scaling
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Choice, Values
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput

SCALING = Choice(
    "scaling",
    "Amplitude",
    (
        (Scaling.RMS.value, "RMS"),
        (Scaling.PEAK.value, "Peak"),
        (Scaling.PEAK_TO_PEAK.value, "Peak-to-peak"),
    ),
    Scaling.RMS.value,
    "A sine of 1 V peak reads 0.707 V RMS and 2 V peak-to-peak",
)
LEVELS = Choice(
    "levels",
    "Levels",
    (("linear", "Linear"), ("unit", "dB re 1 unit"), ("iso", "dB re ISO 1683")),
    "linear",
    "ISO 1683:2015 takes levels of RMS values from 1 µm/s², 1 nm/s and 1 pm",
)


def scaling(values: Values) -> Scaling:
    """The chosen scaling."""
    return Scaling(declared.word(values, "scaling"))


def scaled_unit(unit: str, chosen: Scaling) -> str:
    """ "g" and RMS → "g rms"."""
    return f"{unit} {chosen.value.lower()}"


def enbw_hz(material: Material, bandwidth: float) -> float:
    """A bandwidth in Hz also where the lines are orders and the speed is known."""
    if material.waveform.axis is Axis.ANGLE and material.speed is not None:
        return bandwidth * material.speed.mean_hz
    return bandwidth


def enbw_unit(material: Material) -> str:
    """What ``enbw_hz`` gives: without a speed there are no hertz along an angle."""
    along_angle = material.waveform.axis is Axis.ANGLE and material.speed is None
    return "orders" if along_angle else "Hz"


def as_levels(figure: SpectrumFigure, unit: str, chosen: str) -> SpectrumFigure:
    """The figure in decibels where they were chosen; *unit* is that of the waveform."""
    if chosen == "linear":
        return figure
    if chosen == "iso" and figure.scaling in (Scaling.PEAK.value, Scaling.PEAK_TO_PEAK.value):
        raise InvalidInput(
            f"Levels of ISO 1683 are those of RMS values, and these are {figure.scaling}. Choose"
            " RMS as amplitude, or dB re 1 unit."
        )
    reference, words = (1.0, f"1 {unit}") if chosen == "unit" else iso_reference(unit)
    if figure.power:
        per = figure.unit.rpartition("/")[2]
        reference, words = reference**2, f"({words})²/{per}"
    return replace(
        figure,
        y=decibels(figure.y, reference, figure.power),
        unit=f"dB re {words}",
        quantity=f"{figure.quantity} level",
        power=False,
        signed=True,
    )
