"""What is injected into a recording is what its table says, and grows with its amplitude alone."""

import numpy as np
import pytest

from pfd_desktop.core.healthy.injecting import (
    INJECTED,
    WHIRL_ORDERS,
    Place,
    fault_term,
    injected,
    place_of,
    with_fault,
)
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.errors import InvalidInput

RATE_HZ, SHAFT_HZ, COUNT = 12_000.0, 30.0, 48_000
BEARING = find("6205-2RS")


def place(bearing: bool = True) -> Place:
    return place_of(COUNT, RATE_HZ, SHAFT_HZ, BEARING if bearing else None, 2400.0)


def strongest_hz(samples: np.ndarray, low: float, high: float) -> float:
    lines = np.abs(np.fft.rfft((samples - samples.mean()) * np.hanning(len(samples))))
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    inside = (hz >= low) & (hz <= high)
    return float(hz[inside][lines[inside].argmax()])


@pytest.mark.parametrize("fault", INJECTED)
def test_the_highest_peak_is_1_and_only_seed_fault_and_content_draw(fault: Fault) -> None:
    first = fault_term(fault, place(), 0, "one")
    assert np.abs(first).max() == pytest.approx(1.0)
    np.testing.assert_array_equal(first, fault_term(fault, place(), 0, "one"))
    for other in (fault_term(fault, place(), 1, "one"), fault_term(fault, place(), 0, "two")):
        assert not np.allclose(first, other)


@pytest.mark.parametrize(("fault", "order"), [(Fault.IMBALANCE, 1), (Fault.MISALIGNMENT, 2)])
def test_sines_stand_at_their_order(fault: Fault, order: int) -> None:
    term = fault_term(fault, place(), 0, "one")
    assert strongest_hz(term, 1, 6000) == pytest.approx(order * SHAFT_HZ, abs=0.3)
    assert np.std(term) == pytest.approx(np.sqrt(0.5), rel=1e-3)


def test_whirl_lies_below_half_the_speed_and_is_drawn_for_each_recording() -> None:
    found = {
        strongest_hz(fault_term(Fault.OIL_WHIRL, place(), 0, str(k)), 1, 6000) for k in range(8)
    }
    assert len(found) > 4
    assert all(WHIRL_ORDERS[0] - 0.01 <= hz / SHAFT_HZ <= WHIRL_ORDERS[1] + 0.01 for hz in found)


@pytest.mark.parametrize("fault", [Fault.OUTER_RACE, Fault.ROLLING_ELEMENT])
def test_strikes_come_at_the_defects_order_and_ring_at_the_resonance(fault: Fault) -> None:
    assert BEARING is not None
    known = orders(BEARING)
    order = known.bpfo if fault is Fault.OUTER_RACE else known.ball_defect
    term = fault_term(fault, place(), 0, "one")
    strikes = order * SHAFT_HZ
    assert strongest_hz(term**2, 0.8 * strikes, 1.2 * strikes) == pytest.approx(strikes, rel=0.015)
    assert strongest_hz(term, 1500, 4000) == pytest.approx(2400, rel=0.05)


def test_it_is_added_to_the_raw_samples_at_its_amplitude() -> None:
    quiet = np.random.default_rng(0).normal(size=COUNT).astype(np.float32)
    term = fault_term(Fault.CAVITATION, place(), 0, "one")
    np.testing.assert_array_equal(with_fault(quiet, term, 0.0), quiet)
    added = with_fault(quiet, term, 2.5).astype(np.float64) - quiet
    assert np.abs(added).max() == pytest.approx(2.5, rel=1e-5)


def test_what_cannot_be_injected_says_why() -> None:
    with pytest.raises(InvalidInput, match="bearing is not known"):
        fault_term(Fault.OUTER_RACE, place(bearing=False), 0, "one")
    with pytest.raises(InvalidInput, match="speed is not known"):
        place_of(COUNT, RATE_HZ, None, BEARING, 0.0)
    with pytest.raises(InvalidInput, match="cannot be injected"):
        injected(Fault.WEAR)
    assert place_of(COUNT, RATE_HZ, SHAFT_HZ, None, 0.0).resonance_hz == pytest.approx(2400.0)
    assert place_of(COUNT, RATE_HZ, SHAFT_HZ, None, 9e9).resonance_hz < 0.45 * RATE_HZ
