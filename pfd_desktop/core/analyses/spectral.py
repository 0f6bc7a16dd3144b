"""Amplitude spectrum and power spectral density."""

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.placing import placed
from pfd_desktop.core.dsp.spectra import Scaling, Spectrum, amplitude_spectrum, psd
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Values
from pfd_desktop.progress import Progress

LONGEST = 1 << 22  # samples transformed at once; longer records are averaged, and say so


def _amplitude(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    progress.report(0.1, "amplitude spectrum")
    waveform = material.waveform
    whole = len(waveform.samples) <= LONGEST
    spectrum = amplitude_spectrum(
        waveform.samples,
        waveform.rate_hz,
        declared.window(values),
        Scaling.RMS,
        segment=None if whole else LONGEST,
        quantity=waveform.quantity,
        unit=waveform.unit,
    )
    notes = () if whole else (f"averaged over {spectrum.averages} pieces of {LONGEST} samples",)
    figure = _of("fft", material, spectrum, f"{waveform.unit} rms", notes)
    return placed(
        figure, material, declared.word(values, "axis"), declared.optional_number(values, "highest")
    )


def _density(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    progress.report(0.1, "power spectral density")
    waveform = material.waveform
    spectrum = psd(
        waveform.samples,
        waveform.rate_hz,
        declared.window(values),
        segment=min(len(waveform.samples), max(1024, round(waveform.rate_hz))),  # 1 Hz apart
        quantity=waveform.quantity,
        unit=waveform.unit,
    )
    figure = _of("psd", material, spectrum, spectrum.unit, ())
    return placed(
        figure, material, declared.word(values, "axis"), declared.optional_number(values, "highest")
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
        enbw_hz=spectrum.enbw_hz,
        averages=spectrum.averages,
        overlap=spectrum.overlap,
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        power=spectrum.scaling is Scaling.DENSITY,
        notes=notes,
    )


ROWS = (
    Analysis(
        "fft",
        "FFT",
        "Spectra",
        "Amplitude of every line, 2|X|/S1 (Heinzel, Rüdiger, Schilling 2002)",
        Shape.LINES,
        (declared.WINDOW, declared.HIGHEST, declared.AXIS),
        _amplitude,
    ),
    Analysis(
        "psd",
        "PSD",
        "Spectra",
        "Power spectral density by Welch's method, 2|X|²/(fs S2) (Welch 1967; Heinzel et al. 2002)",
        Shape.LINES,
        (declared.WINDOW, declared.HIGHEST, declared.AXIS),
        _density,
    ),
)
