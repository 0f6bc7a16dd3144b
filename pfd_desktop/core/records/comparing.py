"""Whether features of two measurements may be compared at all."""

from typing import Protocol

from pfd_desktop.core.waveforms.waveform import Axis

_RATES_AGREE = 1e-3


class Kind(Protocol):
    """Whatever tells of what kind a measurement is: a recording, or a guard of what it learned."""

    @property
    def unit(self) -> str: ...
    @property
    def rate_hz(self) -> float: ...
    @property
    def axis(self) -> str: ...
    @property
    def processed(self) -> str: ...


def comparable(one: Kind, other: Kind) -> bool:
    """Of one unit and axis, processed alike, and at one rate within 0.1 %."""
    alike = (one.unit, one.axis, one.processed) == (other.unit, other.axis, other.processed)
    return alike and abs(one.rate_hz - other.rate_hz) <= _RATES_AGREE * other.rate_hz


def kind_words(one: Kind) -> str:
    """Unit, rate and processing: "g at 12000 Hz, processed (band-pass 1 to 3 kHz)"."""
    turning = one.axis == Axis.ANGLE
    rate = f"{one.rate_hz:g} {'samples per revolution' if turning else 'Hz'}"
    return f"{one.unit} at {rate}" + (f", processed ({one.processed})" if one.processed else "")
