"""Combs of lines in an envelope spectrum, judged against the noise of that very spectrum.

The score of a family is how far the spectrum stands above its local floor at the family's
harmonics, averaged over the harmonics and maximised over one common slip. Its null distribution
is the same score of the same spectrum with every harmonic's search strip displaced at random to
places where the family has no line: same noise, same foreign lines, same search, no comb. The
tail of that distribution (exponential beyond its 95 % quantile) gives the threshold and the
probability of the score. Nothing in it is fitted to any data set.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.floor import local_floor

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SLIP = 0.02  # rolling elements slip by 1 to 2 % (Randall and Antoni 2011)
HARMONICS = 5
_CLIP_DB = 40.0
_DRAWS = 1000
_FEWEST = 3  # harmonics that must be free of shaft lines
_FULL = 4  # a mean over fewer scatters more: what is missing counts as nothing
_TAIL = 0.05


@dataclass(frozen=True)
class LevelSpectrum:
    """An envelope spectrum as dB above its local floor, shaft lines masked."""

    name: str
    level_db: Floats  # each bin holds the highest of itself and its two neighbours
    free: NDArray[np.bool_]  # False where a shaft harmonic hides whatever else is there
    step_hz: float
    shaft_hz: float


@dataclass(frozen=True)
class CombScore:
    """One family in one spectrum."""

    spectrum: str
    expected_hz: float
    slip: float
    score_db: float
    threshold_db: float
    log_probability: float  # log10 of the chance of such a score without the family
    levels_db: tuple[float | None, ...]  # per harmonic; None where a shaft line hides it


def level_spectrum(
    power: Floats, step_hz: float, shaft_hz: float, name: str, *, shaft_tolerance: float
) -> LevelSpectrum:
    """Whiten *power* by its local floor and mask the harmonics of the shaft."""
    size = int(min(len(power), 45 * shaft_hz / step_hz))
    power = power[:size]
    floor = np.maximum(local_floor(power, int(1.2 * shaft_hz / step_hz)), 1e-300)
    level = np.clip(10 * np.log10(np.maximum(power, 1e-300) / floor), 0.0, _CLIP_DB)
    level = np.maximum(level, np.maximum(np.roll(level, 1), np.roll(level, -1)))
    free = np.ones(size, dtype=np.bool_)
    free[: int(0.1 * shaft_hz / step_hz)] = False
    for order in range(1, 46):
        centre = order * shaft_hz
        width = max(3 * step_hz, shaft_tolerance * centre)
        free[max(0, int((centre - width) / step_hz)) : int((centre + width) / step_hz) + 2] = False
    return LevelSpectrum(name, np.where(free, level, 0.0), free, step_hz, shaft_hz)


def score_comb(
    spectrum: LevelSpectrum, base_hz: float, chance: float, random: np.random.Generator
) -> CombScore | None:
    """Score the comb of *base_hz*; *chance* is the false-alarm probability of the threshold.

    None when fewer than three harmonics can be seen.
    """
    slips, strips = _strips(spectrum, base_hz)
    if len(strips) < _FEWEST:
        return None
    scores = _mean_level(spectrum.level_db[strips], spectrum.free[strips])
    best = int(scores.argmax())
    null = _null_scores(spectrum, strips, base_hz, random)
    start = float(np.quantile(null, 1 - _TAIL))
    decay = float((null[null > start] - start).mean()) if (null > start).any() else 0.5
    decay = max(decay, 0.2)
    score = float(scores[best])
    bins = strips[:, best]
    return CombScore(
        spectrum=spectrum.name,
        expected_hz=base_hz,
        slip=float(slips[best]),
        score_db=score,
        threshold_db=start + decay * float(np.log(_TAIL / chance)),
        log_probability=_log_probability(score, start, decay, null),
        levels_db=tuple(float(spectrum.level_db[b]) if spectrum.free[b] else None for b in bins),
    )


def _strips(spectrum: LevelSpectrum, base_hz: float) -> tuple[Floats, Integers]:
    """For each harmonic that fits, the bins it visits while the slip is searched."""
    count = int(2 * SLIP * base_hz * HARMONICS / spectrum.step_hz) + 3
    slips = np.linspace(-SLIP, SLIP, count)
    harmonics = np.arange(1, HARMONICS + 1)
    bins = np.rint(np.outer(harmonics, base_hz * (1 + slips)) / spectrum.step_hz).astype(np.int64)
    return slips, bins[bins.max(axis=1) < len(spectrum.level_db)]


def _mean_level(levels: Floats, free: NDArray[np.bool_]) -> Floats:
    """Mean over the harmonics (first axis) that no shaft line hides; 0 where too few are."""
    count = free.sum(axis=0)
    return np.where(count >= _FEWEST, levels.sum(axis=0) / np.maximum(count, _FULL), 0.0)


def _null_scores(
    spectrum: LevelSpectrum, strips: Integers, base_hz: float, random: np.random.Generator
) -> Floats:
    """Scores with every strip displaced on its own."""
    total = np.zeros((_DRAWS, strips.shape[1]), dtype=np.float32)
    count = np.zeros((_DRAWS, strips.shape[1]), dtype=np.int8)
    levels = spectrum.level_db.astype(np.float32)
    free = spectrum.free.astype(np.int8)
    for strip in strips:
        starts = random.choice(_displacements(spectrum, strip, base_hz), _DRAWS)
        places = strip[None, :] + starts[:, None]
        total += levels[places]
        count += free[places]
    mean = np.where(count >= _FEWEST, total / np.maximum(count, _FULL), 0.0)
    return np.asarray(mean.max(axis=1), dtype=np.float64)


def _displacements(spectrum: LevelSpectrum, strip: Integers, base_hz: float) -> Integers:
    """Shifts that move a strip off its family yet keep it in comparable noise."""
    width = int(strip[-1] - strip[0])
    gap = int(0.01 * spectrum.shaft_hz / spectrum.step_hz)
    reach = int(max(0.5 * base_hz, 0.6 * spectrum.shaft_hz) / spectrum.step_hz)
    shifts = np.concatenate(
        [np.arange(-reach - width, -width - gap), np.arange(width + gap, reach + width)]
    )
    lowest = int(0.15 * spectrum.shaft_hz / spectrum.step_hz)
    inside = (strip[0] + shifts >= lowest) & (strip[-1] + shifts < len(spectrum.level_db))
    return shifts[inside] if inside.any() else shifts[:1] * 0


def _log_probability(score: float, start: float, decay: float, null: Floats) -> float:
    if score <= start:
        return float(np.log10(np.mean(null >= score)))
    return float(np.log10(_TAIL) - (score - start) / decay / np.log(10))
