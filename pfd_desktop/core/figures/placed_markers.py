"""Where defect frequencies and shaft orders lie in a spectrum."""

from dataclasses import replace

from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.core.physics.kinematics import WHIRL_BAND, orders
from pfd_desktop.core.records.machine import Bearing, BearingKind

SLIP = 0.02  # half width of a defect marker: rolling elements slip by 1 to 2 %
_SHAFT_TOLERANCE = 0.002
_HARMONICS = 10


def order_markers(bearing: Bearing | None, kind: BearingKind, highest: float) -> tuple[Marker, ...]:
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
        found += [_spin(marker) for marker in _family("BSF", kinematic.bsf, SLIP, highest)[:1]]
    return tuple(found)


def _journal() -> tuple[Marker, Marker]:
    """The band of oil whirl, and half the speed within it."""
    low, high = WHIRL_BAND
    half = "locked to half the speed within the whirl band: looseness or rub rather than whirl"
    tolerance = 0.5 * _SHAFT_TOLERANCE
    return (
        Marker("whirl", 1, (low + high) / 2, low, high, "oil whirl lies between 0.38X and 0.52X"),
        Marker("½X", 1, 0.5, 0.5 - tolerance, 0.5 + tolerance, half),
    )


def _spin(marker: Marker) -> Marker:
    """The spin of a rolling element: its defect strikes both races, so it shows at the double."""
    said = "spin of a rolling element; its defect strikes twice a turn: 2×BSF"
    return replace(marker, note="; ".join(filter(None, (marker.note, said))))


def in_hertz(markers: tuple[Marker, ...], shaft_hz: float) -> tuple[Marker, ...]:
    """The same markers on a frequency axis."""
    return tuple(
        Marker(
            marker.family,
            marker.harmonic,
            marker.position * shaft_hz,
            marker.low * shaft_hz,
            marker.high * shaft_hz,
            marker.note,
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
        if marker.harmonic == 1
    )


def _family(name: str, order: float, tolerance: float, highest: float) -> list[Marker]:
    return [
        Marker(
            name,
            harmonic,
            harmonic * order,
            harmonic * order * (1 - tolerance),
            harmonic * order * (1 + tolerance),
            "" if name == "1X" else _coincidence(harmonic * order, tolerance),
        )
        for harmonic in range(1, _HARMONICS + 1)
        if harmonic * order <= highest
    ]


def _coincidence(position: float, tolerance: float) -> str:
    """Says so where a shaft harmonic lies within the slip of the marker."""
    nearest = round(position)
    if nearest >= 1 and abs(position - nearest) <= tolerance * position:
        slip = 100 * (nearest / position - 1)
        return f"cannot be told from {nearest}X when it slips by {slip:+.1f} %"
    return ""
