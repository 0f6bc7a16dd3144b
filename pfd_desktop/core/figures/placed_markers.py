"""Where defect frequencies and shaft orders lie in a spectrum."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.core.physics.kinematics import WHIRL_BAND, BearingOrders, orders
from pfd_desktop.core.records.machine import Bearing, BearingKind

SLIP = 0.02  # half width of a defect marker: rolling elements slip by 1 to 2 %
_SHAFT_TOLERANCE = 0.002
_HARMONICS = 10


class Sidebands(StrEnum):
    """How many sidebands are marked: a modulated line is accompanied by them."""

    NONE = "none"
    FIRST = "first"  # one on either side of each first harmonic
    THREE = "three"  # three on either side of the first three harmonics

    @property
    def many(self) -> int:
        """Of harmonics, and of lines on either side of each."""
        return {Sidebands.NONE: 0, Sidebands.FIRST: 1, Sidebands.THREE: 3}[self]


def order_markers(
    bearing: Bearing | None,
    kind: BearingKind,
    highest: float,
    sidebands: Sidebands = Sidebands.NONE,
) -> tuple[Marker, ...]:
    """Markers in multiples of shaft speed, up to the order *highest*."""
    found = _family("1X", 1.0, _SHAFT_TOLERANCE, highest)
    if kind is BearingKind.JOURNAL:
        found += [marker for marker in _journal() if marker.low <= highest]
    elif bearing is not None:
        kinematic = orders(bearing)
        for name, order in (
            ("BPFO", kinematic.bpfo),
            ("BPFI", kinematic.bpfi),
            ("2×BSF", kinematic.ball_defect),
            ("FTF", kinematic.ftf),
        ):
            found += _family(name, order, SLIP, highest)
        found = [_same_as_bpfo(marker, bearing.balls) for marker in found]
        found += [_spin(marker) for marker in _family("BSF", kinematic.bsf, SLIP, highest)[:1]]
        found += [one for one in _sidebands(kinematic, sidebands.many) if one.low <= highest]
    return tuple(found)


def _sidebands(kinematic: BearingOrders, count: int) -> Iterator[Marker]:
    """Where modulation puts lines: a defect of the inner race passes the load once a turn, one of
    a rolling element once a turn of the cage (McFadden and Smith 1984)."""
    sources = (
        ("BPFI", kinematic.bpfi, "X", 1.0, 0.0),
        ("2×BSF", kinematic.ball_defect, "FTF", kinematic.ftf, SLIP),
    )
    for name, order, beside, apart, slip in sources:
        for harmonic in range(1, count + 1):
            for number in (*range(-count, 0), *range(1, count + 1)):
                carrier, shift = harmonic * order, number * apart
                reach = SLIP * carrier + slip * abs(shift)
                yield Marker(
                    _sideband_name(name, harmonic, beside, number),
                    1,
                    carrier + shift,
                    carrier + shift - reach,
                    carrier + shift + reach,
                    _coincidence(carrier + shift, reach, carrier),
                    apart,
                )


def _sideband_name(name: str, harmonic: int, beside: str, number: int) -> str:
    """ "BPFI−1X", "2·BPFI+3X", "2×BSF+FTF", "2×BSF−2·FTF"."""
    line = name if harmonic == 1 else f"{harmonic}·{name}"
    many = abs(number)
    unit = f"{many}X" if beside == "X" else beside if many == 1 else f"{many}·{beside}"
    return f"{line}{'−' if number < 0 else '+'}{unit}"


def _journal() -> tuple[Marker, Marker]:
    """The band of oil whirl, and half the speed within it."""
    low, high = WHIRL_BAND
    half = "locked to half the speed within the whirl band: looseness or rub rather than whirl"
    tolerance = 0.5 * _SHAFT_TOLERANCE
    return (
        Marker("whirl", 1, (low + high) / 2, low, high, "oil whirl lies between 0.38X and 0.52X"),
        Marker("½X", 1, 0.5, 0.5 - tolerance, 0.5 + tolerance, half),
    )


def _same_as_bpfo(marker: Marker, balls: int) -> Marker:
    """Each turn of the cage takes all rolling elements over a defect of the outer race."""
    if (marker.family, marker.harmonic) != ("FTF", balls):
        return marker
    return replace(marker, note=f"cannot be told from BPFO, which is {balls} × FTF at any slip")


def _spin(marker: Marker) -> Marker:
    """The spin of a rolling element: its defect strikes both races, so it shows at the double."""
    said = "spin of a rolling element; its defect strikes twice a turn: 2×BSF"
    return replace(marker, note="; ".join(filter(None, (marker.note, said))))


def in_hertz(markers: tuple[Marker, ...], shaft_hz: float) -> tuple[Marker, ...]:
    """The same markers on a frequency axis."""
    return stretched(markers, shaft_hz)


def stretched(markers: tuple[Marker, ...], factor: float) -> tuple[Marker, ...]:
    """The same markers where x is *factor* times as large."""
    return tuple(
        replace(
            marker,
            position=marker.position * factor,
            low=marker.low * factor,
            high=marker.high * factor,
            apart=marker.apart * factor,
        )
        for marker in markers
    )


def in_quefrency(markers: tuple[Marker, ...], shaft_hz: float) -> tuple[Marker, ...]:
    """First harmonics on a quefrency axis: a family of lines is one peak at its period."""
    return tuple(
        Marker(
            marker.family,
            1,
            1 / (marker.position * shaft_hz),
            1 / (marker.high * shaft_hz),
            1 / (marker.low * shaft_hz),
            marker.note,
        )
        for marker in markers
        if marker.harmonic == 1 and not marker.apart
    )


def _family(name: str, order: float, tolerance: float, highest: float) -> list[Marker]:
    return [
        Marker(
            name,
            harmonic,
            harmonic * order,
            harmonic * order * (1 - tolerance),
            harmonic * order * (1 + tolerance),
            "" if name == "1X" else _coincidence(harmonic * order, tolerance * harmonic * order),
        )
        for harmonic in range(1, _HARMONICS + 1)
        if harmonic * order <= highest
    ]


def _coincidence(position: float, reach: float, carrier: float | None = None) -> str:
    """Says so where a shaft harmonic lies within the slip of the marker."""
    nearest = round(position)
    if nearest >= 1 and abs(position - nearest) <= reach:
        slip = 100 * (nearest - position) / (position if carrier is None else carrier)
        return f"cannot be told from {nearest}X when it slips by {slip:+.1f} %"
    return ""
