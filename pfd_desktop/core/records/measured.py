"""What was measured of a run or a feature set after it was made, with when that was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Measured(Generic[T]):
    """A result that is kept beside what it is of."""

    at: datetime  # UTC
    found: T | None  # None where what it was measured of is no longer the same

    @property
    def words(self) -> str:
        """As of when it is, in local time; or why it is not shown."""
        when = f"{self.at.astimezone():%Y-%m-%d %H:%M}"
        if self.found is not None:
            return f"Measured {when}."
        return (
            f"What was measured {when} is not shown: recordings, labels, speeds or the program have"
            " changed since. Measure anew."
        )
