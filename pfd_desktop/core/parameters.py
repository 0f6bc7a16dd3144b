"""What can be set of an analysis or a processing step: declared once, in a table.

Panels build their controls from these declarations, ``pfd`` its options, JSON its checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pfd_desktop.errors import InvalidInput

Value = float | str | bool | tuple[float, float] | None
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Number:
    """A number between bounds. ``blank`` says what leaving it empty means; "" forbids it."""

    name: str  # stable: the key in JSON, in `pfd --set name=value` and in copied Python
    title: str
    unit: str = ""
    default: float | None = None
    low: float = float("-inf")
    high: float = float("inf")
    blank: str = ""
    tip: str = ""
    whole: bool = False

    def checked(self, value: object) -> Value:
        """The value as it is used; raises InvalidInput."""
        if value is None:
            if self.blank:
                return None
            raise InvalidInput(f"{self.title} needs a number.")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidInput(f"{self.title} is a number; “{value}” is none.")
        number = float(value)
        if not self.low <= number <= self.high:
            raise InvalidInput(f"{self.title} of {number:g} {self._range()}.")
        if self.whole and not number.is_integer():
            raise InvalidInput(f"{self.title} of {number:g} is not a whole number.")
        return number

    def _range(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.high == float("inf"):
            return f"is too small: at least {self.low:g}{unit}"
        if self.low == float("-inf"):
            return f"is too large: at most {self.high:g}{unit}"
        return f"is not between {self.low:g} and {self.high:g}{unit}"


@dataclass(frozen=True)
class Choice:
    """One of several words; ``options`` are pairs of stable value and shown words."""

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    default: str
    tip: str = ""

    def checked(self, value: object) -> Value:
        """The value as it is used; raises InvalidInput."""
        if isinstance(value, str) and any(value == option for option, _ in self.options):
            return value
        known = ", ".join(option for option, _ in self.options)
        raise InvalidInput(f"{self.title} “{value}” is not known; known are {known}.")


@dataclass(frozen=True)
class Toggle:
    """On or off."""

    name: str
    title: str
    default: bool = False
    tip: str = ""

    def checked(self, value: object) -> Value:
        """The value as it is used; raises InvalidInput."""
        if isinstance(value, bool):
            return value
        raise InvalidInput(f"{self.title} is on or off; “{value}” is neither.")


@dataclass(frozen=True)
class Band:
    """A lower and an upper frequency in hertz. ``blank`` says what leaving it empty means."""

    name: str
    title: str
    default: tuple[float, float] | None = None
    blank: str = "full band"
    tip: str = ""

    def checked(self, value: object) -> Value:
        """The value as it is used; raises InvalidInput."""
        if value is None:
            if self.blank:
                return None
            raise InvalidInput(f"{self.title} needs a lower and an upper frequency.")
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
            raise InvalidInput(f"{self.title} is a lower and an upper frequency in Hz.")
        if any(isinstance(edge, bool) or not isinstance(edge, int | float) for edge in value):
            raise InvalidInput(f"{self.title} is a lower and an upper frequency in Hz.")
        low, high = (float(edge) for edge in value)
        if not 0 <= low < high:
            raise InvalidInput(
                f"{self.title} from {low:g} to {high:g} Hz is empty: it must rise from 0 or more."
            )
        return low, high


Parameter = Number | Choice | Toggle | Band


def checked(parameters: Sequence[Parameter], given: Mapping[str, object]) -> dict[str, Value]:
    """All values, defaults filled in; raises InvalidInput for what is unknown or out of bounds."""
    unknown = sorted(set(given) - {parameter.name for parameter in parameters})
    if unknown:
        known = ", ".join(parameter.name for parameter in parameters) or "none"
        raise InvalidInput(f"“{unknown[0]}” cannot be set here; what can be: {known}.")
    return {
        parameter.name: parameter.checked(given.get(parameter.name, parameter.default))
        for parameter in parameters
    }
