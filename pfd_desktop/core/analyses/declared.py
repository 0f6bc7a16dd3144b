"""Parameters that many analyses share, declared once."""

from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.figures.placed_markers import Sidebands
from pfd_desktop.core.parameters import Band, Choice, Number, Values

WINDOW_WORDS = {
    Window.HANN: "Hann",
    Window.FLATTOP: "Flat top",
    Window.BLACKMAN_HARRIS: "Blackman–Harris",
    Window.NUTTALL: "Nuttall",
    Window.HAMMING: "Hamming",
    Window.BARTLETT: "Bartlett",
    Window.BOXCAR: "Rectangular",
}
WINDOW = Choice(
    "window",
    "Window",
    tuple((window.value, words) for window, words in WINDOW_WORDS.items()),
    Window.HANN.value,
    "Flat top reads amplitudes right between lines; Hann parts close lines",
)
AXIS = Choice(
    "axis",
    "Axis",
    (("hz", "Hz"), ("cpm", "CPM"), ("orders", "Orders")),
    "hz",
    "Hertz, cycles a minute, or multiples of the shaft speed (O)",
)
HIGHEST = Number(
    "highest", "Up to", "Hz", low=0.0, blank="auto", tip="The highest frequency that is shown"
)
LOWEST = Number(
    "lowest", "From", "Hz", low=0.0, blank="0", tip="The lowest frequency that is shown"
)
BAND = Band("band", "Band", tip="What is demodulated, from the lower to the upper frequency")

SIDEBANDS = Choice(
    "sidebands",
    "Sidebands",
    (
        (Sidebands.FIRST.value, "First"),
        (Sidebands.THREE.value, "Three of three"),
        (Sidebands.NONE.value, "None"),
    ),
    Sidebands.FIRST.value,
    "Marks BPFI ± 1X and 2×BSF ± FTF: of the first harmonics, or three of each of three harmonics",
)


def sidebands(values: Values) -> Sidebands:
    """Which sidebands are marked."""
    return Sidebands(word(values, "sidebands"))


def number(values: Values, name: str) -> float:
    """A number that was checked to be there."""
    value = values[name]
    assert isinstance(value, float)
    return value


def optional_number(values: Values, name: str) -> float | None:
    """A number, or None where it was left empty."""
    value = values[name]
    assert value is None or isinstance(value, float)
    return value


def word(values: Values, name: str) -> str:
    """A chosen word."""
    value = values[name]
    assert isinstance(value, str)
    return value


def switch(values: Values, name: str) -> bool:
    """On or off."""
    value = values[name]
    assert isinstance(value, bool)
    return value


def band(values: Values, rate_hz: float, name: str = "band") -> tuple[float, float] | None:
    """A band within half the rate; raises InvalidInput for one that reaches beyond."""
    from pfd_desktop.errors import InvalidInput

    value = values[name]
    if value is None:
        return None
    assert isinstance(value, tuple)
    low, high = value
    if high > rate_hz / 2:
        raise InvalidInput(
            f"The band {low:g} to {high:g} Hz cannot be used; it must rise and stay within 0 to"
            f" {rate_hz / 2:g} Hz, half the sampling rate."
        )
    return low, high


def window(values: Values) -> Window:
    """The chosen window."""
    return Window(word(values, "window"))
