"""What a file of own features is written with: a declared feature, a window, a known answer.

``pfd features template FILE`` writes a file to begin with.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.physics.kinematics import BearingOrders


@dataclass(frozen=True, eq=False)
class Window:
    """What a feature is computed from."""

    samples: NDArray[np.float64]  # in the unit of the recording; they cannot be written to
    rate_hz: float
    shaft_hz: float | None = None  # None where the speed is not known
    orders: BearingOrders | None = None  # None where the bearing is not known


@dataclass(frozen=True, eq=False)
class Answer:
    """A window and what the feature must give of it, to within a share of that value."""

    window: Window
    value: float
    within: float = 1e-6  # of 0 it is meant as such, not as a share


@dataclass(frozen=True, eq=False)
class OwnFeature:
    """A function of one window, and the functions that tell known answers of it."""

    function: Callable[[Window], float]
    answers: list[Callable[[], Answer]] = field(default_factory=list)

    def __call__(self, window: Window) -> float:
        """The feature of *window*."""
        return self.function(window)

    def answer(self, told: Callable[[], Answer]) -> Callable[[], Answer]:
        """Declares a known answer, which is tested before the file is taken."""
        self.answers.append(told)
        return told


def feature(name: str, **declared: object) -> Callable[[Callable[[Window], float]], OwnFeature]:
    """Declares a feature; all that is told must be written as plain text and numbers.

    ``unit`` ("recording" for that of the samples), ``formula``, ``degree`` (a gain g multiplies the
    feature by g to that power; None follows no such rule and needs a ``note`` that says why),
    ``version``, ``needs`` ("speed", "bearing"), ``source``. They are read without running the file.
    """
    del name, declared
    return OwnFeature
