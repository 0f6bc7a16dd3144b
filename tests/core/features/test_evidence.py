"""What a whole recording says of its bearing, as a row of numbers."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.features.catalogue import SETS
from pfd_desktop.core.features.evidence import evidence_features
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.progress import Silent

NAMES = SETS["evidence"].names
BEARING = find("6205-2RS")
KNOWN = Known(orders(BEARING), 1797 / 60)
MADE = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING, duration_s=3.0)


def row_of(samples: np.ndarray[tuple[int], np.dtype[np.float64]], known: Known) -> dict[str, float]:
    (row,) = evidence_features(samples, MADE.rate_hz, known, Silent())
    return dict(zip(NAMES, row.tolist(), strict=True))


@pytest.mark.parametrize(
    ("fault", "family"),
    [
        (Fault.OUTER_RACE, "BPFO"),
        (Fault.INNER_RACE, "BPFI"),
        (Fault.ROLLING_ELEMENT, "2×BSF"),
    ],
)
def test_the_family_of_the_planted_defect_says_most(fault: Fault, family: str) -> None:
    samples = synthesize(replace(MADE, fault=fault))
    row = row_of(samples, KNOWN)
    means = {name: row[f"{name} evidence"] for name in ("BPFO", "BPFI", "2×BSF")}
    assert max(means, key=lambda name: means[name]) == family
    assert means[family] > 4
    for name in means:
        assert row[f"{name} evidence, most"] >= row[f"{name} evidence, deciding"] >= 0
    doubled = row_of(2 * samples, KNOWN)  # a gain is no evidence
    assert doubled == pytest.approx(row, abs=1e-6)


def test_a_healthy_bearing_says_less_than_three_decades() -> None:
    row = row_of(synthesize(replace(MADE, fault=Fault.HEALTHY)), KNOWN)
    assert all(row[f"{name} evidence"] < 3 for name in ("BPFO", "BPFI", "2×BSF", "FTF"))


def test_without_speed_bearing_or_turns_enough_nothing_is_known() -> None:
    samples = synthesize(MADE)
    for known in (Known(None, 1797 / 60), Known(KNOWN.orders, None)):
        assert np.isnan(list(row_of(samples, known).values())).all()
    assert np.isnan(list(row_of(samples[:10_000], KNOWN).values())).all()  # 25 turns
    assert np.isnan(list(row_of(np.zeros(36_000), KNOWN).values())).all()
