"""The leak meter as bars with intervals, ready to draw."""

from dataclasses import dataclass

from pfd_desktop.core.records.learning import Interval, LeakMeter


@dataclass(frozen=True)
class LeakBar:
    """One split's accuracy per recording; ``interval`` None where the split cannot be had."""

    label: str
    interval: Interval | None
    leaky: bool


@dataclass(frozen=True)
class LeakMeterFigure:
    """Three bars on one scale from 0 to 1, with the line of guessing."""

    bars: tuple[LeakBar, LeakBar, LeakBar]
    chance: float
    words: str
    x_label: str = "Recordings named rightly"


def leak_meter_figure(meter: LeakMeter) -> LeakMeterFigure:
    """From the most flattering split to the honest one."""
    return LeakMeterFigure(
        (
            LeakBar("Windows at random (leaky)", meter.random, leaky=True),
            LeakBar("Unseen condition", meter.condition, leaky=False),
            LeakBar("Unseen unit", meter.unit, leaky=False),
        ),
        meter.chance,
        meter.words,
    )
