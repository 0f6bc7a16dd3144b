"""Where markers stand, and what they say of each other."""

import pytest

from pfd_desktop.core.figures.placed_markers import (
    SLIP,
    Sidebands,
    in_hertz,
    in_quefrency,
    order_markers,
)
from pfd_desktop.core.figures.spectrum import Marker
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.machine import BearingKind
from tests.core.analyses.materials import lines, run_up, steady


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


def sidebands(which: Sidebands, highest: float = 30.0) -> dict[str, Marker]:
    found = order_markers(find("6205-2RS"), BearingKind.ROLLING, highest, which)
    return {marker.family: marker for marker in found if marker.apart}


def test_sidebands_stand_beside_the_lines_that_are_modulated() -> None:
    assert not sidebands(Sidebands.NONE)
    kinematic = orders(find("6205-2RS"))
    first = sidebands(Sidebands.FIRST)
    assert set(first) == {"BPFI−1X", "BPFI+1X", "2×BSF−FTF", "2×BSF+FTF"}
    inner = first["BPFI+1X"]
    assert inner.position == pytest.approx(kinematic.bpfi + 1)
    assert inner.high - inner.position == pytest.approx(SLIP * kinematic.bpfi)  # 1X does not slip
    element = first["2×BSF−FTF"]
    assert element.position == pytest.approx(kinematic.ball_defect - kinematic.ftf)
    assert element.position - element.low == pytest.approx(
        SLIP * (kinematic.ball_defect + kinematic.ftf)
    )
    many = sidebands(Sidebands.THREE)
    assert len(many) == 2 * 3 * 6
    assert many["3·BPFI−2X"].position == pytest.approx(3 * kinematic.bpfi - 2)
    assert many["2·2×BSF+3·FTF"].position == pytest.approx(
        2 * kinematic.ball_defect + 3 * kinematic.ftf
    )
    assert not sidebands(Sidebands.FIRST, 3.0)


def test_sidebands_say_where_a_shaft_harmonic_may_be_meant() -> None:
    told = sidebands(Sidebands.FIRST)["BPFI+1X"]  # 6.4152: 6X is farther than the slip
    assert told.note == ""
    near = {m.family: m for m in order_markers(
        find("6203-2RS"), BearingKind.ROLLING, 30.0, Sidebands.FIRST
    )}["BPFI+1X"]  # fmt: skip
    slip = 100 * (5 / orders(find("6203-2RS")).bpfi - 1)
    assert near.note == f"cannot be told from 6X when it slips by {slip:+.1f} %"


def test_sidebands_follow_the_axis_and_have_no_quefrency() -> None:
    found = order_markers(find("6205-2RS"), BearingKind.ROLLING, 30.0, Sidebands.FIRST)
    hertz = {marker.family: marker for marker in in_hertz(found, 25.0)}
    assert hertz["BPFI−1X"].apart == 25.0
    assert hertz["BPFI−1X"].position == pytest.approx(25 * (orders(find("6205-2RS")).bpfi - 1))
    assert not [one for one in in_quefrency(found, 25.0) if one.apart]


def test_analyses_mark_the_sidebands_asked_for() -> None:
    per_minute = lines(steady(), "envelope", axis="cpm", sidebands="three")
    assert sum(1 for marker in per_minute.markers if marker.apart) == 36
    assert {marker.apart for marker in per_minute.markers if "X" in marker.family[-1:]} >= {1500.0}
    assert not [m for m in lines(steady(), "envelope", sidebands="none").markers if m.apart]
    assert len([m for m in lines(run_up(), "order-spectrum").markers if m.apart]) == 4


@pytest.mark.parametrize(("bearing", "balls"), [("6205-2RS", 9), ("6203-2RS", 8)])
def test_the_cage_harmonic_that_is_bpfo_says_so(bearing: str, balls: int) -> None:
    found = by_name(order_markers(find(bearing), BearingKind.ROLLING, 30.0))
    same = found["FTF", balls]
    assert same.position == pytest.approx(found["BPFO", 1].position, rel=1e-12)
    assert same.note == f"cannot be told from BPFO, which is {balls} × FTF at any slip"
    assert [m for m in found.values() if "from BPFO" in m.note] == [same]
