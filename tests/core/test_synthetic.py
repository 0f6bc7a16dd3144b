"""Synthetic records: their defects strike where they should, and they repeat exactly."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.envelope import envelope_spectrum
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.waveforms.synthetic import (
    SyntheticRequest,
    coloured_noise,
    severities,
    synthesize,
)
from pfd_desktop.errors import InvalidInput

BEARING = find("6205-2RS")


@pytest.mark.parametrize(
    ("fault", "order"),
    [
        (Fault.OUTER_RACE, orders(BEARING).bpfo),
        (Fault.INNER_RACE, orders(BEARING).bpfi),
        (Fault.ROLLING_ELEMENT, orders(BEARING).ball_defect),
    ],
)
def test_the_strongest_envelope_line_is_the_defects_less_its_slip(
    fault: Fault, order: float
) -> None:
    made = SyntheticRequest(fault, bearing=BEARING, noise_rms=0.01, seed=1)
    found = envelope_spectrum(synthesize(made), made.rate_hz, (2000.0, 5000.0))
    shown = (found.frequency_hz > 60) & (found.frequency_hz < 200)
    highest = found.frequency_hz[shown][found.amplitude[shown].argmax()]
    slip = highest / (order * made.speed_rpm / 60) - 1
    assert -0.01 < slip < 0.001


def test_the_same_request_gives_the_same_samples_and_another_seed_others() -> None:
    made = SyntheticRequest(Fault.INNER_RACE, bearing=BEARING, seed=5)
    np.testing.assert_array_equal(synthesize(made), synthesize(made))
    other = SyntheticRequest(Fault.INNER_RACE, bearing=BEARING, seed=6)
    assert not np.array_equal(synthesize(made), synthesize(other))
    assert len(synthesize(made)) == 60_000


def test_severity_raises_the_kurtosis() -> None:
    made = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING)
    kurtosis = [np.mean(x**4) / np.mean(x**2) ** 2 for x in severities(made, (0.0, 0.5, 2.0))]
    assert kurtosis[0] < 3.5 < kurtosis[1] < kurtosis[2]


def test_journal_records_hold_their_orders() -> None:
    made = SyntheticRequest(
        Fault.OIL_WHIRL, kind=BearingKind.JOURNAL, speed_rpm=3000.0, duration_s=4.0, noise_rms=0.01
    )
    samples = synthesize(made)
    lines = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) * 4 / len(samples)
    frequency = np.fft.rfftfreq(len(samples), 1 / made.rate_hz)
    whirl = lines[(frequency > 19) & (frequency < 26)].max()
    assert whirl == pytest.approx(0.4, rel=0.05)


@pytest.mark.parametrize(("exponent", "slope_db"), [(0.0, 0.0), (1.0, -10.0)])
def test_noise_has_its_colour(exponent: float, slope_db: float) -> None:
    noise = coloured_noise(200_000, exponent, np.random.default_rng(0))
    assert noise.std() == pytest.approx(1.0)
    power = np.abs(np.fft.rfft(noise)) ** 2
    decade = 10 * np.log10(power[9000:11_000].mean() / power[900:1100].mean())
    assert decade == pytest.approx(slope_db, abs=0.5)


def test_what_cannot_be_made_is_refused() -> None:
    with pytest.raises(InvalidInput, match="needs a bearing"):
        synthesize(SyntheticRequest(Fault.OUTER_RACE))
    with pytest.raises(InvalidInput, match="cage"):
        synthesize(SyntheticRequest(Fault.CAGE, bearing=BEARING))
    with pytest.raises(InvalidInput, match="outer race"):
        synthesize(SyntheticRequest(Fault.OUTER_RACE, kind=BearingKind.JOURNAL))
