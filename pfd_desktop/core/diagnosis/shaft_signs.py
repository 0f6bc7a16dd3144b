"""What signs of the shaft's faults have in common, on the shaft itself and on a housing."""

from fractions import Fraction

import numpy as np

from pfd_desktop.core.diagnosis.shaft_lines import ShaftEvidence, ShaftLine
from pfd_desktop.core.records.diagnosis import EvidenceLine, Grade
from pfd_desktop.core.records.faults import Fault

Sign = tuple[Fault, str, str]  # the fault, what was seen, and what would settle it

ORBIT = "Rub and looseness leave like lines; an orbit of two probes shows which surface is met."
NORMAL = "Shaft orders alone do not prove a cause: compare with this machine's normal."
JUDGED = "below 1X"  # name of the strongest line below 1X, which whirl and whip are judged by

_HALVES = (Fraction(1, 2), Fraction(3, 2), Fraction(5, 2), Fraction(7, 2))
_THIRDS = (Fraction(1, 3), Fraction(2, 3), Fraction(4, 3), Fraction(5, 3), Fraction(1, 4))


def sentence_of(sign: Sign) -> str:
    """ "imbalance, indication, not conclusive (1X carries 80% …)"."""
    fault, what, _settle = sign
    return f"{fault.value}, {Grade.INDICATION.value} ({what})"


def halves_of(shaft: ShaftEvidence) -> list[ShaftLine]:
    """The half orders that stand."""
    return _standing(shaft, _HALVES)


def thirds_of(shaft: ShaftEvidence) -> list[ShaftLine]:
    """The thirds, and a quarter, that stand."""
    return _standing(shaft, _THIRDS)


def names_of(lines: list[ShaftLine]) -> str:
    """ "1/2X, 3/2X"."""
    return ", ".join(line.name for line in lines)


def evidence_lines(shaft: ShaftEvidence) -> tuple[EvidenceLine, ...]:
    """Rows of the evidence table, the clearest first."""
    shown = [*shaft.lines, *shaft.below[:2], *shaft.beyond[:1]]
    weaker = shaft.below[1:2]
    rows = [_row(line, line in weaker) for line in shown if np.isfinite(line.threshold_db)]
    return tuple(sorted(rows, key=lambda line: line.threshold_db - line.prominence_db))


def _standing(shaft: ShaftEvidence, orders: tuple[Fraction, ...]) -> list[ShaftLine]:
    wanted = {f"{order}X" for order in orders}
    return [line for line in shaft.lines if line.name in wanted and line.stands]


def _row(line: ShaftLine, weaker: bool) -> EvidenceLine:
    forward = "" if line.forward is None else f"{line.forward:.0%} forward"
    return EvidenceLine(
        family=f"{line.name}, weaker" if weaker else line.name,
        spectrum="spectrum of the whole record",
        order=line.order,
        expected_hz=line.expected_hz,
        measured_hz=line.measured_hz,
        slip_percent=100 * (line.measured_hz / line.expected_hz - 1),
        prominence_db=line.level_db,
        threshold_db=line.threshold_db,
        harmonics=(1,) if line.stands else (),
        note=forward,
    )
