"""Speed of a run-up without a tacho: the ridge of shaft harmonics in a spectrogram, then its phase.

Each candidate speed is scored by the level of its harmonics above the noise floor, less what stands
between them (a multiple of the speed meets half or a third of the lines). The path with the highest
sum that changes no faster than a limit is found by dynamic programming (Viterbi 1967; Lu et al.
2019 review such ridges), and made exact by the phase of its clearest harmonic (Bonnardot et al.
2005). A path that leads only narrowly over another one is not given: an unsure speed is worse than
none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.filters import antialias, decimated, resampled
from pfd_desktop.core.dsp.floor import local_floor
from pfd_desktop.core.dsp.running import RunningSpectra, running_spectra
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Part, Progress

Floats = NDArray[np.float64]

TRUSTED = 0.5  # from this confidence on, a ridge is given as a speed
_HARMONICS = 8
_CLIP_DB = 30.0  # one giant line must not outvote a family
_TURNS = 8  # of the slowest speed in a stretch, as far as that lasts no longer than a second
_LONGEST_S, _SHORTEST_S = 1.0, 0.1
_OVERLAP = 4
_FINE = 4  # candidates per line of the padded spectrum
_APART = 0.04  # speeds nearer than this are one
_STANDS_DB = 6.0  # mean level from which a harmonic stands out; noise has 3
_STRAYS = 0.006  # a phase that turns by more than this share of the speed is another line's
_EDGE = 3  # steps of a slow rate that are spoilt at each end
_CLEAR = 10.0  # power of a harmonic over that beside it, from which its phase is followed


@dataclass(frozen=True)
class RidgeSettings:
    """Where to look: rpm, and rpm per second."""

    low_rpm: float = 300.0
    high_rpm: float = 6_000.0
    start_rpm: float | None = None  # the speed at the beginning, if it is known, within 10 %
    max_change_rpm_s: float = 300.0
    multiple: int = 1  # the ridge found is this multiple of the shaft's speed


@dataclass(frozen=True)
class Ridge:
    """The speed found, and how far it may be trusted: 0 (a guess) to 1, over time and overall."""

    speed: SpeedProfile
    time_s: Floats
    confidence_over_time: Floats
    confidence: float
    phase_harmonic: int  # whose phase made it exact; 0: none was clear enough


def confidence_notes(found: Ridge) -> tuple[str, ...]:
    """How far the ridge may be trusted, and where it is least."""
    trust = found.confidence_over_time
    least = int(trust.argmin())
    notes = [
        f"confidence {found.confidence:.2f} of 1, least {trust[least]:.2f} at"
        f" {found.time_s[least]:.3g} s"
    ]
    unsure = float((trust < TRUSTED).mean())
    if unsure > 0:
        notes.append(f"in {100 * unsure:.0f} % of the time the harmonics hardly stand out")
    return tuple(notes)


def ridge_speed(
    samples: NDArray[np.floating],
    rate_hz: float,
    settings: RidgeSettings,
    progress: Progress,
) -> Ridge:
    """The speed; raises InvalidInput where the signal does not say it clearly."""
    found = find_ridge(samples, rate_hz, settings, progress)
    if found.confidence < TRUSTED:
        raise InvalidInput(
            "The signal does not say its speed clearly enough (confidence"
            f" {found.confidence:.2f} of 1, {TRUSTED:g} needed). Narrow the range of speeds, tell"
            " the speed at the start, or use a tacho channel."
        )
    return found


def find_ridge(
    samples: NDArray[np.floating],
    rate_hz: float,
    settings: RidgeSettings,
    progress: Progress,
) -> Ridge:
    """The best ridge, however little it may be trusted."""
    low_hz, high_hz = settings.low_rpm / 60, settings.high_rpm / 60
    if not 0 < low_hz < high_hz:
        raise InvalidInput("The range of speeds to look in is empty: it must rise from above 0.")
    progress.report(0.0, "Looking for the ridge of the shaft's harmonics")
    factor = max(1, int(rate_hz / (2.56 * _HARMONICS * high_hz)))
    waveform, rate = decimated(samples, factor), rate_hz / factor
    length_s = min(_LONGEST_S, max(_SHORTEST_S, _TURNS / low_hz))
    size = int(length_s * rate)
    if len(waveform) < 4 * size or not np.isfinite(waveform).all() or np.ptp(samples) == 0:
        raise InvalidInput(
            f"A ridge needs at least {4 * length_s:.2g} s of a signal that is not constant."
        )
    hop = max(1, size // _OVERLAP)
    spectra = running_spectra(
        waveform, rate, size, hop, transform=2 * size, highest=(_HARMONICS + 0.5) * high_hz
    )
    speeds = np.arange(low_hz, high_hz, spectra.lines[1] / _FINE)
    levels = _levels(spectra, low_hz, Part(progress, 0.1, 0.6))
    step_hz = float(spectra.lines[1])
    scores = _scores(levels, speeds, step_hz)
    reach = max(1, int(settings.max_change_rpm_s / 60 * hop / rate / (speeds[1] - speeds[0])))
    if settings.start_rpm is not None:
        away = np.abs(speeds * 60 / (settings.start_rpm * settings.multiple) - 1) > 0.1
        scores[0, away] = -1e6
    path = best_path(scores, reach)
    trust, overall = _trust(scores, speeds, path, reach)
    if _standing(levels, speeds[path], step_hz) < 2:
        overall = 0.0  # a line alone may be any order
    times = spectra.middles
    rough = _smoothed(speeds[path])
    progress.report(0.8, "Following the phase of the clearest harmonic")
    coarse = _continued(SpeedProfile(times, rough * 60, "ridge"), len(waveform) / rate)
    exact, harmonic = _by_phase(waveform, rate, coarse)
    words = f"ridge of {settings.multiple}×" if settings.multiple > 1 else "ridge of the harmonics"
    how = f"phase of {harmonic}×" if harmonic else "no phase clear"
    speed = SpeedProfile(
        exact.time_s,
        exact.rpm / settings.multiple,
        f"{words}, {how}, confidence {overall:.2f}",
    )
    return Ridge(speed, times, trust, overall, harmonic)


def best_path(scores: Floats, reach: int) -> NDArray[np.intp]:
    """The column in each row with the highest sum, moving at most *reach* columns a row."""
    rows, columns = scores.shape
    total, came = scores[0].copy(), np.zeros((rows, columns), dtype=np.intp)
    moves = np.arange(-reach, reach + 1)
    cost = 0.05 * (moves / reach) ** 2 * float(np.ptp(scores[1:])) if rows > 1 else moves * 0.0
    for row in range(1, rows):
        padded = np.pad(total, reach, constant_values=-np.inf)
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1) - cost
        chosen = around.argmax(axis=1)
        came[row] = np.arange(columns) + moves[chosen]
        total = around[np.arange(columns), chosen] + scores[row]
    path = np.empty(rows, dtype=np.intp)
    path[-1] = int(total.argmax())
    for row in range(rows - 1, 0, -1):
        path[row - 1] = came[row, path[row]]
    return path


def _levels(spectra: RunningSpectra, slowest_hz: float, progress: Progress) -> Floats:
    """For each stretch and line the level above its local floor in dB; a last column of zeros."""
    width = max(31, int(2 * slowest_hz / float(spectra.lines[1])))
    levels = np.zeros((len(spectra.values), len(spectra.lines) + 1))
    for row, amplitude in enumerate(spectra.values):
        progress.report(row / len(levels))
        power = amplitude.astype(np.float64) ** 2
        floor = np.maximum(local_floor(power, width), 1e-300)
        level = 10 * np.log10(np.maximum(power, 1e-300) / floor)
        levels[row, :-1] = np.clip(level, 0.0, _CLIP_DB)
    return levels


def _scores(levels: Floats, speeds: Floats, step_hz: float) -> Floats:
    """For each stretch and speed: mean level at its harmonics less that between them, in dB."""
    orders = np.arange(1, _HARMONICS + 1)
    weights = 1 / orders / (1 / orders).sum()  # a fraction of the speed lacks its first harmonics
    last = levels.shape[1] - 1  # beyond the spectrum nothing stands out
    parts = np.concatenate((orders - 1 / 3, orders - 2 / 3))
    at = _bins(np.outer(orders, speeds), step_hz, last)
    halves = _bins(np.outer(orders - 0.5, speeds), step_hz, last)
    thirds = _bins(np.outer(parts, speeds), step_hz, last)
    scores = np.empty((len(levels), len(speeds)))
    for row, level in enumerate(levels):
        between = np.maximum(weights @ level[halves], np.tile(weights / 2, 2) @ level[thirds])
        scores[row] = weights @ level[at] - between
    return scores


def _standing(levels: Floats, path_hz: Floats, step_hz: float) -> int:
    """How many harmonics of the path stand out, over all stretches together."""
    last = levels.shape[1] - 1
    rows = np.arange(len(levels))
    orders = range(1, _HARMONICS + 1)
    return sum(
        levels[rows, _bins(order * path_hz, step_hz, last)].mean() > _STANDS_DB for order in orders
    )


def _bins(places_hz: Floats, step_hz: float, count: int) -> NDArray[np.intp]:
    return np.minimum(np.rint(places_hz / step_hz), count).astype(np.intp)


def _trust(
    scores: Floats, speeds: Floats, path: NDArray[np.intp], reach: int
) -> tuple[Floats, float]:
    """How far the path stands out of all candidates, and ahead of the best other path."""
    rows = np.arange(len(scores))
    middle = np.median(scores, axis=1)
    spread = 1.4826 * np.median(np.abs(scores - middle[:, None]), axis=1) + 1e-9
    height = (scores[rows, path] - middle) / spread
    others = scores.copy()
    for multiple in (1.0, 2.0, 3.0, 0.5):  # kin rises and falls with it; its own rules tell it off
        near = np.abs(speeds[None, :] / (multiple * speeds[path])[:, None] - 1) < _APART
        others = np.where(near, middle[:, None], others)
    second = best_path(others, reach)
    rival = (others[rows, second] - middle) / spread
    over_time = np.clip((height - 3.0) / 3.5, 0.0, 1.0)
    lead = float(np.mean(height) - np.mean(rival)) / max(float(np.mean(height)), 1e-9)
    overall = float(np.mean(over_time)) * min(1.0, max(0.0, lead / 0.35))
    overall *= min(1.0, max(0.0, (1 - _octaves(scores - middle[:, None], speeds, path)) / 0.2))
    return over_time, round(overall, 3)


def _octaves(scores: Floats, speeds: Floats, path: NDArray[np.intp]) -> float:
    """The best score of a multiple or fraction of the path, as a share of its own."""
    own = scores[np.arange(len(scores)), path].mean()
    shares = [0.0]
    for multiple in (1 / 3, 1 / 2, 2.0, 3.0):
        wanted = multiple * speeds[path]
        near = np.abs(speeds[None, :] / wanted[:, None] - 1) < _APART / 2
        seen = near.any(axis=1)
        if seen.mean() > 0.5:  # otherwise it lies outside of what was asked for
            best = np.where(near, scores, -np.inf).max(axis=1)[seen]
            shares.append(float(best.mean() / max(own, 1e-9)))
    return max(shares)


def _smoothed(values: Floats, width: int = 5) -> Floats:
    """Running mean, the ends continued straight on."""
    half = min(width, len(values) - 1 + len(values) % 2) // 2
    if half < 1:
        return values
    padded = np.pad(values, half, mode="reflect", reflect_type="odd")
    return np.convolve(padded, np.ones(2 * half + 1) / (2 * half + 1), mode="valid")


def _by_phase(waveform: Floats, rate: float, coarse: SpeedProfile) -> tuple[SpeedProfile, int]:
    """The speed from the phase of the clearest harmonic, then of all; 0 where none is clear."""
    slowest = float(coarse.rpm.min()) / 60
    factor = max(1, int(rate / max(2.0, 0.8 * slowest)))  # a band of ±0.4 of the slowest speed
    followed = _followed(waveform, rate, coarse, factor, 4)
    if not followed:
        return coarse, 0
    best = max(followed, key=lambda phase: phase.clear)
    step_s, narrow_s, duration_s = factor / rate, 2 * factor / rate, len(waveform) / rate
    first = _corrected(coarse, [best], step_s, duration_s, width=9)
    if first.rpm.min() <= 0:
        return coarse, 0
    phases = _followed(waveform, rate, first, 2 * factor, _HARMONICS)
    second = _corrected(first, phases, narrow_s, duration_s, width=5)
    return (second if second.rpm.min() > 0 else first), best.harmonic


@dataclass(frozen=True)
class _Phase:
    """What a harmonic turns by beside the speed assumed, at every step of a slow rate."""

    harmonic: int
    clear: float
    turns: Floats  # of the shaft


def _followed(
    waveform: Floats, rate: float, speed: SpeedProfile, factor: int, harmonics: int
) -> list[_Phase]:
    """The harmonics whose phase can be followed within ±rate/2factor."""
    times = np.asarray(np.arange(len(waveform)) / rate, dtype=np.float64)
    turns = speed.turns(times)
    weights = antialias(factor)
    found = []
    for harmonic in range(1, harmonics + 1):
        turned = waveform * np.exp(-2j * np.pi * harmonic * turns)
        slow = resampled(turned.real, 1, factor, weights) + 1j * resampled(
            turned.imag, 1, factor, weights
        )
        clear = _clearness(slow)
        if clear > _CLEAR:
            angle = np.unwrap(np.angle(slow)) / (2 * np.pi * harmonic)
            strays_hz = float(np.median(np.diff(angle))) * rate / factor
            if abs(strays_hz) > _STRAYS * speed.mean_hz:
                continue  # another line, such as the mains, stands beside this harmonic
            found.append(_Phase(harmonic, clear, np.asarray(angle - angle.mean())))
    return found


def _corrected(
    speed: SpeedProfile, phases: list[_Phase], step_s: float, duration_s: float, *, width: int
) -> SpeedProfile:
    """The speed with the turns that the phases add, each weighed by how well it tells an angle.

    What comes of it is averaged over *width* steps.
    """
    if not phases:
        return speed
    weights = np.array([phase.clear * phase.harmonic**2 for phase in phases])
    added = weights @ np.stack([phase.turns for phase in phases]) / weights.sum()
    knots = np.asarray(np.arange(len(added)) * step_s, dtype=np.float64)
    rpm = 60 * np.diff(speed.turns(knots) + added) / step_s
    middles = (knots[1:] + knots[:-1]) / 2
    if len(rpm) > 4 * _EDGE:  # at the ends the filter sees one side only
        middles, rpm = middles[_EDGE:-_EDGE], rpm[_EDGE:-_EDGE]
    return _continued(SpeedProfile(middles, _smoothed(rpm, width), speed.source), duration_s)


def _continued(speed: SpeedProfile, duration_s: float) -> SpeedProfile:
    """The speed to the ends of the record, straight on from its first and last six values."""
    if len(speed.rpm) < 6:
        return speed
    times, rpm = speed.time_s, speed.rpm
    first = np.polynomial.Polynomial.fit(times[:6], rpm[:6], 1)(0.0)
    last = np.polynomial.Polynomial.fit(times[-6:], rpm[-6:], 1)(duration_s)
    return SpeedProfile(
        np.concatenate(([0.0], times, [duration_s])),
        np.maximum(np.concatenate(([first], rpm, [last])), 1e-3 * float(rpm.max())),
        speed.source,
    )


def _clearness(slow: NDArray[np.complex128]) -> float:
    """Power of a line over the noise in its band: how evenly its phase goes on."""
    step = slow[1:] * np.conj(slow[:-1])
    coherent = abs(step.sum()) / max(float(np.abs(step).sum()), 1e-300)
    return float(coherent / max(1 - coherent, 1e-9))
