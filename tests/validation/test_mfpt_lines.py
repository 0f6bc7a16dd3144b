"""The lines of MFPT's faults (skips where absent): their slip, height and best band."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.dsp.envelope import envelope_spectrum
from pfd_desktop.core.dsp.kurtogram import kurtogram
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from tests.development_recordings import Development, others

# As measured independently: 117.7 to 118.0 Hz of 118.875, 80.0 to 80.7 Hz of 81.125.
SLIP_PERCENT = {Fault.INNER_RACE: (-1.0, -0.7), Fault.OUTER_RACE: (-1.4, -0.5)}


def line(
    item: Development, samples: np.ndarray, band_hz: tuple[float, float] | None
) -> tuple[float, float]:
    """Slip in percent of the highest line within 2 %, and its height over the median, in dB."""
    made = orders(find(item.bearing))
    order = made.bpfi if item.fault is Fault.INNER_RACE else made.bpfo
    expected_hz = order * item.speed_rpm / 60
    found = envelope_spectrum(samples, item.rate_hz, band_hz, squared=True)
    near = np.flatnonzero(np.abs(found.frequency_hz / expected_hz - 1) < 0.02)
    best = near[found.amplitude[near].argmax()]
    around = found.amplitude[np.abs(found.frequency_hz - expected_hz) < 30]
    height = 20 * np.log10(found.amplitude[best] / np.median(around))
    return 100 * float(found.frequency_hz[best] / expected_hz - 1), float(height)


@pytest.mark.real_data
def test_lines_slip_by_about_a_percent_and_the_whole_band_shows_them_best(
    shared_data: Path,
) -> None:
    faults = [one for one in others(shared_data) if one.name.startswith("MFPT") and one.fault]
    assert len(faults) == 5
    for item in faults:
        assert item.fault is not None
        samples = item.samples()
        slip, height = line(item, samples, None)
        low, high = SLIP_PERCENT[item.fault]
        assert low - 0.05 <= slip <= high + 0.05, item.name
        assert height > 22, item.name
        best = kurtogram(samples, item.rate_hz).best
        assert height > line(item, samples, (best.low_hz, best.high_hz))[1], item.name
