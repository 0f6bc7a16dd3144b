"""Periodic markers in time."""

import numpy as np
import pytest

from pfd_desktop.core.figures.comb import PeriodicComb, comb_frequencies
from pfd_desktop.core.physics.bearings import find


def test_lines_stand_a_period_apart_around_the_anchor() -> None:
    comb = PeriodicComb("BPFO", 100.0, 0.2537)
    times = comb.times(1.0, 2.0)
    assert len(times) == 100
    np.testing.assert_allclose(np.diff(times), 0.01)
    np.testing.assert_allclose((times - 0.2537) * 100 % 1.0 % (1 - 1e-9), 0.0, atol=1e-9)
    assert comb.times(0.2537, 0.2537).tolist() == pytest.approx([0.2537])
    assert comb.turns(0.0, 1.0).size == 0


def test_turns_of_the_shaft_are_marked_beside() -> None:
    comb = PeriodicComb("BPFI", 162.2, 0.5, 29.95)
    np.testing.assert_allclose(np.diff(comb.turns(0.0, 1.0)), 1 / 29.95)
    assert 0.5 in comb.turns(0.0, 1.0)


def test_frequencies_of_the_drive_end_bearing_at_1797_rpm() -> None:
    """Orders as published with the CWRU data (their ball spin is the doubled one)."""
    found = comb_frequencies(find("6205-2RS"), 1797 / 60)
    published = {"BPFO": 3.5848, "BPFI": 5.4152, "2×BSF": 4.7135, "FTF": 0.39828}
    for family, order in published.items():
        assert found[family] == pytest.approx(order * 29.95, rel=2e-4)
    assert found["1X"] == 29.95
    assert comb_frequencies(None, 25.0) == {"1X": 25.0}
    assert comb_frequencies(find("6205-2RS"), None) == {}
