"""What a step may be done to: hertz have no meaning where samples are spaced in shaft angle."""

from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput


def need_time(axis: Axis, what: str) -> None:
    """Refuse *what* where the samples are spaced in angle."""
    if axis is Axis.ANGLE:
        raise InvalidInput(
            f"{what} is set in hertz, but the samples are equally spaced in shaft angle after order"
            " resampling; move this step before it."
        )


def need_speed(speed: SpeedProfile | None, what: str) -> SpeedProfile:
    """The speed; refuses *what* where it is not known."""
    if speed is None:
        raise InvalidInput(
            f"{what} needs the shaft's speed; tell it, name a tacho channel, or read it from the"
            " signal."
        )
    return speed
