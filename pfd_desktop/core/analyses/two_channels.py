"""Cross-spectrum and coherence of two channels measured together."""

from dataclasses import replace

import numpy as np

from pfd_desktop.core.analyses import declared, resolving, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Needs, Shape
from pfd_desktop.core.analyses.placing import placed, within
from pfd_desktop.core.dsp.two_channels import CrossSpectra, cross_spectra
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Choice, Values
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

_LEAST_AVERAGES = 16  # at half overlap; a coherence of few averages is high by chance
_CHANCE = 0.05


def _computed(material: Material, values: Values, progress: Progress) -> CrossSpectra:
    waveform, second = material.waveform, other(material)
    share = max(8, 2 * len(waveform.samples) // (_LEAST_AVERAGES + 1))
    size = resolving.piece_size(values, waveform, min(share, resolving.one_hertz(waveform)))
    return cross_spectra(
        waveform.samples,
        second.samples,
        waveform.rate_hz,
        declared.window(values),
        segment=size,
        overlap=resolving.overlap(values),
        progress=progress,
    )


def other(material: Material) -> Waveform:
    """The second channel; raises where it was not measured together with the first."""
    second, waveform = material.second, material.waveform
    assert second is not None
    if second.rate_hz != waveform.rate_hz or len(second.samples) != len(waveform.samples):
        raise InvalidInput(
            f"{material.recording} and {material.second_recording} were not measured together:"
            f" {len(waveform.samples)} samples at {waveform.rate_hz:g} Hz and"
            f" {len(second.samples)} at {second.rate_hz:g} Hz."
        )
    return second


def _coherence(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    found = _computed(material, values, progress)
    figure = replace(
        _figure("coherence", material, found, values),
        y=found.coherence,
        quantity="coherence",
        unit="1",
        scaling="dimensionless",
        signed=True,
        notes=_notes(material, found),
    )
    return _shown(figure, material, values)


def _cross(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    found = _computed(material, values, progress)
    figure = _figure("cross-spectrum", material, found, values)
    first, second = material.waveform, other(material)
    per = "order" if first.axis is Axis.ANGLE else "Hz"
    match declared.word(values, "show"):
        case "magnitude":
            unit = f"{first.unit}·{second.unit}/{per}"
            figure = replace(figure, y=np.abs(found.between), unit=unit, power=True)
        case "phase":
            figure = _phase(figure, found)
        case _:
            figure = replace(
                figure,
                y=np.abs(found.transfer),
                quantity=f"{second.quantity} per {first.quantity}, H1",
                unit=_ratio(second.unit, first.unit),
                scaling="dimensionless",
            )
    return _shown(replace(figure, notes=_notes(material, found)), material, values)


def _phase(figure: SpectrumFigure, found: CrossSpectra) -> SpectrumFigure:
    """Where the channels share nothing a phase is chance, and is not shown."""
    told = found.coherence > found.significance(_CHANCE)
    if not told.any():
        raise InvalidInput(
            "The channels share nothing at any frequency beyond chance, so there is no phase to"
            " show; use more averages."
        )
    return replace(
        figure,
        x=figure.x[told],
        y=np.degrees(np.angle(found.between[told])),
        quantity="phase of the second channel",
        unit="°",
        scaling="dimensionless",
        signed=True,
    )


def _ratio(above: str, below: str) -> str:
    if above == below:
        return "1"
    return f"{above}/({below})" if "/" in below else f"{above}/{below}"


def _notes(material: Material, found: CrossSpectra) -> tuple[str, ...]:
    level = found.significance(_CHANCE)
    worth = found.independent_averages
    return (
        f"second channel: {material.second_recording}",
        f"by chance the coherence exceeds {level:.3g} at 5 % of the lines"
        f" ({found.averages} averages, worth {worth:.3g} independent ones)",
    )


def _figure(kind: str, material: Material, found: CrossSpectra, values: Values) -> SpectrumFigure:
    return SpectrumFigure(
        kind=kind,
        x=found.frequency_hz,
        y=found.of_first,
        x_label="Frequency",
        x_unit="Hz",
        quantity="cross-spectrum",
        unit="1",
        scaling="density",
        window=declared.window(values).value,
        enbw_hz=scaling.enbw_hz(material, found.enbw_hz),
        enbw_unit=scaling.enbw_unit(material),
        averages=found.averages,
        overlap=found.overlap,
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
    )


def _shown(figure: SpectrumFigure, material: Material, values: Values) -> SpectrumFigure:
    lowest, highest = (declared.optional_number(values, name) for name in ("lowest", "highest"))
    figure = within(figure, lowest, highest)
    return placed(figure, material, declared.word(values, "axis"), None)


_PARAMETERS = (
    declared.WINDOW,
    declared.LOWEST,
    declared.HIGHEST,
    declared.AXIS,
    *resolving.CUTTING,
)
_SHOW = Choice(
    "show",
    "Show",
    (("magnitude", "Magnitude"), ("phase", "Phase"), ("transfer", "Transfer function H1")),
    "magnitude",
    "Phase: by how much the second channel leads, where the coherence is beyond chance",
)
ROWS = (
    Analysis(
        "cross-spectrum",
        "Cross-spectrum",
        "Two channels",
        "What two channels share, with its phase; H1 is second per first (Bendat, Piersol 2010)",
        Shape.LINES,
        (*_PARAMETERS, _SHOW),
        _cross,
        frozenset({Needs.SECOND}),
        takes_constant=True,
    ),
    Analysis(
        "coherence",
        "Coherence",
        "Two channels",
        "|Gxy|²/(Gxx Gyy): how much of one channel is linear in the other (Carter 1987)",
        Shape.LINES,
        _PARAMETERS,
        _coherence,
        frozenset({Needs.SECOND}),
    ),
)
