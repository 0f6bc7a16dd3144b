"""Spectra ready to draw, computed from a waveform file; what a compute process runs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.cepstrum import real_cepstrum
from pfd_desktop.core.dsp.envelope import envelope_spectrum
from pfd_desktop.core.dsp.spectra import Scaling, Spectrum, amplitude_spectrum, psd
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.figures.placed_markers import in_hertz, in_quefrency, order_markers
from pfd_desktop.core.figures.spectrum import Marker, SpectrumFigure, SpectrumKind
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.waveforms.blob import Blob, open_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]

LONGEST = 1 << 22  # samples transformed at once; longer records are averaged or cut, and say so
MOST_POINTS = 100_000  # lines handed to the screen
_ENVELOPE_ORDERS = 40.0  # how far an envelope spectrum is shown when nothing else is asked
_ENVELOPE_HZ = 2000.0


@dataclass(frozen=True)
class FigureRequest:
    """A waveform file, what is known of it, and the spectrum wanted."""

    path: Path
    recording: str
    kind: SpectrumKind
    window: Window
    band_hz: tuple[float, float] | None
    max_hz: float | None
    order_axis: bool
    shaft_hz: float | None
    bearing: Bearing | None
    bearing_kind: BearingKind


def spectrum_figure(request: FigureRequest, progress: Progress) -> SpectrumFigure:
    """Compute the figure of *request*, bounded in size and with its markers."""
    if request.shaft_hz is None and (request.order_axis or request.kind is SpectrumKind.ORDER):
        raise InvalidInput(
            f"{request.recording} has no speed, so there are no orders. Tell its speed first."
        )
    blob = open_blob(request.path)
    try:
        progress.report(0.1, f"{request.kind.value} of {request.recording}")
        figure = _COMPUTED[request.kind](request, blob)
    finally:
        blob.close()
    progress.report(0.9, "")
    return _bounded(_on_axis(figure, request))


def _spectrum(request: FigureRequest, blob: Blob) -> SpectrumFigure:
    whole = len(blob.samples) <= LONGEST
    spectrum = amplitude_spectrum(
        blob.samples,
        blob.rate_hz,
        request.window,
        Scaling.RMS,
        segment=None if whole else LONGEST,
        quantity=blob.quantity,
        unit=blob.unit,
    )
    notes = () if whole else (f"averaged over {spectrum.averages} pieces of {LONGEST} samples",)
    return _of(request, blob, spectrum, f"{blob.unit} rms", notes)


def _density(request: FigureRequest, blob: Blob) -> SpectrumFigure:
    segment = min(len(blob.samples), max(1024, round(blob.rate_hz)))  # lines about 1 Hz apart
    spectrum = psd(
        blob.samples,
        blob.rate_hz,
        request.window,
        segment=segment,
        quantity=blob.quantity,
        unit=blob.unit,
    )
    return _of(request, blob, spectrum, spectrum.unit, ())


def _of(
    request: FigureRequest, blob: Blob, spectrum: Spectrum, unit: str, notes: tuple[str, ...]
) -> SpectrumFigure:
    return SpectrumFigure(
        kind=request.kind,
        x=spectrum.frequency_hz,
        y=spectrum.values,
        x_label="Frequency",
        x_unit="Hz",
        quantity=spectrum.quantity,
        unit=unit,
        scaling=spectrum.scaling.value,
        window=request.window.value,
        enbw_hz=spectrum.enbw_hz,
        averages=spectrum.averages,
        overlap=spectrum.overlap,
        band_hz=None,
        recording=request.recording,
        blob=blob.sha256,
        notes=notes,
    )


def _envelope(request: FigureRequest, blob: Blob) -> SpectrumFigure:
    squared = request.kind is SpectrumKind.SQUARED_ENVELOPE
    samples = blob.samples[:LONGEST]
    found = envelope_spectrum(
        samples,
        blob.rate_hz,
        request.band_hz,
        squared,
        window=request.window,
        quantity=blob.quantity,
        unit=blob.unit,
    )
    return SpectrumFigure(
        kind=request.kind,
        x=found.frequency_hz,
        y=found.amplitude,
        x_label="Frequency",
        x_unit="Hz",
        quantity=f"{found.quantity}, {request.kind.value}",
        unit=_squared_unit(found.unit) if squared else found.unit,
        scaling=Scaling.PEAK.value,
        window=request.window.value,
        enbw_hz=found.enbw_hz,
        averages=1,
        overlap=0.0,
        band_hz=found.band_hz,
        recording=request.recording,
        blob=blob.sha256,
        notes=_cut_note(blob),
    )


def _squared_unit(unit: str) -> str:
    return f"({unit})²" if "/" in unit else f"{unit}²"


def _cepstrum(request: FigureRequest, blob: Blob) -> SpectrumFigure:
    found = real_cepstrum(blob.samples[:LONGEST], blob.rate_hz)
    # quefrency 0 is the mean log level: it says nothing of periods and would dwarf the rest
    return SpectrumFigure(
        kind=request.kind,
        x=found.quefrency_s[1:],
        y=found.values[1:],
        x_label="Quefrency",
        x_unit="s",
        quantity="real cepstrum",
        unit="1",
        scaling="dimensionless",
        window=Window.BOXCAR.value,
        enbw_hz=blob.rate_hz / min(len(blob.samples), LONGEST),
        averages=1,
        overlap=0.0,
        band_hz=None,
        recording=request.recording,
        blob=blob.sha256,
        notes=("natural logarithm; quefrency 0 left out", *_cut_note(blob)),
    )


def _cut_note(blob: Blob) -> tuple[str, ...]:
    if len(blob.samples) <= LONGEST:
        return ()
    return (
        f"of the first {LONGEST / blob.rate_hz:.0f} s of {len(blob.samples) / blob.rate_hz:.0f} s",
    )


_COMPUTED: dict[SpectrumKind, Callable[[FigureRequest, Blob], SpectrumFigure]] = {
    SpectrumKind.AMPLITUDE: _spectrum,
    SpectrumKind.ORDER: _spectrum,
    SpectrumKind.DENSITY: _density,
    SpectrumKind.ENVELOPE: _envelope,
    SpectrumKind.SQUARED_ENVELOPE: _envelope,
    SpectrumKind.CEPSTRUM: _cepstrum,
}


def _on_axis(figure: SpectrumFigure, request: FigureRequest) -> SpectrumFigure:
    """Cut to the range asked for, put on the axis asked for, and mark."""
    shaft_hz = request.shaft_hz
    if request.kind is SpectrumKind.CEPSTRUM:
        return replace(figure, markers=_quefrency_markers(request, float(figure.x[-1])))
    highest_hz = _highest_hz(request)
    if highest_hz is not None:
        seen = figure.x <= highest_hz
        figure = replace(figure, x=figure.x[seen], y=figure.y[seen])
    if shaft_hz is None:
        return figure
    markers = order_markers(request.bearing, request.bearing_kind, float(figure.x[-1]) / shaft_hz)
    if request.order_axis or request.kind is SpectrumKind.ORDER:
        orders = figure.x / shaft_hz
        return replace(figure, x=orders, x_label="Order", x_unit="orders", markers=markers)
    return replace(figure, markers=in_hertz(markers, shaft_hz))


def _quefrency_markers(request: FigureRequest, longest_s: float) -> tuple[Marker, ...]:
    if request.shaft_hz is None:
        return ()
    markers = order_markers(request.bearing, request.bearing_kind, np.inf)
    placed = in_quefrency(markers, request.shaft_hz)
    return tuple(marker for marker in placed if marker.position <= longest_s)


def _highest_hz(request: FigureRequest) -> float | None:
    if request.max_hz is not None:
        return request.max_hz
    if request.kind in (SpectrumKind.ENVELOPE, SpectrumKind.SQUARED_ENVELOPE):
        if request.shaft_hz is None:
            return _ENVELOPE_HZ
        return _ENVELOPE_ORDERS * request.shaft_hz
    return None


def _bounded(figure: SpectrumFigure) -> SpectrumFigure:
    """At most MOST_POINTS lines: of each group of lines the highest is kept, at its own place."""
    size = len(figure.x)
    if size <= MOST_POINTS:
        return figure
    group = int(np.ceil(size / MOST_POINTS))
    full = size // group * group
    heights = np.abs(figure.y[:full]).reshape(-1, group)
    chosen = heights.argmax(axis=1) + np.arange(0, full, group)
    if full < size:
        chosen = np.append(chosen, full + int(np.abs(figure.y[full:]).argmax()))
    note = f"shown: the highest of every {group} lines; {size} were computed"
    return replace(figure, x=figure.x[chosen], y=figure.y[chosen], notes=(*figure.notes, note))
