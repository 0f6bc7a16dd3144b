"""Which bands to demodulate, ranked by how periodic their envelope is, not by how impulsive.

Kurtosis points at any impulse, and one stray knock is the most impulsive thing there is. A defect
repeats: its band's envelope spectrum holds a comb of lines above its own floor. The envelope is
compressed, ln(1 + e²/median), so that a knock weighs as much as any other instant (log-envelope
spectra: Borghesani and Shahriar 2017). Each band is scored by the mean height of its best comb.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.dsp.floor import local_floor
from pfd_desktop.core.dsp.kurtogram import band_counts
from pfd_desktop.core.dsp.windows import Window, window_values

Floats = NDArray[np.float64]

HARMONICS = 5
STANDS_OUT_DB = 11.0  # mean height of a comb that noise alone reaches in no band
SLIP = 0.02  # rolling elements slip by 1 to 2 % (Randall and Antoni 2011)
_LEVELS = 5  # down to 32 and 48 bands
_CLIP_DB = 40.0  # one high line is no comb
_SEEN_DB = 10.0  # a line this high above its floor is counted in words
_FEWEST_CYCLES = 16  # of the slowest modulation in the record
_FASTEST_HZ = 1000.0
_FLOOR_BINS = 129
_FEWEST = 3  # harmonics to be seen
_SHAFT_TOLERANCE = 0.002  # of a harmonic's frequency, either side
_FULL = 4  # a comb of which fewer lines fit in the band counts as having this many


@dataclass(frozen=True)
class BandAdvice:
    """One band and what speaks for it."""

    low_hz: float
    high_hz: float
    score_db: float  # mean height of the comb's lines above their local floor
    base_hz: float  # of the comb
    family: str  # the defect frequency it lies at; "" where none was given
    words: str

    @property
    def stands_out(self) -> bool:
        """Whether noise alone would hardly do this."""
        return self.score_db >= STANDS_OUT_DB


def advise_bands(
    record: RecordSpectrum,
    candidates_hz: Mapping[str, float] | None = None,
    shaft_hz: float | None = None,
    most: int = 5,
) -> tuple[BandAdvice, ...]:
    """The *most* best bands of the kurtogram's tree, best first, none inside a better one.

    With *candidates_hz*, defect frequencies by name, only combs at those (within the slip) count,
    and harmonics of *shaft_hz* do not; without, any modulation up to 1 kHz of which the record
    holds 16 cycles. None where the record is too short, or too silent, to tell bands apart.
    """
    search = _Search(candidates_hz or {}, shaft_hz if candidates_hz else None)
    advice = []
    for count in band_counts(_LEVELS):
        width = record.rate_hz / 2 / count
        if width * record.samples / record.rate_hz < 8 * _FLOOR_BINS:
            break
        for band in range(count):
            found = _judged(record, (band * width, (band + 1) * width), search)
            if found is not None:
                advice.append(found)
    return _distinct(sorted(advice, key=lambda found: -found.score_db), most)


@dataclass(frozen=True)
class _Search:
    """Which combs are looked for."""

    candidates_hz: Mapping[str, float]  # by name; none for any
    shaft_hz: float | None  # whose harmonics do not count

    @property
    def highest_hz(self) -> float:
        """Up to where lines are needed."""
        fastest = max(self.candidates_hz.values(), default=_FASTEST_HZ)
        return HARMONICS * fastest * (1 + 2 * SLIP)

    def bases_hz(self, slowest_hz: float, widest_hz: float, step_hz: float) -> Floats:
        """Close enough that no harmonic falls between two."""
        fine = step_hz / 2
        if not self.candidates_hz:
            return np.arange(slowest_hz, min(_FASTEST_HZ, widest_hz / 3), fine)
        ranges = [
            np.arange(hz * (1 - SLIP), hz * (1 + SLIP) + fine, fine)
            for hz in self.candidates_hz.values()
        ]
        return np.concatenate(ranges)

    def family(self, base_hz: float) -> str:
        """The candidate that a comb belongs to."""
        away = {name: abs(base_hz / hz - 1) for name, hz in self.candidates_hz.items()}
        name = min(away, key=away.__getitem__, default="")
        return name if name and away[name] <= SLIP * 1.01 else ""


def _judged(
    record: RecordSpectrum, band_hz: tuple[float, float], search: _Search
) -> BandAdvice | None:
    """The best comb of one band; None where the band is silent or no comb can be seen."""
    level_db, step_hz = envelope_levels(record, band_hz, search.highest_hz)
    if search.shaft_hz is not None:
        _hide_harmonics(level_db, step_hz, search.shaft_hz)
    slowest_hz = _FEWEST_CYCLES * record.rate_hz / record.samples
    bases_hz = search.bases_hz(slowest_hz, band_hz[1] - band_hz[0], step_hz)
    if not np.nansum(level_db) or not len(bases_hz):
        return None
    scores = comb_scores(level_db, step_hz, bases_hz)
    best = int(scores.argmax())
    base_hz, score_db = float(bases_hz[best]), float(scores[best])
    family = search.family(base_hz)
    words = _words(level_db, step_hz, base_hz, score_db, family)
    return BandAdvice(*band_hz, score_db, base_hz, family, words)


def envelope_levels(
    record: RecordSpectrum, band_hz: tuple[float, float], highest_hz: float
) -> tuple[Floats, float]:
    """dB above the local floor of each line of the compressed envelope's power spectrum, a bin
    holding the highest of itself and its neighbours; and the step between lines in Hz.

    Lines reach to *highest_hz* or as far as the band is wide.
    """
    envelope, rate_hz = record.band(*band_hz)
    power = envelope**2
    compressed = np.log1p(power / max(float(np.median(power)), 1e-300))
    compressed -= compressed.mean()
    compressed *= window_values(Window.HANN, len(compressed))
    step_hz = rate_hz / len(envelope)
    lines = int(min(len(envelope) / 2, highest_hz / step_hz + _FLOOR_BINS))
    spectrum = np.abs(fourier.rfft(compressed)[:lines]) ** 2
    floor = np.maximum(local_floor(spectrum, _FLOOR_BINS), 1e-300)
    level = np.clip(10 * np.log10(np.maximum(spectrum, 1e-300) / floor), 0.0, _CLIP_DB)
    level[:4] = 0.0  # the mean and what the window leaks of it
    return np.maximum(level, np.maximum(np.roll(level, 1), np.roll(level, -1))), step_hz


def _hide_harmonics(level_db: Floats, step_hz: float, shaft_hz: float) -> None:
    """NaN where the shaft has a line: whatever else is there cannot be seen."""
    for order in range(1, int(len(level_db) * step_hz / shaft_hz) + 1):
        width_hz = max(3 * step_hz, _SHAFT_TOLERANCE * order * shaft_hz)
        first = int((order * shaft_hz - width_hz) / step_hz)
        level_db[max(0, first) : int((order * shaft_hz + width_hz) / step_hz) + 2] = np.nan


def comb_scores(level_db: Floats, step_hz: float, bases_hz: Floats) -> Floats:
    """Mean level at the first harmonics of each base, hidden ones left out; 0 where fewer than
    three can be seen."""
    total, seen = np.zeros(len(bases_hz)), np.zeros(len(bases_hz))
    visible = np.append(np.isfinite(level_db), False)  # the last stands for all beyond
    levels = np.where(visible, np.append(level_db, 0.0), 0.0)
    for harmonic in range(1, HARMONICS + 1):
        bins = np.rint(harmonic * bases_hz / step_hz).astype(np.int64)
        bins = np.minimum(bins, len(level_db))
        total += levels[bins]
        seen += visible[bins]
    return np.where(seen >= _FEWEST, total / np.maximum(seen, _FULL), 0.0)


def _words(level_db: Floats, step_hz: float, base_hz: float, score_db: float, family: str) -> str:
    harmonics = np.arange(1, HARMONICS + 1)
    bins = np.rint(harmonics * base_hz / step_hz).astype(np.int64)
    visible = int((level_db[bins[bins < len(level_db)]] > _SEEN_DB).sum())
    at = f"{base_hz:.4g} Hz, within the slip of {family}" if family else f"{base_hz:.4g} Hz"
    if score_db < STANDS_OUT_DB:
        return f"no comb stands out; the best is at {at}; {score_db:.0f} dB above its floor"
    return (
        f"the envelope repeats at {at}; {visible} of {HARMONICS} harmonics seen,"
        f" {score_db:.0f} dB above their floor in the mean"
    )


def _distinct(ranked: list[BandAdvice], most: int) -> tuple[BandAdvice, ...]:
    kept: list[BandAdvice] = []
    for found in ranked:
        overlaps = [
            min(found.high_hz, better.high_hz) - max(found.low_hz, better.low_hz) for better in kept
        ]
        narrow = found.high_hz - found.low_hz
        if all(
            overlap <= 0.5 * min(narrow, better.high_hz - better.low_hz)
            for overlap, better in zip(overlaps, kept, strict=True)
        ):
            kept.append(found)
        if len(kept) == most:
            break
    return tuple(kept)
