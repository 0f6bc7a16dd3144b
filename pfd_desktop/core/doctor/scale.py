"""Checks of the frequency axis: whether shaft and mains stand where they should.

What was told stands until something else is proven: its own harmonics must not stand out, and the
lines that speak for another speed or rate must be more than chance places in such a spectrum.
"""

from pfd_desktop.core.diagnosis.speed import TOLERANCE, estimate_speed
from pfd_desktop.core.doctor.declared import Found
from pfd_desktop.core.doctor.lines import APART, WITHIN, Lines
from pfd_desktop.core.doctor.survey import Survey

_WHIRL = (0.38, 0.52)  # of the shaft: oil whirl and a cage turn there, which is no other speed
_MAINS_HZ = (50.0, 60.0)
_LIKE_MAINS_HZ = (49.0, 61.0)
_HARMONICS = 3  # of a shaft, that are asked of chance
# How many recordings that were told rightly may show as clear a comb, or two that agree, by chance.
_SPEED, _RATE = 0.05, 0.01
_BORNE_OUT = 0.25  # confidence of an estimate from which the signal bears the told speed out


def misscaled_rate(at: Survey) -> Found | None:
    """Shaft and mains are off by the same factor: the sampling rate is not as told.

    Needs a told speed, and lines of the mains at once and three times their frequency that are
    not at multiples of the shaft.
    """
    lines = Lines.of(at)
    ratio = None if lines is None else _rate_ratio(lines)
    if ratio is None or _borne_out(at):
        return None
    rate_hz = at.waveform.rate_hz
    return Found(
        f"rate: shaft and mains both stand at {ratio:.3f} times their place; the rate looks like"
        f" {rate_hz / ratio:.5g} Hz, not {rate_hz:.5g} Hz"
    )


def misscaled_speed(at: Survey) -> Found | None:
    """No harmonic of the told speed stands out and those of another do; the rate is right."""
    lines = Lines.of(at)
    if lines is None or any(lines.stands(k * lines.shaft_hz) for k in (1, 2)):
        return None
    place = _other_shaft(lines)
    if place is None or _rate_ratio(lines) is not None or _borne_out(at):
        return None
    return Found(
        f"speed: told {60 * lines.shaft_hz:.0f} rpm, of which no harmonic stands out; lines at"
        f" {place:.4g} Hz and twice that suggest {60 * place:.0f} rpm"
    )


def _borne_out(at: Survey) -> bool:
    """Whether the signal as a whole, by many harmonics, speaks for the told speed."""
    told = at.told_rpm or 0.0
    seen = estimate_speed(at.waveform.samples, at.waveform.rate_hz, told)
    return seen.confidence >= _BORNE_OUT and abs(seen.rpm / told - 1) <= TOLERANCE


def _other_shaft(lines: Lines) -> float | None:
    """Where another shaft's line stands, in hertz; None where none is proven.

    Of several combs only one can be the shaft's: the one that chance explains least. Where that is
    the told speed's own, whirl's or a cage's, the others prove nothing.
    """
    open_to = [place for place in lines.peaks_hz if not _of_mains(place)]
    chances = {place: lines.chance(_comb(place)) for place in open_to}
    place = min(chances, key=chances.__getitem__, default=None)
    if place is None or chances[place] * len(open_to) >= _SPEED or not lines.stands(2 * place):
        return None
    ratio = place / lines.shaft_hz
    of_told = ratio > 0.9 and abs(2 * ratio - round(2 * ratio)) < APART * ratio
    return None if of_told or _WHIRL[0] <= ratio <= _WHIRL[1] else place


def _comb(shaft_hz: float) -> list[float]:
    return [k * shaft_hz for k in range(1, _HARMONICS + 1)]


def _of_mains(place: float) -> bool:
    """Whether a line may be the mains' or one of their first multiples."""
    near = any(abs(place / (k * mains) - 1) < 2 * WITHIN for mains in _MAINS_HZ for k in (2, 3, 4))
    return near or _LIKE_MAINS_HZ[0] <= place <= _LIKE_MAINS_HZ[1]


def _rate_ratio(lines: Lines) -> float | None:
    """The factor by which both shaft and mains are off; None where they are not."""
    shaft = lines.shaft_hz
    if any(lines.stands(mains) and lines.stands(3 * mains) for mains in _MAINS_HZ):
        return None
    if lines.stands(shaft) and lines.stands(2 * shaft):
        return None
    fits = {place: _both(lines, place / shaft) for place in lines.peaks_hz}
    place = min(fits, key=fits.__getitem__, default=None)
    if place is None or fits[place] * len(_MAINS_HZ) * len(fits) >= _RATE:
        return None
    return place / shaft


def _harmonic(lines: Lines, ratio: float) -> bool:
    """Whether a line at *ratio* times the told speed is one harmonic of several of it."""
    order = round(ratio)
    near = abs(ratio - order) < APART * ratio
    return near and any(lines.stands(k * lines.shaft_hz) for k in range(1, order))


def _both(lines: Lines, ratio: float) -> float:
    """How likely lines at *ratio* times the place of shaft and mains are by chance; at most 1.

    Shaft and mains are two combs that know nothing of each other. Told ones, harmonics of the told
    speed and mains among the shaft's multiples prove nothing: 1.
    """
    shaft = ratio * lines.shaft_hz
    if abs(ratio - 1) <= APART or not lines.stands(2 * shaft) or _harmonic(lines, ratio):
        return 1.0
    least = 1.0
    for mains in _MAINS_HZ:
        order = mains / lines.shaft_hz
        near = abs(order - round(order)) < 2 * WITHIN * order or order < 2 * WITHIN
        there = [ratio * mains, 3 * ratio * mains]
        if not near and all(lines.stands(place) for place in there):
            least = min(least, lines.chance([shaft, 2 * shaft, *there]))
    return least
