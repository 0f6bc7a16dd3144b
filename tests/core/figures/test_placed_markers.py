"""Where markers stand, and what they say of each other."""

import pytest

from pfd_desktop.core.figures.placed_markers import SLIP, in_hertz, order_markers
from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.machine import BearingKind


def by_name(markers: tuple[Marker, ...]) -> dict[tuple[str, int], Marker]:
    return {(marker.family, marker.harmonic): marker for marker in markers}


def test_a_journal_bearing_has_its_band_half_the_speed_and_ten_orders() -> None:
    found = by_name(order_markers(None, BearingKind.JOURNAL, 20.0))
    assert set(found) == {("whirl", 1), ("½X", 1), *(("1X", n) for n in range(1, 11))}
    assert (found["whirl", 1].low, found["whirl", 1].high) == (0.38, 0.52)
    half = found["½X", 1]
    assert half.position == 0.5
    assert half.high - half.low == pytest.approx(0.002)
    assert "rather than whirl" in half.note


def test_slip_widens_and_shaft_harmonics_are_said() -> None:
    found = by_name(order_markers(find("6203-2RS"), BearingKind.ROLLING, 30.0))
    outer = found["BPFO", 1]  # 3.053: 1.7 % beside 3X
    assert outer.low == pytest.approx(outer.position * (1 - SLIP))
    assert outer.note.startswith("cannot be told from 3X when it slips by -1.7 %")
    assert found["1X", 3].note == ""
    spin = found["BSF", 1]
    assert ("BSF", 2) not in found
    assert spin.position == pytest.approx(1.99384, rel=1e-4)  # CWRU prints 3.9874, the double
    assert "2×BSF" in spin.note
    assert found["2×BSF", 1].position == pytest.approx(2 * spin.position)


def test_hertz_follow_the_speed() -> None:
    orders = order_markers(find("6205-2RS"), BearingKind.ROLLING, 10.0)
    hertz = in_hertz(orders, 29.95)
    assert hertz[0].position == pytest.approx(29.95 * orders[0].position)
    assert [m.note for m in hertz] == [m.note for m in orders]
