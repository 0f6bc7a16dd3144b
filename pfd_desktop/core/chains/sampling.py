"""Steps that change the rate: resample and decimate, never without an anti-alias filter."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.chains.axis import need_time
from pfd_desktop.core.chains.source import Source
from pfd_desktop.core.chains.step import StepKind
from pfd_desktop.core.dsp.filters import antialias, resampled
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]

_LARGEST = 4096  # numerator and denominator of a ratio of rates; more makes endless filters


def _whole(values: Values, name: str) -> int:
    value = values[name]
    return int(value) if isinstance(value, int | float) else 1


def _rate(values: Values) -> float:
    value = values["rate_hz"]
    return float(value) if isinstance(value, int | float) else 1.0


def _ratio(rate_hz: float, wanted_hz: float) -> Fraction:
    """Up over down; refused where no small fraction gives the wanted rate."""
    ratio = Fraction(wanted_hz / rate_hz).limit_denominator(_LARGEST)
    exact = ratio > 0 and abs(rate_hz * float(ratio) / wanted_hz - 1) < 1e-9
    if not exact or ratio.numerator > _LARGEST:
        raise InvalidInput(
            f"{rate_hz:g} Hz to {wanted_hz:g} Hz is no ratio of small whole numbers; choose another"
            " rate, or the Fourier method."
        )
    return ratio


def _at_ratio(waveform: Waveform, up: int, down: int) -> Waveform:
    samples = resampled(waveform.samples, up, down, antialias(max(up, down)))
    return replace(waveform, samples=samples, rate_hz=waveform.rate_hz * up / down)


def _in_blocks(source: Source, up: int, down: int) -> Source:
    """Any stretch from the stretch below it: the filter is short and begins at whole periods."""
    weights = antialias(max(up, down))
    reach = down * (len(weights) // (2 * up * down) + 2)

    def read(start: int, stop: int) -> Floats:
        low = max(0, start // up * down - reach)
        low -= low % down
        high = min(source.length, stop * down // up + reach + 1)
        first = start - low // down * up
        return resampled(source.read(low, high), up, down, weights)[first : first + stop - start]

    length = -(-source.length * up // down)
    return replace(source, read=read, length=length, rate_hz=source.rate_hz * up / down)


def _decimate(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed, progress
    return _at_ratio(waveform, 1, _whole(values, "factor"))


def _decimate_stream(source: Source, values: Values, speed: SpeedProfile | None) -> Source:
    del speed
    return _in_blocks(source, 1, _whole(values, "factor"))


def _resample(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed, progress
    need_time(waveform.axis, "Resample")
    if values["method"] == "fourier":
        return _by_fourier(waveform, _rate(values))
    ratio = _ratio(waveform.rate_hz, _rate(values))
    return _at_ratio(waveform, ratio.numerator, ratio.denominator)


def _resample_stream(source: Source, values: Values, speed: SpeedProfile | None) -> Source | None:
    del speed
    need_time(source.axis, "Resample")
    if values["method"] == "fourier":
        return None
    ratio = _ratio(source.rate_hz, _rate(values))
    return _in_blocks(source, ratio.numerator, ratio.denominator)


def _by_fourier(waveform: Waveform, wanted_hz: float) -> Waveform:
    """The spectrum cut or lengthened; the rate is the nearest that gives a whole number."""
    from scipy import signal

    count = round(len(waveform.samples) * wanted_hz / waveform.rate_hz)
    if count < 2:
        raise InvalidInput(f"At {wanted_hz:g} Hz this recording has no two samples left.")
    samples = np.asarray(signal.resample(np.asarray(waveform.samples, np.float64), count))
    rate_hz = waveform.rate_hz * count / len(waveform.samples)
    return replace(waveform, samples=samples.astype(np.float64), rate_hz=rate_hz)


ROWS: tuple[StepKind, ...] = (
    StepKind(
        "resample",
        "Resample",
        "To another rate. Polyphase: linear phase, flat to 0.8 of the lower Nyquist frequency,"
        " -90 dB above it (Kaiser 1974). Fourier: a sharp cut, the record taken as periodic.",
        (
            Number("rate_hz", "New rate", "Hz", default=10_000.0, low=1e-3, high=1e9),
            Choice(
                "method",
                "Method",
                (("polyphase", "polyphase"), ("fourier", "Fourier, whole record")),
                "polyphase",
            ),
        ),
        _resample,
        lambda values: (
            f"resampled to {_rate(values):g} Hz"
            f"{', Fourier' if values['method'] == 'fourier' else ''}"
        ),
        stream=_resample_stream,
    ),
    StepKind(
        "decimate",
        "Decimate",
        "Every n-th sample behind an anti-alias filter of linear phase: flat to 0.8 of the new"
        " Nyquist frequency, -90 dB above it (Kaiser 1974).",
        (Number("factor", "Factor", default=2, low=1, high=1000, whole=True),),
        _decimate,
        lambda values: f"every {_whole(values, 'factor')}. sample, anti-aliased",
        stream=_decimate_stream,
    ),
)
