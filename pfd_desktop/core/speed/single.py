"""One speed for a whole recording, for what looks for lines at one speed; or why there is none."""

from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.speed.profile import Floats, SpeedProfile

TOLD = "told"
STEADY = 0.02  # from the slowest to the fastest turn, of the mean: as far as a defect may slip
_SEEN = (
    "The orders of a changing speed are shown by an order spectrum, an order map or a Campbell"
    " diagram; the step order resampling makes them sharp for all that is looked at."
)


@dataclass(frozen=True)
class SingleSpeed:
    """A speed in rpm and where it is from; None with the reason and what can be done instead."""

    rpm: float | None
    source: str = TOLD
    refusal: str = ""
    advice: str = ""


def single_speed(speed: SpeedProfile, duration_s: float, source: str) -> SingleSpeed:
    """The mean of *speed* where no turn strays; a refusal with its range where some do."""
    turns = turn_speeds(speed, duration_s)
    mean = float(turns.mean())
    if mean > 0 and np.ptp(turns) <= STEADY * mean:
        return SingleSpeed(mean, source)
    refusal = (
        f"the speed goes from {turns.min():.0f} to {turns.max():.0f} rpm ({source}); it must keep"
        f" within {100 * STEADY:.0f} %"
    )
    return SingleSpeed(None, source, refusal, _SEEN)


def turn_speeds(speed: SpeedProfile, duration_s: float) -> Floats:
    """Mean speeds in rpm of stretches as long as a mean turn: pulses within a turn even out."""
    turned = float(speed.turns(np.array([duration_s]))[0])
    edges = np.linspace(0.0, duration_s, max(1, int(turned)) + 1)
    return np.asarray(60 * np.diff(speed.turns(edges)) / np.diff(edges))
