"""At what operating point a recording was made, and whether the like was learned."""

from collections.abc import Sequence
from dataclasses import dataclass

from pfd_desktop.core.records.healthy import Bin, Guard, Point

APART = 1.05  # speeds whose ratio is larger are other operating points


@dataclass(frozen=True)
class Member:
    """A healthy recording as guards know it."""

    recording_id: str
    name: str
    unit_id: str
    case: str  # what must not stand on both sides (cases.py)
    condition: str
    speed_rpm: float | None


def points_of(members: Sequence[Member]) -> dict[Point, list[Member]]:
    """Members by condition and by speeds without a gap of 5 %; each in the order given."""
    made: dict[Point, list[Member]] = {}
    for condition in dict.fromkeys(one.condition for one in members):
        own = [one for one in members if one.condition == condition]
        for low, high in _ranges([one.speed_rpm for one in own]):
            inside = [one for one in own if _within(one.speed_rpm, low, high, 1.0)]
            made[Point(condition, low, high)] = inside
    return made


def bin_of(guard: Guard, condition: str, speed_rpm: float | None) -> tuple[int, Bin] | str:
    """The bin that learned the like, with its place; else why there is none, in words."""
    for place, one in enumerate(guard.bins):
        if any(_fits(point, condition, speed_rpm) for point in one.points):
            return place, one
    here = Point(condition, speed_rpm, speed_rpm).words
    for point, why in guard.uncovered:
        if _fits(point, condition, speed_rpm):
            return f"of its operating point ({here}) {why}"
    seen = "; ".join(point.words for one in guard.bins for point in one.points[:4])
    return f"outside the operating range seen: it was made at {here}, what was learned at {seen}"


def _fits(point: Point, condition: str, speed_rpm: float | None) -> bool:
    return condition == point.condition and _within(speed_rpm, point.low_rpm, point.high_rpm, APART)


def _within(speed: float | None, low: float | None, high: float | None, reach: float) -> bool:
    if speed is None or low is None or high is None:
        return speed is None and low is None
    return low / reach <= speed <= high * reach


def _ranges(speeds: Sequence[float | None]) -> list[tuple[float | None, float | None]]:
    known = sorted(speed for speed in speeds if speed is not None)
    made: list[tuple[float | None, float | None]] = []
    for speed in known:
        last = made[-1][1] if made else None
        if last is not None and speed <= APART * last:
            made[-1] = (made[-1][0], speed)
        else:
            made.append((speed, speed))
    return made if len(known) == len(speeds) else [*made, (None, None)]
