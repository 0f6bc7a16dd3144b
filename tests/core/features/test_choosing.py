"""Every rule of choosing features, held to tables whose answer is known."""

import numpy as np
import pytest

from pfd_desktop.core.features.selection import Choosing, choose, variance_of_range
from pfd_desktop.errors import InvalidInput

TRUE, PROBES = 3, 12
DRAW = np.random.default_rng(3)
TARGETS = np.arange(400) % 2
# the three true ones stand behind five probes
TABLE = DRAW.normal(size=(400, TRUE + PROBES))
TABLE[:, 5 : 5 + TRUE] += 2.5 * TARGETS[:, None]


@pytest.mark.parametrize("by", [Choosing.MID, Choosing.INFORMATION, Choosing.RFE])
def test_what_tells_the_classes_is_chosen_before_any_probe(by: Choosing) -> None:
    assert set(choose(by, TABLE, TARGETS, TRUE)) == {5, 6, 7}


@pytest.mark.parametrize("by", list(Choosing))
def test_no_rule_sees_a_unit_a_gain_or_an_offset(by: Choosing) -> None:
    told = TABLE.copy()
    told[DRAW.random(told.shape) < 0.02] = np.nan
    gains = 10.0 ** DRAW.uniform(-6, 6, size=told.shape[1])
    moved = told * gains + 3 * gains
    assert choose(by, told, TARGETS, 5) == choose(by, moved, TARGETS, 5)


def test_variance_is_of_what_has_the_range_one() -> None:
    half, rare, constant = np.arange(100) % 2 * 7.0, np.zeros(100), np.full(100, 4.0)
    rare[0] = 1e6  # a large variance in its own unit
    unknown = np.full(100, np.nan)
    table = np.column_stack((constant, rare, unknown, half))
    assert variance_of_range(table) == pytest.approx([0, 0.0099, 0, 0.25])
    assert choose(Choosing.VARIANCE, table, TARGETS[:100], 2) == (3, 1)


@pytest.mark.parametrize("by", list(Choosing))
def test_more_than_there_are_and_less_than_one_are_refused(by: Choosing) -> None:
    everything = TRUE + PROBES
    chosen = choose(by, TABLE[:60], TARGETS[:60], everything)
    assert sorted(chosen) == list(range(everything))
    for count in (0, everything + 1):
        with pytest.raises(InvalidInput, match=f"1 to {everything} features"):
            choose(by, TABLE, TARGETS, count)
