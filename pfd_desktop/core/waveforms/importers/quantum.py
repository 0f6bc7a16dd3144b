"""To what a column of times is rounded: the last digit that is written, or that its values have."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pfd_desktop.core.waveforms.importers.contents import Samples

_LOOK = 200  # values looked at where there is no text
_WRITTEN = re.compile(r"[+-]?(\d*)\.?(\d*)(?:[eEdD][+-]?\d+)?")
_LEAST_DIGITS = 6  # of what prints in digits; fewer are numbers that end early


@dataclass(frozen=True)
class Written:
    """Numbers as text: so many decimals, or so many significant digits whatever the size."""

    decimals: int | None = None
    digits: int = 17

    def quantum(self, largest: float) -> float:
        """The step of the last digit of numbers up to *largest*."""
        own = float(np.spacing(abs(largest)))
        if self.decimals is not None:
            return max(own, 10.0**-self.decimals)
        if largest == 0:
            return own
        return max(own, 10.0 ** (math.floor(math.log10(abs(largest))) + 1 - self.digits))


def written(cells: Iterable[str]) -> Written:
    """How the numbers in *cells* are written; zeros at their ends may have been left out."""
    found = [(abs(float(cell)), *_digits(cell), "e" in cell.lower()) for cell in cells]
    if not found:
        return Written()
    decimals = {one[1] for one in found}
    if len(decimals) == 1 and not any(exponent for *_, exponent in found):
        return Written(decimals.pop())
    largest = max(one[0] for one in found)
    top = [one for one in found if one[0] >= largest / 10]
    if not any(one[3] for one in top) and max(one[1] for one in top) == max(decimals):
        return Written(max(decimals))
    return Written(None, max(_LEAST_DIGITS, *(one[2] for one in top)))


def _digits(cell: str) -> tuple[int, int]:
    """Decimals and significant digits of a number as it is written."""
    match = _WRITTEN.match(cell)
    whole, part = (match[1], match[2]) if match is not None else ("", "")
    return len(part), len((whole + part).lstrip("0"))


def of_values(stamps: Samples) -> tuple[float, ...]:
    """Steps to which binary numbers may have been rounded, the finest first."""
    largest = float(np.abs(stamps).max())
    found = {2 * float(np.spacing(largest))}
    some = [float(one) for one in stamps[:: max(1, len(stamps) // _LOOK)]]
    if all(float(np.float32(one)) == one for one in some):
        found.add(2 * float(np.spacing(np.float32(largest))))
    for decimals in range(10):
        if all(round(one, decimals) == one for one in some):
            found.add(Written(decimals).quantum(largest))
            break
    for digits in range(4, 10):
        if all(float(f"{one:.{digits}g}") == one for one in some):
            found.add(Written(None, digits).quantum(largest))
            break
    return tuple(sorted(found))
