"""What the Machines panel shows: the plant with counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pfd_desktop.core.records.machine import Bearing, Machine, MeasuringPoint, Unit
from pfd_desktop.core.records.recording import Recording


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
    recordings: Sequence[Recording],
) -> Plant:
    """Put together, and count."""
    counts = Counter(place for r in recordings for place in (r.machine_id, r.unit_id, r.point_id))
    return Plant(tuple(machines), tuple(units), tuple(points), tuple(bearings), counts)
