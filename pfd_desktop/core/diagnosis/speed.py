"""Shaft speed from the signal itself: the comb of shaft harmonics in its spectrum.

Every turning machine leaves lines at multiples of its shaft speed. Each candidate speed is scored
by how far the spectrum rises above its own local floor at the candidate's harmonics; how much one
candidate beats all others says how far it may be trusted.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.floor import local_floor
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.speed.single import TOLD

Floats = NDArray[np.float64]

TRUSTED = 0.5  # from this confidence on, an estimate may contradict what was told
TOLERANCE = 0.01  # told and found speeds further apart than this disagree
_HARMONICS = 24
_FIRST = 4
_TOWERS_DB = 6.0
_RIVAL = 0.3
_ROUGH_DB, _FALLS_DB = 3.0, 6.0  # strokes: 1.1 to 2.4 and at most 4.9; real shafts: from 3.6 on
_STANDS_DB = 8.0  # a harmonic above its local floor
_FEWEST, _BESIDE = 8, 2  # harmonics, and bins beside each
_CLIP_DB = 20.0  # one giant line must not outvote a comb
_FREE_CLIP_DB = 40.0  # but where fractions of the speed compete, height tells the shaft
_LONGEST = 1 << 21  # samples; more add nothing at constant speed
_NEAR = 0.06  # half width of the search round a told speed
_LOWEST_RPM, _HIGHEST_RPM = 240.0, 7_200.0  # searched when nothing is told


@dataclass(frozen=True)
class SpeedEstimate:
    """What the signal says of its shaft speed; ``confidence`` 0 (a guess) to 1."""

    rpm: float
    confidence: float
    note: str


@dataclass(frozen=True)
class Comb:
    """Level above the local floor in dB, per spectrum bin: what combs of speeds are scored on."""

    level_db: Floats
    power: Floats  # of the bins, in a unit of its own
    step_hz: float

    def score(self, speeds_hz: Floats, harmonics: int) -> Floats:
        """Mean level at the harmonics of each speed, as far as the spectrum reaches."""
        total = np.zeros(len(speeds_hz))
        count = np.zeros(len(speeds_hz))
        for harmonic in range(1, harmonics + 1):
            bins = np.rint(speeds_hz * harmonic / self.step_hz).astype(np.int64)
            inside = bins < len(self.level_db)
            total += np.where(inside, self.level_db[np.minimum(bins, len(self.level_db) - 1)], 0.0)
            count += inside
        return total / np.maximum(count, 1)


@dataclass(frozen=True)
class Candidates:
    """Every speed that was weighed, with its score: mean level of its harmonics in dB."""

    comb: Comb
    speeds_hz: Floats
    scores: Floats

    @classmethod
    def of(cls, samples: NDArray[np.floating], rate_hz: float) -> "Candidates | None":
        """All speeds from 240 to 7200 rpm; None where the signal is too short or constant."""
        found = _usable(samples, rate_hz, None)
        if isinstance(found, SpeedEstimate):
            return None
        comb = _comb(found.waveform, rate_hz, found.highest_hz, found.low, clip_db=_FREE_CLIP_DB)
        return cls(comb, *_scored(comb, found.low, found.high, free=True))

    def presence(self, place: int) -> float:
        """How far the comb at *place* stands out of all candidates, 0 to 1; rivals left aside."""
        return _standing(self.comb, self.speeds_hz, self.scores, place)[0]


@dataclass(frozen=True)
class _Usable:
    waveform: Floats
    low: float  # hertz
    high: float

    @property
    def highest_hz(self) -> float:
        return self.high * _HARMONICS


def _usable(
    samples: NDArray[np.floating], rate_hz: float, near_rpm: float | None
) -> "_Usable | SpeedEstimate":
    waveform = np.asarray(samples[:_LONGEST], dtype=np.float64)
    if len(waveform) < 1024 or not np.isfinite(waveform).all() or np.ptp(waveform) == 0:
        return SpeedEstimate(near_rpm or 0.0, 0.0, "too short or constant: no speed can be read")
    if near_rpm is not None and near_rpm / 60 * 2 > rate_hz:
        return SpeedEstimate(near_rpm, 0.0, "too fast: a turn holds fewer than 2 samples")
    low, high = _range(len(waveform) / rate_hz, near_rpm)
    if low >= high:
        return SpeedEstimate(near_rpm or 0.0, 0.0, "too short to hold several shaft turns")
    return _Usable(waveform, low / 60, high / 60)


def estimate_speed(
    samples: NDArray[np.floating], rate_hz: float, near_rpm: float | None = None
) -> SpeedEstimate:
    """Shaft speed in rpm; with ``near_rpm`` only within 6 % of it."""
    found = _usable(samples, rate_hz, near_rpm)
    if isinstance(found, SpeedEstimate):
        return found
    clip_db = _FREE_CLIP_DB if near_rpm is None else _CLIP_DB
    comb = _comb(found.waveform, rate_hz, found.highest_hz, found.low, clip_db=clip_db)
    return _search(comb, found.low, found.high, free=near_rpm is None)


def disagreement(
    told_rpm: float | None, estimate: SpeedEstimate | None, source: str = TOLD
) -> Flag | None:
    """The flag to raise when a trusted estimate contradicts the told speed, which is *source*'s."""
    if told_rpm is None or estimate is None or estimate.confidence < TRUSTED:
        return None
    if abs(estimate.rpm / told_rpm - 1) <= TOLERANCE:
        return None
    return Flag(
        "speed-contradicted",
        f"The speed {source} is {told_rpm:.0f} rpm, the shaft harmonics say {estimate.rpm:.0f} rpm"
        f" (confidence {estimate.confidence:.2f}). Check the speed.",
    )


def _range(duration_s: float, near_rpm: float | None) -> tuple[float, float]:
    if near_rpm is not None and near_rpm > 0:
        low, high = near_rpm * (1 - _NEAR), near_rpm * (1 + _NEAR)
    else:
        low, high = _LOWEST_RPM, _HIGHEST_RPM
    return max(low, 60 * 8 / duration_s), high  # at least eight turns


def _comb(
    waveform: Floats, rate_hz: float, highest_hz: float, shaft_hz: float, *, clip_db: float
) -> Comb:
    size = fourier.fast_length(2 * len(waveform))
    window = np.hanning(len(waveform))
    power = np.abs(fourier.rfft((waveform - waveform.mean()) * window, size)) ** 2
    step_hz = rate_hz / size
    power = power[: int(highest_hz / step_hz) + 2]
    floor = local_floor(power, max(31, int(0.6 * max(shaft_hz, 8.0) / step_hz)))
    level = 10 * np.log10(np.maximum(power, 1e-300) / np.maximum(floor, 1e-300))
    return Comb(np.clip(level, 0.0, clip_db), power, step_hz)


def _search(comb: Comb, low_hz: float, high_hz: float, *, free: bool) -> SpeedEstimate:
    step = comb.step_hz / _HARMONICS
    speeds, scores = _scored(comb, low_hz, high_hz, free=free)
    best = int(scores.argmax())
    if free:
        # twice the speed has only shaft harmonics too: the lowest of the equals is the shaft
        best = _peak_near(scores, int(np.argmax(scores >= 0.8 * scores[best])), comb, step)
    rpm = 60 * _centre(speeds, scores, best)
    confidence, found = _confidence(comb, speeds, scores, best)
    outdone = scores[best] < 0.98 * scores.max()
    slower, faster = _slower_comb(speeds, scores, best), _faster_comb(comb, speeds[best])
    if free and (outdone or slower or faster or _strokes(comb, speeds[best])):
        # a defect's comb, or the grid that it makes with the shaft's, is often the strongest:
        # when another comb stands within or below it, or when it may be a defect's own, which is
        # the shaft stays open
        confidence *= 0.3
    return SpeedEstimate(rpm, confidence, f"{found} of {_HARMONICS} shaft harmonics stand out")


def _scored(comb: Comb, low_hz: float, high_hz: float, *, free: bool) -> tuple[Floats, Floats]:
    """Speeds in hertz and their scores."""
    # the step keeps the highest harmonic within half a bin
    speeds = np.arange(low_hz, high_hz, comb.step_hz / _HARMONICS)
    scores = comb.score(speeds, _HARMONICS)
    if free:
        # a fraction of the speed meets shaft lines too, but not with its first harmonics
        scores = np.minimum(scores, comb.score(speeds, _FIRST))
    return speeds, scores


def _peak_near(scores: Floats, start: int, comb: Comb, step: float) -> int:
    reach = int(2 * comb.step_hz / step)
    return start + int(scores[start : start + reach].argmax())


def _centre(speeds: Floats, scores: Floats, best: int) -> float:
    """The middle of the plateau round the best score, which is flat within a bin."""
    top = scores[best] - 0.02 * (scores[best] - np.median(scores))
    left = right = best
    while left > 0 and scores[left - 1] >= top:
        left -= 1
    while right < len(scores) - 1 and scores[right + 1] >= top:
        right += 1
    return float((speeds[left] + speeds[right]) / 2)


def _confidence(comb: Comb, speeds: Floats, scores: Floats, best: int) -> tuple[float, int]:
    """How far the best stands out of all candidates, and ahead of the best unrelated one."""
    confidence, found = _standing(comb, speeds, scores, best)
    rivals = scores[~_kin(speeds / speeds[best])]
    if len(rivals):
        # an unrelated comb that explains the lines nearly as well leaves the question open
        lead = float((scores[best] - rivals.max()) / (scores[best] - float(np.median(scores))))
        confidence *= min(1.0, max(0.0, lead / 0.25))
    return round(confidence, 3), found


def _standing(comb: Comb, speeds: Floats, scores: Floats, place: int) -> tuple[float, int]:
    """How far a candidate stands out of all, 0 to 1, and how many of its harmonics do."""
    middle = float(np.median(scores))
    spread = 1.4826 * float(np.median(np.abs(scores - middle))) or 1e-9
    distance = float((scores[place] - middle) / spread)
    harmonics = np.arange(1, _HARMONICS + 1) * speeds[place] / comb.step_hz
    bins = np.rint(harmonics).astype(np.int64)
    bins = bins[bins < len(comb.level_db)]
    found = int((comb.level_db[bins] >= _STANDS_DB).sum())
    return min(1.0, max(0.0, (distance - 5) / 8)) * min(1.0, found / 8), found


def _slower_comb(speeds: Floats, scores: Floats, best: int) -> bool:
    """True when a slower comb stands out of all candidates, though less than the best."""
    middle = float(np.median(scores))
    spread = 1.4826 * float(np.median(np.abs(scores - middle))) or 1e-9
    ratio = speeds[best] / speeds
    related = np.zeros(len(ratio), dtype=np.bool_)
    for part in range(1, 6):  # such fractions of the best meet its harmonics and live on them
        related |= np.abs(ratio * part / np.maximum(np.rint(ratio * part), 1) - 1) <= 0.01
    slower = scores[(ratio > 1.03) & ~related]
    least = max(5 * spread, _RIVAL * float(scores[best] - middle))
    return bool(len(slower) and slower.max() > middle + least)


def _faster_comb(comb: Comb, speed_hz: float) -> bool:
    """True when every m-th harmonic towers over the others: the shaft may turn m times faster."""
    harmonics = np.arange(1, _HARMONICS + 1)
    bins = np.rint(harmonics * speed_hz / comb.step_hz).astype(np.int64)
    inside = bins < len(comb.level_db)
    harmonics, levels = harmonics[inside], comb.level_db[bins[inside]]
    for multiple in range(2, 8):
        on = harmonics % multiple == 0
        if on.sum() >= 3 and np.median(levels[on]) > np.median(levels[~on]) + _TOWERS_DB:
            return True
    return False


def _strokes(comb: Comb, speed_hz: float) -> bool:
    """True when the comb may be a train of strokes that are all alike, such as a defect's.

    Its lines all lie on one curve, the spectrum of a single stroke, and do not fall with their
    number as long as the stroke is short. A shaft's harmonics come from many causes, each with its
    own height, or die away.
    """
    bins = np.rint(np.arange(1, _HARMONICS + 1) * speed_hz / comb.step_hz).astype(np.int64)
    bins = bins[bins < len(comb.power) - _BESIDE]
    bins = bins[comb.level_db[bins] >= _STANDS_DB]  # noise is rough whatever stands beside it
    if len(bins) < _FEWEST:
        return False
    beside = np.arange(-_BESIDE, _BESIDE + 1)
    lines = 10 * np.log10(np.maximum(comb.power[bins[:, None] + beside].max(axis=1), 1e-300))
    rough = float(np.median(np.abs(np.diff(lines))))
    falls = float(lines[:2].max() - np.median(lines[4:12]))
    return rough < _ROUGH_DB and falls < _FALLS_DB


def _kin(ratio: Floats) -> NDArray[np.bool_]:
    """The speed itself and its multiples, whose harmonics are shaft harmonics too."""
    whole = np.maximum(np.rint(ratio), 1)
    return np.abs(ratio / whole - 1) <= 0.005
