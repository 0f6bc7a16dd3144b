"""Amplitude spectrum, power spectral density, zoom and autocorrelation."""

from dataclasses import replace
from math import ceil

import numpy as np

from pfd_desktop.core.analyses import declared, resolving, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.placing import bounded, placed, quefrency_markers, within
from pfd_desktop.core.dsp.autocorrelation import autocorrelation
from pfd_desktop.core.dsp.averaging import Averaging
from pfd_desktop.core.dsp.spectra import Scaling, Spectrum, amplitude_spectrum, psd
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.dsp.zoom import zoom_spectrum
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Band, Number, Values
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.progress import Progress

LONGEST = 1 << 22  # samples transformed at once; longer records are averaged, and say so
_ZOOM_LINES = 20_000
_ZOOM_ORDERS, _ZOOM_PART = 6.0, 20.0
_LAG_TURNS, _LAG_S = 20.0, 1.0


def _amplitude(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    waveform = material.waveform
    whole = (
        declared.word(values, "averaging") == Averaging.LINEAR
        and declared.optional_number(values, "averages") is None
    )
    automatic = len(waveform.samples) if whole else resolving.one_hertz(waveform)
    plan = resolving.plan(material, values, min(automatic, LONGEST))
    chosen = scaling.scaling(values)
    spectrum = amplitude_spectrum(
        waveform.samples,
        waveform.rate_hz,
        declared.window(values),
        chosen,
        cuts=plan.cuts,
        averaging=plan.averaging,
        memory=plan.memory,
        single=True,
        quantity=waveform.quantity,
        unit=waveform.unit,
        progress=progress,
    )
    notes = plan.notes
    if whole and spectrum.averages > 1:
        notes = (f"averaged over {spectrum.averages} pieces of {plan.cuts.size} samples", *notes)
    unit = scaling.scaled_unit(waveform.unit, chosen)
    return _finished(_of("fft", material, spectrum, unit, notes), material, values)


def _density(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    waveform = material.waveform
    plan = resolving.plan(material, values, resolving.one_hertz(waveform))
    spectrum = psd(
        waveform.samples,
        waveform.rate_hz,
        declared.window(values),
        cuts=plan.cuts,
        averaging=plan.averaging,
        memory=plan.memory,
        single=True,
        quantity=waveform.quantity,
        unit=waveform.unit,
        progress=progress,
    )
    unit = spectrum.unit
    if waveform.axis is Axis.ANGLE:
        unit = f"{unit.removesuffix('Hz')}order"
    return _finished(_of("psd", material, spectrum, unit, plan.notes), material, values)


def _finished(figure: SpectrumFigure, material: Material, values: Values) -> SpectrumFigure:
    """On the axis that is wanted, within the range that is wanted, as levels where wanted."""
    lowest, highest = (declared.optional_number(values, name) for name in ("lowest", "highest"))
    figure = within(figure, lowest, highest)
    axis = declared.word(values, "axis")
    found = placed(figure, material, axis, None, declared.sidebands(values))
    levels = declared.word(values, "levels")
    return scaling.as_levels(found, material.waveform.unit, levels)


def _zoom(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    waveform = material.waveform
    band = declared.band(values, waveform.rate_hz) or _lowest_orders(material)
    size = resolving.piece_size(values, waveform, len(waveform.samples))
    wanted = declared.optional_number(values, "zoom_lines")
    auto = ceil(2 * (band[1] - band[0]) * size / waveform.rate_hz)
    lines = min(_ZOOM_LINES, max(101, auto)) if wanted is None else int(wanted)
    chosen = scaling.scaling(values)
    spectrum = zoom_spectrum(
        waveform.samples,
        waveform.rate_hz,
        band,
        lines,
        window=declared.window(values),
        scaling=chosen,
        segment=size,
        overlap=resolving.overlap(values),
        quantity=waveform.quantity,
        unit=waveform.unit,
        progress=progress,
    )
    notes = ["chirp z-transform: exact values of the spectrum, also between its own lines"]
    if auto > lines:
        notes.append(
            f"{lines} lines miss what lies between them: {auto} would show all; narrow the band"
        )
    unit = scaling.scaled_unit(waveform.unit, chosen)
    figure = _of("zoom-fft", material, spectrum, unit, tuple(notes))
    axis, sidebands = declared.word(values, "axis"), declared.sidebands(values)
    found = placed(replace(figure, band_hz=band), material, axis, None, sidebands)
    return scaling.as_levels(found, waveform.unit, declared.word(values, "levels"))


def _lowest_orders(material: Material) -> tuple[float, float]:
    waveform = material.waveform
    if waveform.axis is Axis.ANGLE:
        return 0.0, min(_ZOOM_ORDERS, waveform.rate_hz / 2)
    if material.speed is None:
        return 0.0, waveform.rate_hz / _ZOOM_PART
    return 0.0, min(_ZOOM_ORDERS * material.speed.mean_hz, waveform.rate_hz / 2)


def _correlation(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    waveform = material.waveform
    over_angle = waveform.axis is Axis.ANGLE
    told = declared.optional_number(values, "longest")
    if told is None:
        told = _LAG_S
        if over_angle:
            told = _LAG_TURNS
        elif material.speed is not None:
            told = _LAG_TURNS / material.speed.mean_hz
    lags = max(1, min(len(waveform.samples) - 1, round(told * waveform.rate_hz)))
    found = autocorrelation(waveform.samples, lags, progress)
    lag = np.arange(lags + 1) / waveform.rate_hz
    return bounded(
        SpectrumFigure(
            kind="autocorrelation",
            x=lag,
            y=found,
            x_label="Lag",
            x_unit="turns" if over_angle else "s",
            quantity=f"{waveform.quantity}, autocorrelation",
            unit="1",
            scaling="dimensionless",
            window=Window.BOXCAR.value,
            enbw_hz=scaling.enbw_hz(material, waveform.rate_hz / len(waveform.samples)),
            enbw_unit=scaling.enbw_unit(material),
            averages=1,
            overlap=0.0,
            band_hz=None,
            recording=material.recording,
            blob=material.blob,
            signed=True,
            markers=() if over_angle else quefrency_markers(material, float(lag[-1])),
            notes=("biased, mean removed, 1 at lag 0",),
        )
    )


def _of(
    kind: str, material: Material, spectrum: Spectrum, unit: str, notes: tuple[str, ...]
) -> SpectrumFigure:
    return SpectrumFigure(
        kind=kind,
        x=spectrum.frequency_hz,
        y=spectrum.values,
        x_label="Frequency",
        x_unit="Hz",
        quantity=spectrum.quantity,
        unit=unit,
        scaling=spectrum.scaling.value,
        window=spectrum.window.value,
        enbw_hz=scaling.enbw_hz(material, spectrum.enbw_hz),
        enbw_unit=scaling.enbw_unit(material),
        averages=spectrum.averages,
        overlap=spectrum.overlap,
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        power=spectrum.scaling is Scaling.DENSITY,
        notes=notes,
    )


_SHOWN = (declared.LOWEST, declared.HIGHEST, declared.AXIS, declared.SIDEBANDS)
ROWS = (
    Analysis(
        "fft",
        "FFT",
        "Spectra",
        "Amplitude of every line, 2|X|/S1 (Heinzel, Rüdiger, Schilling 2002)",
        Shape.LINES,
        (declared.WINDOW, *_SHOWN, scaling.SCALING, scaling.LEVELS, *resolving.PARAMETERS),
        _amplitude,
        takes_constant=True,
    ),
    Analysis(
        "psd",
        "PSD",
        "Spectra",
        "Power spectral density by Welch's method, 2|X|²/(fs S2) (Welch 1967; Heinzel et al. 2002)",
        Shape.LINES,
        (declared.WINDOW, *_SHOWN, scaling.LEVELS, *resolving.PARAMETERS),
        _density,
        takes_constant=True,
    ),
    Analysis(
        "zoom-fft",
        "Zoom FFT",
        "Spectra",
        "Lines as close as you like within a band: chirp z-transform (Rabiner et al. 1969)",
        Shape.LINES,
        (
            Band("band", "Band", blank="0 to 6X", tip="Without a speed: the lowest tenth"),
            declared.WINDOW,
            declared.AXIS,
            declared.SIDEBANDS,
            scaling.SCALING,
            scaling.LEVELS,
            Number(
                "zoom_lines",
                "Lines drawn",
                low=11,
                high=100_000,
                blank="auto",
                whole=True,
                tip="Within the band; what two lines are told apart by is the resolution",
            ),
            *resolving.CUTTING,
        ),
        _zoom,
        takes_constant=True,
    ),
    Analysis(
        "autocorrelation",
        "Autocorrelation",
        "Spectra",
        "How alike the signal is to itself a lag later, biased (Box and Jenkins 1976)",
        Shape.LINES,
        (
            Number(
                "longest",
                "Longest lag",
                "s",
                low=1e-6,
                blank="20 turns",
                tip="Without a speed: 1 s",
            ),
        ),
        _correlation,
    ),
)
