"""Statistics beyond power: spectral kurtosis and bicoherence."""

import numpy as np

from pfd_desktop.core.analyses import declared, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.cells import bounded_map
from pfd_desktop.core.analyses.excerpt import beginning, cut_note, frequency_axis
from pfd_desktop.core.analyses.placing import unmarked
from pfd_desktop.core.dsp.bispectrum import Bicoherence, bicoherence
from pfd_desktop.core.dsp.spectra import Scaling
from pfd_desktop.core.dsp.spectral_kurtosis import spectral_kurtosis
from pfd_desktop.core.dsp.windows import Window, enbw_bins, window_values
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Choice, Number, Toggle, Values
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

_OVERLAP = Number("overlap", "Overlap", "%", 50.0, 0.0, 90.0, tip="What segments share")
_SHOW = Choice(
    "show",
    "Show",
    (("bicoherence", "Squared bicoherence"), ("bispectrum", "Bispectrum")),
    "bicoherence",
    "How surely lines are coupled, from 0 to 1, or how strongly",
)
_SIGNIFICANT = Toggle(
    "significant",
    "Significant only",
    tip="Leaves out cells whose bicoherence noise exceeds in one cell of twenty",
)


def _segment(default: float, high: float) -> Number:
    return Number(
        "segment",
        "Segment",
        "samples",
        default=default,
        low=16,
        high=high,
        whole=True,
        tip="Lines are the sampling rate divided by this apart; fewer segments scatter more",
    )


def _spectral_kurtosis(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    progress.report(0.1, "spectral kurtosis")
    overlap = declared.number(values, "overlap") / 100
    segment = int(declared.number(values, "segment"))
    window = declared.window(values)
    rate_hz = material.waveform.rate_hz
    found = spectral_kurtosis(beginning(material), rate_hz, segment, overlap, window)
    figure = SpectrumFigure(
        kind="spectral-kurtosis",
        x=found.frequency_hz,
        y=found.values,
        x_label="Frequency",
        x_unit="Hz",
        quantity="spectral kurtosis",
        unit="1",
        scaling="dimensionless",
        window=window.value,
        enbw_hz=_enbw_hz(material, window, segment),
        enbw_unit=scaling.enbw_unit(material),
        averages=found.segments,
        overlap=overlap,
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        signed=True,
        notes=(
            f"Gaussian noise reads 0 ± {found.deviation:.2g} (one deviation), a steady sine -1",
            *cut_note(material),
        ),
    )
    axis, highest = declared.word(values, "axis"), declared.optional_number(values, "highest")
    return unmarked(figure, material, axis, highest)


def _bicoherence(material: Material, values: Values, progress: Progress) -> MapFigure:
    progress.report(0.1, "bicoherence")
    overlap = declared.number(values, "overlap") / 100
    segment = int(declared.number(values, "segment"))
    window = declared.window(values)
    rate_hz = material.waveform.rate_hz
    samples = beginning(material)
    if np.ptp(samples) == 0:
        raise InvalidInput("These samples have no bicoherence: they are constant.")
    found = bicoherence(samples, rate_hz, segment, overlap, window)
    strength = declared.word(values, "show") == "bispectrum"
    shown = (found.magnitude if strength else found.squared).copy()
    shown[0] = np.nan  # 0 Hz is the mean, which was removed
    best = np.unravel_index(int(np.nanargmax(shown)), shown.shape)
    if declared.switch(values, "significant"):
        shown[found.squared < found.limit] = np.nan
    label, unit = frequency_axis(material)
    lines = found.frequency_hz
    return bounded_map(
        MapFigure(
            kind="bicoherence",
            x=lines,
            y=lines[: len(shown)],
            values=shown,
            x_label=f"{label} 1",
            x_unit=unit,
            y_label=f"{label} 2",
            y_unit=unit,
            quantity="bispectrum" if strength else "squared bicoherence",
            unit=f"({material.waveform.unit} peak)³" if strength else "1",
            scaling=Scaling.PEAK.value if strength else "dimensionless",
            window=window.value,
            enbw_hz=_enbw_hz(material, window, segment),
            enbw_unit=scaling.enbw_unit(material),
            averages=found.segments,
            overlap=overlap,
            band_hz=None,
            recording=material.recording,
            blob=material.blob,
            signed=not strength,
            best=(float(lines[best[1]]), float(lines[best[0]])),
            notes=(*_pair_notes(found, strength), *cut_note(material)),
        )
    )


def _enbw_hz(material: Material, window: Window, segment: int) -> float:
    bandwidth = enbw_bins(window_values(window, segment)) * material.waveform.rate_hz / segment
    return scaling.enbw_hz(material, bandwidth)


def _pair_notes(found: Bicoherence, strength: bool) -> tuple[str, ...]:
    of = "the squared bicoherence of noise" if strength else "noise"
    meant = "product of the peak amplitudes of two lines and of their sum, where they are coupled"
    return (
        *((meant,) if strength else ()),
        f"{of} exceeds {found.limit:.3g} in one cell of twenty, its mean is"
        f" {1 / found.independent:.3g} ({found.independent:.0f} independent segments)",
        "whole principal domain: all other pairs mirror these",
    )


ROWS = (
    Analysis(
        "spectral-kurtosis",
        "Spectral kurtosis",
        "Demodulation",
        "Kurtosis of each line over time less 2 (Antoni 2006): where impulses stand out of noise",
        Shape.LINES,
        (_segment(256.0, 65_536), _OVERLAP, declared.WINDOW, declared.HIGHEST, declared.AXIS),
        _spectral_kurtosis,
    ),
    Analysis(
        "bicoherence",
        "Bicoherence",
        "Spectra",
        "Which pairs of lines are coupled in phase to their sum (Kim and Powers 1979), or how"
        " strongly: the bispectrum (Nikias and Raghuveer 1987)",
        Shape.MAP,
        (_SHOW, _segment(512.0, 4096), _OVERLAP, declared.WINDOW, _SIGNIFICANT),
        _bicoherence,
    ),
)
