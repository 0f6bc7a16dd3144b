"""The band adviser on real recordings whose defect is known (skips where they are absent)."""

from pathlib import Path

import pytest

from pfd_desktop.core.dsp.band_adviser import BandAdvice, advise_bands
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from tests.development_recordings import Development, cwru, others

FAMILY = {Fault.OUTER_RACE: "BPFO", Fault.INNER_RACE: "BPFI", Fault.ROLLING_ELEMENT: "2×BSF"}


def advised(item: Development) -> BandAdvice:
    """The first band for the bearing's defect frequencies."""
    found, shaft_hz = orders(find(item.bearing)), item.speed_rpm / 60
    candidates = {
        "BPFO": found.bpfo * shaft_hz,
        "BPFI": found.bpfi * shaft_hz,
        "2×BSF": found.ball_defect * shaft_hz,
    }
    record = RecordSpectrum.of(item.samples()[: 1 << 17], item.rate_hz)
    return advise_bands(record, candidates, shaft_hz, most=1)[0]


@pytest.mark.real_data
def test_the_first_band_repeats_at_the_defect(shared_data: Path) -> None:
    recordings = [item for item in others(shared_data) if item.name.startswith("MFPT")]
    recordings += [item for item in cwru(shared_data) if item.grade == "Y1"]
    faulty = [item for item in recordings if item.fault is not None]
    assert len(faulty) >= 10
    for item in faulty:
        advice = advised(item)
        assert item.fault is not None
        assert advice.stands_out, item.name
        assert advice.family == FAMILY[item.fault], item.name
