"""What the Machines panel shows: the plant with counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pfd_desktop.core.records.machine import Bearing, Machine, MeasuringPoint, Unit


@dataclass(frozen=True)
class Plant:
    """All machines, units and points; ``counts``: recordings by the id of any of them."""

    machines: tuple[Machine, ...]
    units: tuple[Unit, ...]
    points: tuple[MeasuringPoint, ...]
    bearings: tuple[Bearing, ...]
    counts: Counter[str]


def plant(
    machines: Sequence[Machine],
    units: Sequence[Unit],
    points: Sequence[MeasuringPoint],
    bearings: Sequence[Bearing],
    measured: Mapping[str, int],
) -> Plant:
    """Put together; *measured*: recordings by the id of their point."""
    machine_of = {unit.id: unit.machine_id for unit in units}
    counts: Counter[str] = Counter()
    for point in points:
        for place in (point.id, point.unit_id, machine_of[point.unit_id]):
            counts[place] += measured.get(point.id, 0)
    return Plant(tuple(machines), tuple(units), tuple(points), tuple(bearings), counts)
