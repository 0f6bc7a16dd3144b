"""The grade of a measurement, from its findings."""

from collections.abc import Iterable

from pfd_desktop.core.doctor.declared import Weight
from pfd_desktop.core.doctor.table import BY_CODE
from pfd_desktop.core.records.recording import Flag

GRADES = ("A", "B", "C", "D")
REPLACED = frozenset(BY_CODE) - {"short", "nan", "lost-samples"}  # those come with the import alone


def grade_of(flags: Iterable[Flag]) -> str:
    """A: nothing is wrong. B: minor findings only. C: one major finding. D: two, or a fatal one.

    Flags that are not of the table (a speed or bearing that nobody told) say nothing of the
    measurement and do not count.
    """
    weights = [BY_CODE[code].weight for code in {f.code for f in flags} if code in BY_CODE]
    majors = weights.count(Weight.MAJOR)
    if Weight.FATAL in weights or majors > 1:
        return "D"
    if majors:
        return "C"
    return "B" if weights else "A"
