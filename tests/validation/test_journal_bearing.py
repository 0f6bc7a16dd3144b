"""Plain journal bearings: the film, its coefficients and its whirl against published values."""

import math

import numpy as np
import pytest

from pfd_desktop.core.physics.film import film_forces
from pfd_desktop.core.physics.journal_bearing import (
    JournalBearing,
    equilibrium,
    short_bearing,
    sommerfeld_number,
    whirl_of,
    whirl_ratio,
)
from pfd_desktop.core.physics.kinematics import WHIRL_BAND
from pfd_desktop.errors import InvalidInput
from tests.validation.lund_thomsen import OCVIRK, TABLE, Published

BEARING = JournalBearing(diameter_mm=100, length_mm=50, clearance_um=100, viscosity_mpa_s=20)


def test_the_sommerfeld_number_of_a_bearing() -> None:
    # µ N L D (R/C)² / W = 0.02 · 50 · 0.05 · 0.1 · 500² / 1250
    assert sommerfeld_number(BEARING, 50.0, 1250.0) == pytest.approx(1.0)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"L/D {row.length_ratio} S {row.sommerfeld}")
def test_lund_and_thomsens_table(row: Published) -> None:
    found = equilibrium(row.sommerfeld, row.length_ratio)
    assert found.eccentricity == pytest.approx(row.eccentricity, abs=0.01)
    assert found.attitude_deg == pytest.approx(row.attitude_deg, abs=0.5)
    np.testing.assert_allclose(found.stiffness, row.stiffness, rtol=0.03, atol=0.06)
    np.testing.assert_allclose(found.damping, row.damping, rtol=0.03, atol=0.06)
    ours, theirs = (whirl_ratio(one.stiffness, one.damping) for one in (found, row))
    assert ours == pytest.approx(theirs, abs=0.01)


def test_whirl_lies_within_the_band_that_is_searched() -> None:
    """Published coefficients whirl at 0.436 to 0.517 of the speed."""
    ratios = [whirl_ratio(row.stiffness, row.damping) or 0 for row in TABLE]
    assert min(ratios) == pytest.approx(0.436, abs=5e-4)
    assert max(ratios) == pytest.approx(0.517, abs=5e-4)
    assert WHIRL_BAND[0] < min(ratios) < max(ratios) < WHIRL_BAND[1]


@pytest.mark.parametrize(("eccentricity", "capacity", "attitude_deg"), OCVIRK)
def test_the_short_bearings_closed_form(
    eccentricity: float, capacity: float, attitude_deg: float
) -> None:
    found = short_bearing(eccentricity)
    assert found.capacity == pytest.approx(capacity, abs=6e-6)
    assert found.attitude_deg == pytest.approx(attitude_deg, abs=6e-3)


def test_the_coefficients_are_the_forces_own_changes() -> None:
    at, step = np.array([0.3, 0.35]), 1e-4
    here = film_forces(*at, 0.5)
    for column, moved in enumerate(np.eye(2) * step):
        ahead, behind = film_forces(*(at + moved), 0.5), film_forces(*(at - moved), 0.5)
        change = (ahead.force - behind.force) / (2 * step)
        np.testing.assert_allclose(here.stiffness[:, column], change, rtol=0.02)
    assert here.damping[0, 1] == pytest.approx(here.damping[1, 0], rel=0.01)  # Lund 1966


def test_a_light_load_whirls_at_half_the_speed_from_the_published_threshold() -> None:
    """Nicholas, Barrett and Leader 1980, table 6, set A: ω √(C/g) = 2.1 where S is 4.3 and 5.3."""
    for number in (4.3, 5.3):
        found = equilibrium(number, 1.0)
        assert found.threshold == pytest.approx(2.1, abs=0.05)
        assert whirl_ratio(found.stiffness, found.damping) == pytest.approx(0.5, abs=1e-3)


def test_a_heavy_load_never_whirls() -> None:
    found = equilibrium(0.03, 0.5)
    assert found.eccentricity > 0.85
    assert found.threshold is None
    assert whirl_ratio(found.stiffness, found.damping) is None


def test_what_a_bearing_says_of_whirl() -> None:
    slow, fast = whirl_of(BEARING, 50.0, 1250.0), whirl_of(BEARING, 200.0, 1250.0)
    assert slow.ratio == pytest.approx(0.517, abs=0.005)
    assert slow.stable  # 2π 50 √(1e-4 / g) = 1.0, and the threshold is 2.3
    assert not fast.stable
    assert "oil whirl would lie at 0.51" in slow.words.lower()
    assert "runs stably" in slow.words
    assert "whirls;" in fast.words
    heavy = whirl_of(BEARING, 50.0, 40_000.0)
    assert heavy.words == "At this load no rotor whirls in this bearing."


def test_impossible_bearings_are_refused() -> None:
    with pytest.raises(InvalidInput, match="must be above zero"):
        sommerfeld_number(BEARING, 0.0, 1.0)
    with pytest.raises(InvalidInput, match="must be above zero"):
        sommerfeld_number(BEARING, math.nan, 1.0)
    with pytest.raises(InvalidInput, match="not between 0 and 1"):
        short_bearing(1.0)
    with pytest.raises(InvalidInput, match="length of 5 diameters"):
        equilibrium(1.0, 5.0)
    with pytest.raises(InvalidInput, match="must be above zero"):
        equilibrium(-1.0, 1.0)
    with pytest.raises(InvalidInput, match="load is too high"):
        equilibrium(0.002, 0.5)
