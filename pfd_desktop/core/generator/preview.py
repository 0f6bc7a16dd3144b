"""One record of a set as a picture: the beginning of each channel, and a spectrum of one."""

from dataclasses import dataclass, replace

import numpy as np

from pfd_desktop.core.analyses import table
from pfd_desktop.core.analyses.analysis import Material
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.generator.child import Made, Signal, make
from pfd_desktop.core.generator.designs import Design, Mode
from pfd_desktop.core.parameters import checked
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress

SPECTRA = ("fft", "psd", "squared-envelope")
_ORDERS = 12  # of the shaft, that a probe's spectrum shows
_TURNS = 12  # of the shaft, that the time trace shows


@dataclass(frozen=True)
class Preview:
    """What is drawn of a record, and what is true of it in words."""

    time: CurvesFigure
    spectrum: SpectrumFigure
    channels: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class PreviewRequest:
    """Which record, and what of it."""

    design: Design
    index: int
    channel: str = ""  # "" is the first
    spectrum: str = SPECTRA[0]


def preview(request: PreviewRequest, progress: Progress) -> Preview:
    """Make the record and look at it; raises InvalidInput where it cannot be made."""
    made = make(request.design, request.index, Part(progress, 0.0, 0.6))
    names = tuple(signal.name for signal in made.signals)
    signal = made.signals[names.index(request.channel) if request.channel in names else 0]
    title = f"{made.known.title}, {made.at.level.value}, record {made.at.number + 1} (synthetic)"
    return Preview(
        time=_beginning(made, signal, title),
        spectrum=_spectrum(request, made, signal, title, Part(progress, 0.6, 1.0)),
        channels=names,
        words=_words(request.design, made),
    )


def _beginning(made: Made, signal: Signal, title: str) -> CurvesFigure:
    """Some turns of the shaft; channels of the same unit share the picture."""
    count = min(len(signal.samples), round(_TURNS * 60 / made.speed_rpm * made.rate_hz))
    time = np.arange(count) / made.rate_hz
    alike = [one for one in made.signals if one.unit == signal.unit]
    curves = tuple(Curve(one.name, time, one.samples[:count].astype(np.float64)) for one in alike)
    return CurvesFigure(
        curves,
        "Time",
        "s",
        signal.quantity.capitalize(),
        signal.unit,
        kind="synthetic preview",
        recording=title,
        notes=(f"the first {count / made.rate_hz:.3g} s",),
    )


def _spectrum(
    request: PreviewRequest, made: Made, signal: Signal, title: str, progress: Progress
) -> SpectrumFigure:
    analysis = table.find(request.spectrum)
    waveform = Waveform(signal.samples, made.rate_hz, signal.quantity, signal.unit)
    material = Material(waveform, f"{title}, {signal.name}", "")
    figure = analysis.compute(material, checked(analysis.parameters, {}), progress)
    if not isinstance(figure, SpectrumFigure):
        raise InvalidInput(f"{analysis.title} is no spectrum; choose {', '.join(SPECTRA)}.")
    return _cut(figure, made) if signal.quantity == "displacement" else figure


def _cut(figure: SpectrumFigure, made: Made) -> SpectrumFigure:
    """Probes show nothing but noise beyond the first orders."""
    shown = figure.x <= _ORDERS * made.speed_rpm / 60
    words = f"shown up to {_ORDERS} orders of the shaft"
    return replace(figure, x=figure.x[shown], y=figure.y[shown], notes=(*figure.notes, words))


def _words(design: Design, made: Made) -> str:
    told = [f"{made.speed_rpm:.0f} rpm", f"{100 * made.load:.0f} % load"]
    if made.severity is not None:
        told.append(f"severity {made.severity:.2f}")
        seen, of = sum(made.visible), len(made.visible)
        told.append(f"fault visible in {seen} of {of} windows of {design.window_s:g} s")
    if design.mode is Mode.LEGACY:
        told.append("in a unit of the older generator's own")
    return " · ".join(told)
