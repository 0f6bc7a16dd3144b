"""Statistics beyond power: spectral kurtosis and bicoherence."""

import numpy as np

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.cells import bounded_map
from pfd_desktop.core.analyses.excerpt import beginning, cut_note, frequency_axis
from pfd_desktop.core.analyses.placing import placed
from pfd_desktop.core.dsp.bispectrum import bicoherence
from pfd_desktop.core.dsp.spectral_kurtosis import spectral_kurtosis
from pfd_desktop.core.dsp.windows import enbw_bins, window_values
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Number, Toggle, Values
from pfd_desktop.progress import Progress

_OVERLAP = Number("overlap", "Overlap", "%", 50.0, 0.0, 90.0, tip="What segments share")
_SIGNIFICANT = Toggle(
    "significant",
    "Significant only",
    tip="Leaves out cells below the limit that noise exceeds in one cell of twenty",
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
        enbw_hz=enbw_bins(window_values(window, segment)) * rate_hz / segment,
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
    return placed(figure, material, axis, highest)


def _bicoherence(material: Material, values: Values, progress: Progress) -> MapFigure:
    progress.report(0.1, "bicoherence")
    overlap = declared.number(values, "overlap") / 100
    segment = int(declared.number(values, "segment"))
    window = declared.window(values)
    rate_hz = material.waveform.rate_hz
    found = bicoherence(beginning(material), rate_hz, segment, overlap, window)
    squared = found.squared.copy()
    squared[0] = np.nan  # 0 Hz is the mean, which was removed
    best = np.unravel_index(int(np.nanargmax(squared)), squared.shape)
    if declared.switch(values, "significant"):
        squared[squared < found.limit] = np.nan
    label, unit = frequency_axis(material)
    lines = found.frequency_hz
    return bounded_map(
        MapFigure(
            kind="bicoherence",
            x=lines,
            y=lines[: len(squared)],
            values=squared,
            x_label=f"{label} 1",
            x_unit=unit,
            y_label=f"{label} 2",
            y_unit=unit,
            quantity="squared bicoherence",
            unit="1",
            scaling="dimensionless",
            window=window.value,
            enbw_hz=enbw_bins(window_values(window, segment)) * rate_hz / segment,
            averages=found.segments,
            overlap=overlap,
            band_hz=None,
            recording=material.recording,
            blob=material.blob,
            signed=True,
            best=(float(lines[best[1]]), float(lines[best[0]])),
            notes=(*_limit_notes(found.limit, found.independent), *cut_note(material)),
        )
    )


def _limit_notes(limit: float, independent: float) -> tuple[str, ...]:
    return (
        f"noise exceeds {limit:.3g} in one cell of twenty, its mean is {1 / independent:.3g}"
        f" ({independent:.0f} independent segments)",
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
        "Which pairs of lines are coupled in phase to their sum (Kim and Powers 1979)",
        Shape.MAP,
        (_segment(512.0, 4096), _OVERLAP, declared.WINDOW, _SIGNIFICANT),
        _bicoherence,
    ),
)
