"""Which constant speeds a signal may have: the comb of harmonics, its octaves, its rivals."""

from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.speed import Candidates, SpeedEstimate, estimate_speed

_RATIOS = ((1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2))
_NEAR = 0.01  # a related speed is looked for so far round its place
_APART = 0.03  # rivals nearer than this to a hypothesis are the same
_RIVALS = 2


@dataclass(frozen=True)
class SpeedHypothesis:
    """A speed the shaft may have; confidences of all hypotheses together are at most 1."""

    rpm: float
    confidence: float
    why: str  # "12 of 24 shaft harmonics stand out", "1/2 of 1797 rpm", "another comb"


def speed_hypotheses(
    samples: NDArray[np.floating], rate_hz: float, near_rpm: float | None = None
) -> tuple[SpeedHypothesis, ...]:
    """The likeliest first; () where nothing can be read.

    The first is ``estimate_speed``'s. What it leaves open, as far as a comb stands out at all, is
    shared among its octaves and unrelated combs by how well each explains the lines.
    """
    estimate = estimate_speed(samples, rate_hz, near_rpm)
    candidates = Candidates.of(samples, rate_hz) if estimate.rpm > 0 else None
    if candidates is None:
        return ()
    best = int(np.abs(candidates.speeds_hz - estimate.rpm / 60).argmin())
    others = [*_related(candidates, estimate), *_rivals(candidates, estimate)]
    middle = float(np.median(candidates.scores))
    weights = [max(0.0, float(candidates.scores[place]) - middle) for place, _ in others]
    places = [best, *(place for place, _ in others)]
    presence = max(candidates.presence(place) for place in places)
    left = max(0.0, presence - estimate.confidence) / max(sum(weights), 1e-9)
    found = [
        SpeedHypothesis(60 * float(candidates.speeds_hz[place]), round(left * weight, 3), why)
        for (place, why), weight in zip(others, weights, strict=True)
    ]
    found.sort(key=lambda hypothesis: -hypothesis.confidence)
    return (SpeedHypothesis(estimate.rpm, estimate.confidence, estimate.note), *found)


def _related(candidates: Candidates, estimate: SpeedEstimate) -> list[tuple[int, str]]:
    """The speeds that share lines with the estimate by a small ratio."""
    found = []
    for over, under in _RATIOS:
        wanted = estimate.rpm / 60 * over / under
        near = np.flatnonzero(np.abs(candidates.speeds_hz / wanted - 1) <= _NEAR)
        if len(near):
            place = int(near[candidates.scores[near].argmax()])
            ratio = f"{over} ×" if under == 1 else f"{over}/{under} of"
            found.append((place, f"{ratio} {estimate.rpm:.0f} rpm"))
    return found


def _rivals(candidates: Candidates, estimate: SpeedEstimate) -> list[tuple[int, str]]:
    """The best combs that share no small ratio with the estimate."""
    scores = candidates.scores.copy()
    ratio = candidates.speeds_hz * 60 / estimate.rpm
    for over in range(1, 7):
        for under in range(1, 7):
            if gcd(over, under) == 1:
                scores[np.abs(ratio * under / over - 1) <= _APART] = -np.inf
    found = []
    for _ in range(_RIVALS):
        place = int(scores.argmax())
        if not np.isfinite(scores[place]):
            break
        found.append((place, "another comb"))
        scores[np.abs(candidates.speeds_hz / candidates.speeds_hz[place] - 1) <= _APART] = -np.inf
    return found
