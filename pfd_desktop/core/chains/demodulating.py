"""Steps that bring out impulses: pre-whitening, cepstral editing, deconvolution, the envelope.

They need the whole record at once, so they have no form for recordings too long to be held.
"""

from dataclasses import replace

import numpy as np

from pfd_desktop.core.analyses import cepstral
from pfd_desktop.core.analyses.cepstral import lifter_weights, lifter_words
from pfd_desktop.core.chains.step import StepKind
from pfd_desktop.core.dsp.cepstrum import liftered, prewhiten
from pfd_desktop.core.dsp.deconvolution import (
    Deconvolved,
    maximum_correlated_kurtosis,
    minimum_entropy,
)
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.parameters import Band, Number, Toggle, Values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

_LENGTH = Number(
    "length",
    "Filter length",
    "samples",
    default=100.0,
    low=2,
    high=2000,
    whole=True,
    tip="Long enough for the ringing that is undone; longer filters fit noise",
)
_ITERATIONS = Number("iterations", "At most", "rounds", default=30.0, low=1, high=500, whole=True)
_PERIOD = Number(
    "rate_hz",
    "Impulses per second",
    "Hz",
    default=100.0,
    low=0.0,
    tip="Such as BPFO; per turn over angle",
)
_SHIFTS = Number(
    "shifts", "Returns", default=3.0, low=1, high=7, whole=True, tip="More ask for steadier speed"
)


def _number(values: Values, name: str) -> float:
    value = values[name]
    return float(value) if isinstance(value, int | float) else 0.0


def _prewhiten(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del values, speed, progress
    return replace(waveform, samples=prewhiten(waveform.samples), quantity="relative", unit="1")


def _prewhiten_words(values: Values) -> str:
    del values
    return "pre-whitened by the cepstrum"


def _lifter(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed, progress
    weights = lifter_weights(values, len(waveform.samples), waveform.rate_hz)
    if weights is None:
        return waveform
    return replace(waveform, samples=liftered(waveform.samples, weights))


def _minimum_entropy(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed
    length, iterations = int(_number(values, "length")), int(_number(values, "iterations"))
    return _undone(waveform, minimum_entropy(waveform.samples, length, iterations, progress))


def _correlated(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed
    rate = _number(values, "rate_hz")
    if rate <= 0:
        raise InvalidInput("Deconvolution for a period needs to know how often impulses return.")
    found = maximum_correlated_kurtosis(
        waveform.samples,
        int(_number(values, "length")),
        waveform.rate_hz / rate,
        shifts=int(_number(values, "shifts")),
        iterations=int(_number(values, "iterations")),
        progress=progress,
    )
    return _undone(waveform, found)


def _undone(waveform: Waveform, found: Deconvolved) -> Waveform:
    """A filter found from the record has no gain to speak of: its output has no unit."""
    return replace(waveform, samples=found.samples, quantity="relative", unit="1")


def _envelope(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed, progress
    band = values["band_hz"]
    edges = band if isinstance(band, tuple) else (0.0, waveform.rate_hz / 2)
    record = RecordSpectrum.of(waveform.samples, waveform.rate_hz)
    samples = record.full_rate_envelope(*edges)
    if values["squared"] is True:
        unit = f"({waveform.unit})²" if "/" in waveform.unit else f"{waveform.unit}²"
        return replace(waveform, samples=samples**2, unit=unit)
    return replace(waveform, samples=np.asarray(samples))


def _envelope_words(values: Values) -> str:
    band = values["band_hz"]
    sort = "squared envelope" if values["squared"] is True else "envelope"
    return f"{sort} of {band[0]:g} to {band[1]:g} Hz" if isinstance(band, tuple) else sort


ROWS: tuple[StepKind, ...] = (
    StepKind(
        "cepstrum-prewhiten",
        "Pre-whiten",
        "Every spectral line to the same height, phases kept (Borghesani et al. 2013).",
        (),
        _prewhiten,
        _prewhiten_words,
    ),
    StepKind(
        "cepstrum-lifter",
        "Lifter",
        "Takes a family of lines, or all but one part of the cepstrum, out of the record"
        " (Randall and Sawalhi 2011).",
        (
            replace(cepstral.LIFTER, options=cepstral.LIFTER.options[1:], default="comb"),
            cepstral.CUT,
            cepstral.FAMILY,
            cepstral.WIDTH,
        ),
        _lifter,
        lifter_words,
    ),
    StepKind(
        "deconvolve-med",
        "Deconvolve, minimum entropy",
        "The filter that makes the record most impulsive (Wiggins 1978; Endo and Randall 2007).",
        (_LENGTH, _ITERATIONS),
        _minimum_entropy,
        lambda values: f"minimum-entropy deconvolution, {_number(values, 'length'):g} taps",
    ),
    StepKind(
        "deconvolve-mckd",
        "Deconvolve, impulses of a period",
        "The filter that brings out impulses of one period (MCKD; McDonald, Zhao, Zuo 2012).",
        (_PERIOD, _LENGTH, _SHIFTS, _ITERATIONS),
        _correlated,
        lambda values: (
            f"deconvolution for impulses at {_number(values, 'rate_hz'):g} Hz,"
            f" {_number(values, 'length'):g} taps"
        ),
    ),
    StepKind(
        "envelope",
        "Envelope",
        "Magnitude of the analytic signal of a band cut as a brick wall (Randall and Antoni 2011).",
        (Band("band_hz", "Band"), Toggle("squared", "Squared")),
        _envelope,
        _envelope_words,
    ),
)
