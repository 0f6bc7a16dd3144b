"""From samples equally spaced in time to samples equally spaced in shaft angle.

Method: the samples are oversampled twice (polyphase), read at equal angles by a quintic spline, so
densely that nothing aliases even where the shaft is slowest, and thinned by a linear-phase low-pass
in the angle domain. So the anti-alias filter follows the speed: it is constant in orders (after
Fyfe and Munck 1997, with a spline of higher order).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.dsp.filters import antialias, resampled
from pfd_desktop.core.dsp.windows import Window, window_values
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
Read = Callable[[int, int], NDArray[np.floating]]

OVERLAP_OF_CUTS = 0.5  # what each stretch of an order cut shares with the next
_MARGIN = 128  # samples on both sides of a stretch: what its oversampling and its spline need
_BLOCK = 1 << 20  # dense samples made at a time
_MOST = 1 << 29  # dense samples in all; more take hours
_LEAST_PER_TURN = 2  # samples: fewer do not hold the first order
_GROWTH = 4  # an automatic number of samples per turn makes the waveform at most so much longer


@dataclass(frozen=True)
class AngularGrid:
    """Where samples at equal angles are read from ``samples`` at ``rate_hz``, from time 0."""

    samples: int
    rate_hz: float
    speed: SpeedProfile
    per_turn: int  # samples per revolution wanted
    denser: int  # how many times denser the spline is read
    count: int  # samples at equal angles

    @classmethod
    def over(
        cls, samples: int, rate_hz: float, speed: SpeedProfile, per_turn: int | None = None
    ) -> "AngularGrid":
        """The grid for a waveform; None takes as many per turn as lose nothing."""
        last_s = (samples - 1) / rate_hz
        turned = float(speed.turns(np.array([last_s]))[0])
        slowest_hz = _slowest_hz(speed, last_s)
        need_per_turn(60 * rate_hz / float(speed.within(last_s).max()))
        if turned < 1:
            raise InvalidInput(f"The shaft turns only {turned:.2g} times: too little for orders.")
        if per_turn is None:
            enough = min(rate_hz / slowest_hz, _GROWTH * samples / turned)
            per_turn = max(8, 2 * ceil(enough / 2 - 1e-9))
        denser = max(1, ceil(rate_hz / slowest_hz / per_turn - 1e-9))
        count = int(turned * per_turn + 1e-6) + 1
        if count * denser > _MOST:
            raise InvalidInput(
                f"The shaft comes down to {60 * slowest_hz:.3g} rpm, where one turn has too many"
                " samples. Choose a region in which it turns faster, or resample it first."
            )
        return cls(samples, rate_hz, speed, per_turn, denser, count)

    def read(self, source: Read, start: int, stop: int) -> Floats:
        """The samples *start* to *stop* of the angular grid; *source* gives samples of time."""
        weights = antialias(self.denser)
        reach = self.denser * ceil(len(weights) / 2 / self.denser)
        low = start * self.denser - reach
        high = (stop - 1) * self.denser + reach + 1
        dense = self._dense(source, low, high)
        if self.denser == 1:
            return dense[start - low : stop - low]
        thinned = resampled(dense, 1, self.denser, weights)
        first = start - low // self.denser
        return thinned[first : first + stop - start]

    @property
    def block(self) -> int:
        """Samples to read at a time."""
        return max(1024, _BLOCK // self.denser)

    def whole(self, samples: NDArray[np.floating], progress: Progress) -> Floats:
        """All of it."""
        result = np.empty(self.count)
        for start in range(0, self.count, self.block):
            progress.report(start / self.count, "Resampling to equal angles")
            stop = min(self.count, start + self.block)
            result[start:stop] = self.read(lambda a, b: samples[a:b], start, stop)
        return result

    def _dense(self, source: Read, low: int, high: int) -> Floats:
        """The spline at the dense angles *low* to *high*; mirrored beyond the record."""
        from scipy import ndimage

        turns = np.arange(low, high) / (self.per_turn * self.denser)
        places = np.abs(np.sign(turns) * self.speed.times(np.abs(turns)) * self.rate_hz)
        end = self.samples - 1
        places = np.abs(np.where(places > end, 2 * end - places, places))
        first = max(0, int(places.min()) - _MARGIN)
        last = min(self.samples, int(places.max()) + _MARGIN)
        piece = np.asarray(source(first, last), dtype=np.float64)
        added = min(_MARGIN, len(piece) - 1)
        piece = np.pad(piece, added, mode="reflect", reflect_type="odd")
        fine = resampled(piece - piece.mean(), 2, 1, antialias(2))
        where = 2 * (places - first + added)
        found = np.asarray(ndimage.map_coordinates(fine, [where], order=5, mode="mirror"))
        return np.asarray(found + piece.mean(), dtype=np.float64)


def order_resampled(
    samples: NDArray[np.floating],
    rate_hz: float,
    speed: SpeedProfile,
    per_turn: int | None,
    progress: Progress,
) -> tuple[Floats, int]:
    """Samples at equal angles from time 0 on, and how many there are per revolution."""
    grid = AngularGrid.over(len(samples), rate_hz, speed, per_turn)
    return grid.whole(samples, progress), grid.per_turn


def need_per_turn(samples: float) -> None:
    """Refuse a waveform of so few *samples* per revolution that it cannot hold the first order."""
    if samples < _LEAST_PER_TURN:
        raise InvalidInput(
            f"The waveform has only {samples:.3g} samples per revolution where the shaft turns"
            f" fastest; orders need {_LEAST_PER_TURN} or more. Check the speed, thin the waveform"
            " less before this, or measure at a higher sampling rate."
        )


def synchronous_average(
    samples: NDArray[np.floating], per_period: int, periods: int | None = None
) -> tuple[Floats, int]:
    """Mean of the first *periods* periods (None is all), and how many they were.

    Noise falls by √periods; a tone of order o leaves sin(πRo) / (R sin πo) of itself after R turns
    (McFadden 1987).
    """
    whole = len(samples) // per_period
    taken = whole if periods is None else periods
    if not 1 <= taken <= whole:
        raise InvalidInput(
            f"An average of {taken} periods was asked for; the recording holds {whole}."
        )
    cut = np.asarray(samples[: taken * per_period], dtype=np.float64)
    return cut.reshape(taken, per_period).mean(axis=0), taken


def synchronous_residual(samples: NDArray[np.floating], average: Floats) -> Floats:
    """The samples without what repeats with every period."""
    waveform = np.asarray(samples, dtype=np.float64)
    return waveform - np.resize(average, len(waveform))


@dataclass(frozen=True)
class OrderCut:
    """How one order goes on: peak amplitude and phase at the middle of each stretch of turns."""

    order: float
    turns: Floats  # revolutions since time 0
    values: Complexes  # amplitude · e^(i phase); the phase is that of a cosine at angle 0


def order_cuts(
    samples: NDArray[np.floating],
    per_turn: float,
    orders: tuple[float, ...],
    turns: int,
    overlap: float = OVERLAP_OF_CUTS,
) -> tuple[OrderCut, ...]:
    """Amplitude and phase of *orders* by short Fourier sums over *turns* revolutions, Hann window.

    The sums run in the angle domain, so an order is one line at any speed; bandwidth 1.5/turns
    orders. Not a Vold-Kalman filter: orders nearer than 2/turns are not parted.
    """
    size = round(turns * per_turn)
    if len(samples) < size:
        raise InvalidInput(
            f"An order cut over {turns} turns needs more than the"
            f" {len(samples) / per_turn:.3g} turns of this recording."
        )
    highest = per_turn / 2
    if max(orders) >= highest:
        raise InvalidInput(f"Order {max(orders):g} is not below {highest:g}, half the samples.")
    weights = window_values(Window.HANN, size)
    starts = np.arange(0, len(samples) - size + 1, max(1, round(size * (1 - overlap))))
    angle = 2 * np.pi * np.arange(size) / per_turn
    kernels = np.exp(-1j * np.outer(np.asarray(orders), angle)) * (2 * weights / weights.sum())
    found = np.empty((len(orders), len(starts)), dtype=np.complex128)
    for column, start in enumerate(starts):
        piece = np.asarray(samples[start : start + size], dtype=np.float64)
        found[:, column] = kernels @ (piece - piece.mean())
    began = starts / per_turn
    turning = np.exp(-2j * np.pi * np.outer(np.asarray(orders), began))
    found *= turning
    middles = began + turns / 2
    return tuple(
        OrderCut(order, middles, values) for order, values in zip(orders, found, strict=True)
    )


def _slowest_hz(speed: SpeedProfile, last_s: float) -> float:
    rpm = speed.within(last_s)
    if not rpm.min() > 0:
        raise InvalidInput(
            f"The shaft stands still within the recording ({speed.source}): angles need a speed"
            " above 0 throughout. Choose a region in which it turns."
        )
    return float(rpm.min()) / 60
