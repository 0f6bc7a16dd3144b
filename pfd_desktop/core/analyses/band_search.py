"""Where to demodulate: the kurtogram, with the adviser's opinion of it."""

from collections.abc import Sequence

import numpy as np

from pfd_desktop.core.analyses import declared
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.excerpt import (
    beginning,
    cut_note,
    defects_hz,
    frequency_axis,
    shaft_hz,
)
from pfd_desktop.core.dsp.band_adviser import BandAdvice, advise_bands
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.dsp.kurtogram import DEEPEST, KurtogramBand, kurtogram
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.progress import Progress

_ADVISED_FROM = 1 << 19  # samples: enough to tell which band repeats
_LEVEL = Number(
    "level",
    "Deepest level",
    default=float(DEEPEST),
    low=1,
    high=9,
    whole=True,
    tip="Level k has bands of half the sampling rate divided by 2 to the k",
)
_POINTER = Choice(
    "pointer",
    "Point at",
    (("evidence", "Most evidence"), ("kurtosis", "Largest kurtosis")),
    "evidence",
    "Evidence: an envelope that repeats. The largest kurtosis may be one stray knock",
)


def _kurtogram(material: Material, values: Values, progress: Progress) -> MapFigure:
    progress.report(0.1, "kurtogram")
    rate_hz = material.waveform.rate_hz
    found = kurtogram(beginning(material), rate_hz, int(declared.number(values, "level")))
    progress.report(0.4, "which band repeats")
    record = RecordSpectrum.of(beginning(material, _ADVISED_FROM), rate_hz)
    advice = advise_bands(record, defects_hz(material), shaft_hz(material))
    largest = found.best
    repeats = bool(advice) and advice[0].stands_out
    by_evidence = declared.word(values, "pointer") == "evidence" and repeats
    low, high = (
        (advice[0].low_hz, advice[0].high_hz) if by_evidence else (largest.low_hz, largest.high_hz)
    )
    grid = found.grid()
    label, unit = frequency_axis(material)
    columns = (np.arange(grid.shape[1]) + 0.5) * found.nyquist_hz / grid.shape[1]
    return MapFigure(
        kind="kurtogram",
        x=columns,
        y=found.levels,
        values=grid,
        x_label=label,
        x_unit=unit,
        y_label="Level, log2 of the number of bands",
        y_unit="",
        quantity="kurtosis of the complex envelope less 2",
        unit="1",
        scaling="dimensionless",
        window=Window.BOXCAR.value,
        enbw_hz=high - low,
        averages=1,
        overlap=0.0,
        band_hz=(low, high),
        recording=material.recording,
        blob=material.blob,
        signed=True,
        best=((low + high) / 2, float(np.log2(found.nyquist_hz / (high - low)))),
        notes=(
            *_opinion(largest, advice, unit),
            "what repeats may be gears or the shaft as well: this advises a band, it is no verdict",
            "bands are brick walls cut from one transform, not Antoni's filters",
            *cut_note(material),
        ),
    )


def _opinion(largest: KurtogramBand, advice: Sequence[BandAdvice], unit: str) -> tuple[str, ...]:
    """What speaks for which band, the best first."""
    words = [
        f"largest kurtosis {largest.kurtosis:.3g}: {largest.low_hz:.0f} to"
        f" {largest.high_hz:.0f} {unit}"
    ]
    if not advice:
        return (*words, "too short, or too silent, to tell which band repeats")
    if advice[0].stands_out and not _share(largest, advice[0]):
        words.append(
            "that band's envelope repeats less than another's: one stray knock has a large"
            " kurtosis too"
        )
    words += [
        f"{place}. {one.low_hz:.0f} to {one.high_hz:.0f} {unit}: {one.words}"
        for place, one in enumerate(advice, 1)
        if place == 1 or one.stands_out
    ]
    return tuple(words)


def _share(largest: KurtogramBand, advised: BandAdvice) -> bool:
    return min(largest.high_hz, advised.high_hz) > max(largest.low_hz, advised.low_hz)


ROWS = (
    Analysis(
        "kurtogram",
        "Kurtogram",
        "Demodulation",
        "Kurtosis of the envelope by band and bandwidth (Antoni 2007), and which band repeats",
        Shape.MAP,
        (_LEVEL, _POINTER),
        _kurtogram,
    ),
)
