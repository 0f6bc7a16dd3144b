"""Steps that take something out: trend, what is below or above a frequency, single lines."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.chains.axis import need_time
from pfd_desktop.core.chains.source import Source
from pfd_desktop.core.chains.step import StepKind
from pfd_desktop.core.dsp.filters import butterworth, filtered, notch, settling
from pfd_desktop.core.parameters import Band, Choice, Number, Parameter, Values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.progress import Progress, Silent

Floats = NDArray[np.float64]
Sections = Callable[[float, Values], Floats]  # of a rate in Hz

_LONGEST_OVERLAP = 1 << 23  # samples; a filter that remembers longer is not done in blocks
_PHASE = Choice(
    "phase",
    "Phase",
    (("zero", "zero phase"), ("causal", "causal")),
    "zero",
    "Zero phase filters forward and backward, -6 dB at the edges; causal has the filter's delay and"
    " -3 dB there",
)
_ORDER = Number(
    "order", "Order", default=4, low=1, high=10, whole=True, tip="6 dB per octave and order"
)


def _hertz(name: str, title: str, default: float) -> Number:
    return Number(name, title, "Hz", default=default, low=1e-6)


def _number(values: Values, name: str) -> float:
    value = values[name]
    return float(value) if isinstance(value, int | float) else 0.0


def _phase_words(values: Values) -> str:
    return "zero phase" if values["phase"] == "zero" else "causal"


# -- detrend -----------------------------------------------------------------------------------


def _trend(total: float, moment: float, count: int, linear: bool) -> tuple[float, float]:
    """Mean and slope per sample of the least-squares line, from Σx and Σ(n - middle)x."""
    if not linear or count < 2:
        return total / count, 0.0
    return total / count, moment * 12 / (count * (count**2 - 1.0))


def _without(piece: Floats, start: int, count: int, line: tuple[float, float]) -> Floats:
    mean, slope = line
    if slope == 0.0:
        return piece - mean
    place = np.arange(start, start + len(piece)) - (count - 1) / 2
    return piece - mean - slope * place


def _line_of(source: Source, linear: bool) -> tuple[float, float]:
    total = moment = 0.0
    start, middle = 0, (source.length - 1) / 2
    for block in source.blocks(Silent()):
        total += float(block.sum())
        if linear:
            moment += float((np.arange(start, start + len(block)) - middle) @ block)
        start += len(block)
    return _trend(total, moment, source.length, linear)


def _detrend(
    waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
) -> Waveform:
    del speed, progress
    samples = np.asarray(waveform.samples, dtype=np.float64)
    count, linear = len(samples), values["trend"] == "linear"
    moment = float((np.arange(count) - (count - 1) / 2) @ samples) if linear else 0.0
    line = _trend(float(samples.sum()), moment, count, linear)
    return replace(waveform, samples=_without(samples, 0, count, line))


def _detrend_stream(source: Source, values: Values, speed: SpeedProfile | None) -> Source:
    del speed
    line = _line_of(source, values["trend"] == "linear")
    return replace(
        source,
        read=lambda a, b: _without(source.read(a, b), a, source.length, line),
    )


# -- filters -----------------------------------------------------------------------------------


def _highpass(rate_hz: float, values: Values) -> Floats:
    edge = _number(values, "frequency_hz")
    return butterworth("highpass", (edge,), int(_number(values, "order")), rate_hz)


def _lowpass(rate_hz: float, values: Values) -> Floats:
    edge = _number(values, "frequency_hz")
    return butterworth("lowpass", (edge,), int(_number(values, "order")), rate_hz)


def _bandpass(rate_hz: float, values: Values) -> Floats:
    band = values["band_hz"]
    edges = band if isinstance(band, tuple) else (0.0, 0.0)
    return butterworth("bandpass", edges, int(_number(values, "order")), rate_hz)


def _notch(rate_hz: float, values: Values) -> Floats:
    return notch(
        _number(values, "frequency_hz"),
        _number(values, "quality"),
        int(_number(values, "harmonics")),
        rate_hz,
    )


def _filter(
    name: str,
    title: str,
    purpose: str,
    *,
    own: tuple[Parameter, ...],
    sections: Sections,
    words: Callable[[Values], str],
) -> StepKind:
    """The row of a filter, whole and in blocks."""

    def apply(
        waveform: Waveform, values: Values, speed: SpeedProfile | None, progress: Progress
    ) -> Waveform:
        del speed, progress
        need_time(waveform.axis, title)
        made, zero = sections(waveform.rate_hz, values), values["phase"] == "zero"
        return replace(waveform, samples=filtered(waveform.samples, made, zero))

    def stream(source: Source, values: Values, speed: SpeedProfile | None) -> Source | None:
        del speed
        need_time(source.axis, title)
        made, zero = sections(source.rate_hz, values), values["phase"] == "zero"
        overlap = settling(made)
        if overlap > _LONGEST_OVERLAP:
            return None
        return source.widened(
            overlap, overlap if zero else 0, lambda piece: filtered(piece, made, zero)
        )

    return StepKind(
        name,
        title,
        purpose,
        (*own, _PHASE),
        apply,
        lambda values: f"{words(values)}, {_phase_words(values)}",
        stream=stream,
    )


def _band_words(values: Values) -> str:
    band = values["band_hz"]
    low, high = band if isinstance(band, tuple) else (0.0, 0.0)
    return f"band-pass {low:g} to {high:g} Hz, order {_number(values, 'order'):g}"


def _notch_words(values: Values) -> str:
    harmonics = int(_number(values, "harmonics"))
    multiples = f" and its multiples up to {harmonics}×" if harmonics > 1 else ""
    return (
        f"notch at {_number(values, 'frequency_hz'):g} Hz{multiples}, Q"
        f" {_number(values, 'quality'):g}"
    )


ROWS: tuple[StepKind, ...] = (
    StepKind(
        "detrend",
        "Detrend",
        "Takes out the mean, or the straight line that fits best (least squares).",
        (
            Choice(
                "trend",
                "Trend",
                (("constant", "mean"), ("linear", "straight line")),
                "constant",
            ),
        ),
        _detrend,
        lambda values: "mean removed" if values["trend"] == "constant" else "linear trend removed",
        stream=_detrend_stream,
    ),
    _filter(
        "highpass",
        "High-pass",
        "Keeps what is above a frequency (Butterworth 1930).",
        own=(_hertz("frequency_hz", "Above", 10.0), _ORDER),
        sections=_highpass,
        words=lambda values: (
            f"high-pass {_number(values, 'frequency_hz'):g} Hz, order {_number(values, 'order'):g}"
        ),
    ),
    _filter(
        "lowpass",
        "Low-pass",
        "Keeps what is below a frequency (Butterworth 1930).",
        own=(_hertz("frequency_hz", "Below", 1000.0), _ORDER),
        sections=_lowpass,
        words=lambda values: (
            f"low-pass {_number(values, 'frequency_hz'):g} Hz, order {_number(values, 'order'):g}"
        ),
    ),
    _filter(
        "bandpass",
        "Band-pass",
        "Keeps a band of frequencies (Butterworth 1930).",
        own=(Band("band_hz", "Band", default=(500.0, 2000.0), blank=""), _ORDER),
        sections=_bandpass,
        words=_band_words,
    ),
    _filter(
        "notch",
        "Notch",
        "Takes out a single frequency, such as the mains, and its multiples (second-order notch).",
        own=(
            _hertz("frequency_hz", "Frequency", 50.0),
            Number(
                "quality",
                "Q",
                default=30.0,
                low=0.5,
                high=10_000.0,
                tip="frequency divided by the width that is taken out (-3 dB)",
            ),
            Number("harmonics", "Multiples", default=1, low=1, high=100, whole=True),
        ),
        sections=_notch,
        words=_notch_words,
    ),
)
