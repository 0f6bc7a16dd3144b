"""What the vibration of a rolling bearing's housing says of the shaft: indications at most.

Every machine in good order shows 1X, 2X and more, and 1X is often its highest line. Acceleration
says even less: there the square of the frequency lifts a harmonic above the motion that it belongs
to. So presence and dominance alone claim nothing. An indication needs all three:

* lines that stand out of the recording's own noise,
* half of the velocity's power from 10 to 1000 Hz in the orders that the fault makes,
* a velocity beyond zone B (ISO 20816-1): below that a machine may run without limit.

Oil has no part in it, whole orders from 4X on belong to vanes, teeth and poles as well, and 2X of a
motor may be its magnetic field: none of these is named. A half order near a line of the bearing is
left to the bearing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis import shaft_lines
from pfd_desktop.core.diagnosis.budget import TO_HOUSING
from pfd_desktop.core.diagnosis.shaft_lines import ShaftEvidence, ShaftLine
from pfd_desktop.core.diagnosis.shaft_signs import (
    ORBIT,
    Sign,
    halves_of,
    names_of,
    thirds_of,
)
from pfd_desktop.core.physics.kinematics import BearingOrders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.severity.overall import (
    is_velocity,
    overall_velocity,
    velocity_squared,
    velocity_unit_problem,
)
from pfd_desktop.errors import InvalidRecording

ZONE_B_MM_S = 2.8  # where nobody told the machine: its least limit in ISO 20816-3 (rigid, group 2)
_DOMINANT = 0.5  # share of the velocity's power
_NOTICEABLE = 0.2  # of the largest line's amplitude
_LONG_ROW = 3  # half orders
_SLIP = 0.02  # by which a line of the bearing may lie off


@dataclass(frozen=True)
class HousingEvidence:
    """Lines of the shaft with their velocities; ``refusal`` where there is no velocity."""

    shaft: ShaftEvidence | None
    mm_s: dict[str, float]  # rms by the line's name
    overall_mm_s: float
    limit_mm_s: float
    taken: tuple[float, ...]  # orders at which the bearing has lines
    refusal: str = ""

    def share(self, names: Sequence[str]) -> float:
        """Share of these lines in the power of the whole velocity."""
        power = sum(self.mm_s.get(name, 0.0) ** 2 for name in names)
        return min(1.0, power / max(self.overall_mm_s, 1e-300) ** 2)


@dataclass(frozen=True)
class Told:
    """What is known of the samples and of the machine."""

    unit: str
    limit_mm_s: float
    orders: BearingOrders | None


def gather(
    samples: NDArray[np.floating], rate_hz: float, shaft_hz: float, told: Told
) -> HousingEvidence:
    """Measure the shaft's lines and what each contributes to the velocity."""
    problem = velocity_unit_problem(told.unit)
    if problem:
        return _refused(problem, told)
    try:
        whole = overall_velocity(samples, rate_hz, told.unit, 60 * shaft_hz)
    except InvalidRecording as error:
        return _refused(str(error), told)
    quantity = "velocity" if is_velocity(told.unit) else "acceleration"
    chance = TO_HOUSING / shaft_lines.PLACES
    lines = shaft_lines.gather(samples, None, rate_hz, shaft_hz, quantity, chance=chance)
    low, high = whole.band_hz
    mm_s = {
        line.name: _mm_s(line, told.unit) for line in lines.lines if low <= line.measured_hz <= high
    }
    return HousingEvidence(lines, mm_s, whole.value, told.limit_mm_s, _taken(told.orders))


def _mm_s(line: ShaftLine, unit: str) -> float:
    """Velocity of a line, rms."""
    power = line.displacement * line.measured_hz ** (2 if is_velocity(unit) else 4)
    return float(np.sqrt(velocity_squared(power, line.measured_hz, unit)))


def _refused(problem: str, told: Told) -> HousingEvidence:
    return HousingEvidence(None, {}, 0.0, told.limit_mm_s, (), problem)


def _taken(orders: BearingOrders | None) -> tuple[float, ...]:
    """Orders of the bearing's lines, and of their nearest sidebands of the shaft."""
    if orders is None:
        return ()
    races = [n * order for order in (orders.bpfo, orders.bpfi) for n in (1, 2)]
    sides = [order + side for order in races for side in (-1, 0, 1)]
    cage = [n * order for order in (orders.ftf, orders.bsf) for n in (1, 2, 3)]
    return (*sides, *cage)


def judge(found: HousingEvidence) -> tuple[Sign | None, str]:
    """The sign of a fault of the shaft, and what is to be said of the shaft where there is none."""
    if found.shaft is None:
        return None, f"The shaft was not judged: {found.refusal.removesuffix('.')}."
    seen = _broken_turns(found) or _misalignment(found) or _imbalance(found)
    if seen is None:
        return None, ""
    whole = f"{found.overall_mm_s:.2g} mm/s"
    if found.overall_mm_s <= found.limit_mm_s:
        fault, what, _settle = seen
        text = f"{what}, but {whole} in all is not beyond zone B ({found.limit_mm_s:g} mm/s)"
        return None, f"{text[0].upper()}{text[1:]}: no sign of {fault.value}."
    fault, what, settle = seen
    return (fault, f"{what} of {whole}", settle), ""


def _broken_turns(found: HousingEvidence) -> Sign | None:
    """Fractions of 1X: contact or play once in several turns."""
    assert found.shaft is not None
    halves = [line for line in halves_of(found.shaft) if _noticeable(found, line)]
    thirds = [line for line in thirds_of(found.shaft) if _noticeable(found, line)]
    whole = [f"{order}X" for order in range(1, 11)]
    for fractions in (thirds, halves):
        names = [line.name for line in fractions]
        share = found.share([*names, *whole])
        if len(fractions) < 2 or share < _DOMINANT:
            continue
        loose = fractions is halves and len(halves) >= _LONG_ROW
        what = f"lines at {names_of(fractions)}, which with whole orders carry {share:.0%}"
        return Fault.LOOSENESS if loose else Fault.RUB, what, ORBIT
    return None


def _noticeable(found: HousingEvidence, line: ShaftLine) -> bool:
    largest = max(found.mm_s.values(), default=0.0)
    large = found.mm_s.get(line.name, 0.0) >= _NOTICEABLE * largest > 0
    near = any(abs(line.order / order - 1) <= _SLIP for order in found.taken)
    return line.stands and large and not near


def _misalignment(found: HousingEvidence) -> Sign | None:
    """2X or 3X above 1X in velocity, where the mains do not hum there."""
    assert found.shaft is not None
    share = found.share(("1X", "2X", "3X"))
    for name in ("2X", "3X"):
        if found.mm_s.get(name, 0.0) <= found.mm_s.get("1X", 0.0) or share < _DOMINANT:
            continue
        line = found.shaft.line(name)
        if line.stands and not found.shaft.hums(line):
            what = f"{name} above 1X; 1X to 3X carry {share:.0%} of the velocity"
            return Fault.MISALIGNMENT, what, "A motor's field makes such lines as well."
    return None


def _imbalance(found: HousingEvidence) -> Sign | None:
    assert found.shaft is not None
    share = found.share(("1X",))
    if not found.shaft.line("1X").stands or share < _DOMINANT:
        return None
    return Fault.IMBALANCE, f"1X carries {share:.0%} of the velocity", ""
