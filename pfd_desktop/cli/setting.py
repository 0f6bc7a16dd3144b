"""Values of declared parameters, from the words of a command."""

from collections.abc import Sequence

from pfd_desktop.core.parameters import Band, Choice, Parameter, Toggle, Value
from pfd_desktop.errors import InvalidInput


def value_of(title: str, parameters: Sequence[Parameter], name: str, text: str) -> Value:
    """What *text* means for the parameter *name* of what is called *title*."""
    declared = next((one for one in parameters if one.name == name), None)
    if declared is None:
        known = ", ".join(one.name for one in parameters) or "nothing"
        raise InvalidInput(f"{title} has no “{name}”; what can be set: {known}.")
    if isinstance(declared, Choice):
        return text
    if isinstance(declared, Toggle):
        return _switch(name, text)
    if isinstance(declared, Band):
        return band(name, text)
    if declared.blank and text == "none":
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise InvalidInput(f"{name}={text} is not a number.") from error


def _switch(name: str, text: str) -> bool:
    if text not in ("on", "off"):
        raise InvalidInput(f"{name}={text} is neither on nor off.")
    return text == "on"


def band(name: str, text: str, unit: str = "Hz", example: str = "2000:5000") -> tuple[float, float]:
    """A lower and an upper edge, from LO:HI."""
    try:
        low, high = (float(part.replace(",", ".")) for part in text.split(":"))
    except ValueError as error:
        raise InvalidInput(f"{name} {text} is not LO:HI in {unit}, such as {example}.") from error
    return low, high
