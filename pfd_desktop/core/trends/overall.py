"""Overall values of a recording: what trends are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.spectra import psd
from pfd_desktop.core.severity.overall import overall_velocity
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidInput, InvalidRecording
from pfd_desktop.progress import Progress

VELOCITY = "velocity"
_BLOCK = 1 << 20  # samples looked at together
_SEGMENT_S = 1.0  # of the spectra that band values are read from

Band = tuple[float, float]


@dataclass(frozen=True)
class ValueKind:
    """A value that can be followed. ``unit`` "" is a bare number, "*" that of the samples."""

    name: str  # stable: "rms"
    title: str
    unit: str
    formula: str


KINDS = (
    ValueKind("rms", "RMS", "*", "√(mean of (x - x̄)²)"),
    ValueKind("peak", "Peak", "*", "max |x - x̄|"),
    ValueKind("crest", "Crest factor", "", "peak / RMS"),
    ValueKind("kurtosis", "Kurtosis", "", "mean of (x - x̄)⁴ / RMS⁴; 3 for Gaussian noise"),
    ValueKind(VELOCITY, "Velocity", "mm/s rms", "RMS from 10 (slow shafts: 2) to 1000 Hz"),
)


@dataclass(frozen=True)
class OverallValues:
    """What could be computed of a recording, and why the rest could not."""

    values: tuple[tuple[str, float], ...]
    missing: tuple[tuple[str, str], ...]

    def value(self, name: str) -> float | None:
        """The value of that name, or None."""
        return dict(self.values).get(name)


@dataclass(frozen=True)
class OverallRequest:
    """A waveform file, the speed if known, and the bands whose RMS is wanted."""

    path: Path
    speed_rpm: float | None = None
    bands_hz: tuple[Band, ...] = ()


def band_name(band_hz: Band) -> str:
    """The stable name of the RMS in a band: "band 500-2000"."""
    return f"band {band_hz[0]:g}-{band_hz[1]:g}"


def band_of(name: str) -> Band:
    """The band that a name means; raises InvalidInput where it means none."""
    try:
        low, high = (float(edge) for edge in name.removeprefix("band ").split("-"))
    except ValueError as error:
        known = ", ".join(kind.name for kind in KINDS)
        raise InvalidInput(
            f"“{name}” cannot be followed; what can be: {known}, or a band such as"
            " “band 500-2000” in Hz."
        ) from error
    if not 0 <= low < high:
        raise InvalidInput(f"The band {low:g} to {high:g} Hz is empty: it must rise from 0.")
    return low, high


def kind_of(name: str) -> ValueKind:
    """What a name means; raises InvalidInput."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    low, high = band_of(name)
    title = f"RMS of {low:g} to {high:g} Hz"
    return ValueKind(band_name((low, high)), title, "*", "√(Σ PSD Δf) over the band")


def overall_of(request: OverallRequest, progress: Progress) -> OverallValues:
    """The values of a waveform file."""
    progress.report(0.0, f"Reading {request.path.name}")
    blob = open_blob(request.path)
    try:
        return overall_values(
            blob.samples, blob.rate_hz, blob.unit, request.speed_rpm, request.bands_hz
        )
    finally:
        blob.close()


def overall_values(
    samples: NDArray[np.floating],
    rate_hz: float,
    unit: str,
    speed_rpm: float | None = None,
    bands_hz: tuple[Band, ...] = (),
) -> OverallValues:
    """All of KINDS and the RMS in each band, in the unit of the samples."""
    found = _of_waveform(samples)
    missing: dict[str, str] = {}
    if "crest" not in found:
        missing |= dict.fromkeys(("crest", "kurtosis"), "the signal is constant")
    try:
        found[VELOCITY] = overall_velocity(samples, rate_hz, unit, speed_rpm).value
    except InvalidRecording as error:
        missing[VELOCITY] = str(error)
    for band in bands_hz:
        try:
            found[band_name(band)] = band_rms(samples, rate_hz, band)
        except InvalidRecording as error:
            missing[band_name(band)] = str(error)
    return OverallValues(tuple(found.items()), tuple(missing.items()))


def band_rms(samples: NDArray[np.floating], rate_hz: float, band_hz: Band) -> float:
    """RMS of what lies in a band: √(Σ PSD Δf), Hann segments of 1 s; raises InvalidRecording."""
    low, high = band_hz
    if high > rate_hz / 2:
        raise InvalidRecording(f"The recording reaches to {rate_hz / 2:g} Hz only.")
    found = psd(samples, rate_hz, segment=max(8, round(_SEGMENT_S * rate_hz)))
    line_hz = float(found.frequency_hz[1])
    kept = (found.frequency_hz >= low) & (found.frequency_hz <= high)
    if high - low < 2 * line_hz or not kept.any():
        raise InvalidRecording(
            f"Lines {line_hz:.3g} Hz apart, as long as the recording allows, do not resolve"
            f" {low:g} to {high:g} Hz."
        )
    return float(np.sqrt(found.values[kept].sum() * line_hz))


def _of_waveform(samples: NDArray[np.floating]) -> dict[str, float]:
    """RMS, peak, crest factor and kurtosis about the mean; two passes, any length."""
    count = len(samples)
    mean = sum(float(block.sum()) for block in _blocks(samples)) / count
    squares = fourth = peak = 0.0
    for block in _blocks(samples):
        square = np.square(block - mean)
        peak = max(peak, float(square.max()) ** 0.5)
        squares += float(square.sum())
        fourth += float(np.dot(square, square))
    mean_square = squares / count
    found = {"rms": mean_square**0.5, "peak": peak}
    if mean_square > np.finfo(np.float64).tiny:
        found["crest"] = peak / mean_square**0.5
        found["kurtosis"] = fourth / count / mean_square**2
    return found


def _blocks(samples: NDArray[np.floating]) -> Iterator[NDArray[np.float64]]:
    for start in range(0, len(samples), _BLOCK):
        yield samples[start : start + _BLOCK].astype(np.float64)
