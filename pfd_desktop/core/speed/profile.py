"""The speed of a shaft over time, and the angle it has turned by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SpeedProfile:
    """Speed at ascending times; linear between them, constant beyond their ends.

    ``source`` is shown: "told", "tacho, 1 pulse per turn", "ridge near 2×".
    """

    time_s: Floats
    rpm: Floats
    source: str = "told"

    @classmethod
    def constant(cls, rpm: float, source: str = "told") -> "SpeedProfile":
        """The same speed at all times, in rpm above 0."""
        if not rpm > 0:
            raise InvalidInput(f"A shaft speed of {rpm:g} rpm cannot be used; give one above 0.")
        return cls(np.zeros(1), np.array([float(rpm)]), source)

    @property
    def mean_hz(self) -> float:
        """Mean speed in turns per second."""
        if len(self.time_s) < 2:
            return float(self.rpm[0]) / 60
        span = float(self.time_s[-1] - self.time_s[0])
        return float(np.trapezoid(self.rpm, self.time_s)) / span / 60

    @property
    def varies(self) -> bool:
        """Whether the speed strays from its mean by more than half a percent."""
        return bool(np.ptp(self.rpm) > 0.01 * self.rpm.mean())

    def since(self, start_s: float) -> "SpeedProfile":
        """The same speed with its time counted from *start_s*."""
        return SpeedProfile(self.time_s - start_s, self.rpm, self.source)

    def between(self, start_s: float, stop_s: float) -> "SpeedProfile":
        """Of this stretch only, with its time counted from *start_s*."""
        if len(self.time_s) < 2 or not stop_s > start_s:
            return SpeedProfile(np.zeros(1), self.at(np.array([start_s])), self.source)
        later = self.since(start_s)
        changes = later.time_s[(later.time_s > 0) & (later.time_s < stop_s - start_s)]
        time_s = np.concatenate(([0.0], changes, [stop_s - start_s]))
        return SpeedProfile(time_s, later.at(time_s), self.source)

    def at(self, time_s: Floats) -> Floats:
        """Speed in rpm at these times."""
        return np.interp(time_s, self.time_s, self.rpm)

    def within(self, duration_s: float) -> Floats:
        """The speeds in rpm at the beginning, at every change, and at the end of *duration_s*."""
        changes = self.time_s[(self.time_s > 0) & (self.time_s < duration_s)]
        return self.at(np.concatenate(([0.0], changes, [duration_s])))

    def turns(self, time_s: Floats) -> Floats:
        """Revolutions since time 0 at these times: the integral of the speed."""
        first = np.concatenate(([0.0], self.time_s[self.time_s > 0]))
        speed = self.at(first) / 60
        turned = np.concatenate(([0.0], np.cumsum(np.diff(first) * (speed[1:] + speed[:-1]) / 2)))
        index = np.clip(np.searchsorted(first, time_s, side="right") - 1, 0, len(first) - 1)
        after = time_s - first[index]
        return np.asarray(turned[index] + after * (speed[index] + self.at(time_s) / 60) / 2)

    def times(self, turns: Floats) -> Floats:
        """Seconds at which these revolutions since time 0 are complete: the inverse of turns().

        Raises InvalidInput where the shaft stands still: an angle then belongs to no one time.
        """
        knots = np.concatenate(([0.0], self.time_s[self.time_s > 0]))
        speed = self.at(knots) / 60
        if not speed.min() > 0:
            at_s = float(knots[int(speed.argmin())])
            raise InvalidInput(
                f"The shaft stands still at {at_s:.4g} s ({self.source}): angles need a speed above"
                " 0 throughout. Choose a region in which it turns."
            )
        angle = self.turns(knots)
        index = np.clip(np.searchsorted(angle, turns, side="right") - 1, 0, len(knots) - 1)
        slope = np.append(np.diff(speed) / np.maximum(np.diff(knots), 1e-300), 0.0)[index]
        beyond, first = turns - angle[index], speed[index]
        root = np.sqrt(np.maximum(first**2 + 2 * slope * beyond, 0.0))
        return np.asarray(knots[index] + 2 * beyond / (first + root))
