"""Overall vibration and the limits of its zones."""

from collections.abc import Iterator
from functools import cache, partial

import numpy as np

from pfd_desktop.core.records.severity import MachineFacts, Support
from pfd_desktop.core.severity.overall import Overall, overall_velocity, peak_to_peak_um
from pfd_desktop.core.severity.tables import built_in
from pfd_desktop.core.severity.zones import judged
from tests.validation.table.row import Row

RATE_HZ = 12_000.0
ISO_3, CLASSES, SHAFT = "ISO 20816-3", "ISO 20816-1 classes", "Shaft vibration"
LIMITS = (
    (ISO_3, "1", Support.RIGID, (2.3, 4.5, 7.1)),
    (ISO_3, "1", Support.FLEXIBLE, (3.5, 7.1, 11.0)),
    (ISO_3, "2", Support.RIGID, (1.4, 2.8, 4.5)),
    (ISO_3, "2", Support.FLEXIBLE, (2.3, 4.5, 7.1)),
    (CLASSES, "I", Support.UNKNOWN, (0.71, 1.8, 4.5)),
    (CLASSES, "II", Support.UNKNOWN, (1.12, 2.8, 7.1)),
    (CLASSES, "III", Support.UNKNOWN, (1.8, 4.5, 11.2)),
    (CLASSES, "IV", Support.UNKNOWN, (2.8, 7.1, 18.0)),
)
SHAFT_LIMITS = (4800.0, 9000.0, 13_200.0)  # µm √rpm
RPM = 3600.0


def _one_g() -> np.ndarray:
    time = np.arange(round(10 * RATE_HZ)) / RATE_HZ
    return np.sin(2 * np.pi * 159.1549 * time)


@cache
def _limits(name: str, group: str, support: Support) -> tuple[float, ...]:
    """Of the verdict that the program gives."""
    table = next(one for one in built_in() if one.name == name)
    measured = (
        peak_to_peak_um(0.045 * _one_g(), RATE_HZ, "mm")
        if name == SHAFT
        else Overall(1.0, "mm/s rms", (10.0, 1000.0))
    )
    facts = MachineFacts("m", group=group, support=support)
    return judged("", measured, facts, table, RPM).limits or ()


def _limit(name: str, group: str, support: Support, place: int) -> float:
    return _limits(name, group, support)[place]


def severity() -> Iterator[Row]:
    """Overall velocity in closed form; limits as their sources print them."""
    yield Row("overall velocity, 10 to 1000 Hz", "1 g peak at 159.15 Hz", 6.93435, "mm/s rms",
              2e-4, "closed form, a/ω", lambda: overall_velocity(_one_g(), RATE_HZ, "g").value,
              5)  # fmt: skip
    yield Row("shaft vibration", "sine of 45 µm peak", 90.0, "µm p-p", 0.1, "closed form",
              lambda: peak_to_peak_um(0.045 * _one_g(), RATE_HZ, "mm").value, 2)  # fmt: skip
    for name, group, support, limits in LIMITS:
        item = f"{name}, group {group} {support.value}".rstrip()
        for place, zones in enumerate(("A/B", "B/C", "C/D")):
            yield Row(item, f"limit {zones}", limits[place], "mm/s rms", 1e-9, name,
                      partial(_limit, name, group, support, place), 2)  # fmt: skip
    for place, zones in enumerate(("A/B", "B/C", "C/D")):
        yield Row(f"{SHAFT}, {RPM:g} rpm", f"limit {zones}", SHAFT_LIMITS[place] / RPM**0.5,
                  "µm p-p", 1e-9, "ISO 7919-3",
                  partial(_limit, SHAFT, "", Support.UNKNOWN, place), 1)  # fmt: skip


ROWS = tuple(severity())
