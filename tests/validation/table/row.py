"""One known answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Row:
    """``measure`` computes with the program what ``expected`` must be, within ``within``."""

    item: str
    what: str  # signal and number: "sine of 2 V rms, Hann"
    expected: float
    unit: str
    within: float
    source: str
    measure: Callable[[], float]
    digits: int = 4  # after the point, as printed

    def shown(self, value: float) -> str:
        """A number as the manual prints it."""
        text = f"{value:.{self.digits}f}"
        return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


@cache
def measured(row: Row) -> float:
    """What the program computes, computed once."""
    return row.measure()
