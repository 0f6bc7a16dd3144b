"""What a rolling bearing's housing says of its shaft, on signals of known make."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.diagnosis.budget import FALSE_ALARM, TO_FAMILIES, TO_HOUSING
from pfd_desktop.core.diagnosis.journal import ShaftSignal
from pfd_desktop.core.diagnosis.rolling import CHANCE
from pfd_desktop.core.diagnosis.rule import diagnose
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.diagnosis import Diagnosis, Grade
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.progress import Silent

RATE_HZ, SHAFT_HZ = 12_000.0, 29.3
TIME = np.arange(24_000) / RATE_HZ
BEARING = find("6205-2RS")
NAMED = {Fault.IMBALANCE, Fault.MISALIGNMENT, Fault.LOOSENESS, Fault.RUB}


def housing(
    *lines: tuple[float, float], noise: float = 0.3, shaft_hz: float = SHAFT_HZ
) -> np.ndarray:
    """Acceleration in m/s² of lines given as (order, velocity in mm/s rms), in noise."""
    samples = noise * np.random.default_rng(3).standard_normal(len(TIME))
    for number, (order, mm_s) in enumerate(lines):
        turning = 2 * np.pi * order * shaft_hz
        samples += np.sqrt(2) * 1e-3 * mm_s * turning * np.cos(turning * TIME + number)
    return samples


def ask(
    samples: np.ndarray,
    unit: str = "m/s²",
    bearing: Bearing | None = BEARING,
    *,
    shaft_hz: float = SHAFT_HZ,
    zone_b_mm_s: float | None = None,
) -> Diagnosis:
    signal = ShaftSignal(quantity="acceleration", unit=unit, zone_b_mm_s=zone_b_mm_s)
    return diagnose(
        samples,
        RATE_HZ,
        bearing,
        BearingKind.ROLLING,
        speed_rpm=60 * shaft_hz,
        progress=Silent(),
        shaft_signal=signal,
    )


HALVES = ((0.5, 2.0), (1, 2.5), (1.5, 2.0), (2, 1.0), (2.5, 1.5))
THIRDS = ((1 / 3, 0.0), (2 / 3, 2.0), (1, 3.0), (4 / 3, 2.0))
LARGE = {
    Fault.IMBALANCE: ((1, 5.0), (2, 0.5)),
    Fault.MISALIGNMENT: ((1, 2.0), (2, 4.5)),
    Fault.LOOSENESS: HALVES,
    Fault.RUB: THIRDS,
}


@pytest.mark.parametrize("fault", list(LARGE))
def test_large_lines_of_the_shaft_are_an_indication(fault: Fault) -> None:
    found = ask(housing(*LARGE[fault]))
    assert found.fault == fault.value, (found.verdict, found.reason)
    assert found.grade is Grade.INDICATION
    assert "mm/s" in found.verdict
    assert "No family of defect lines" in found.reason
    assert {"BPFO", "BPFI", "2×BSF", "FTF", "1X", "2X"} <= {line.family for line in found.evidence}


@pytest.mark.parametrize("fault", list(LARGE))
def test_the_same_lines_within_zone_b_claim_nothing_but_are_told(fault: Fault) -> None:
    small = [(order, 0.3 * mm_s) for order, mm_s in LARGE[fault]]
    samples = housing(*small, noise=0.1)
    found = ask(samples)
    assert found.grade is Grade.NONE
    assert f"no sign of {fault.value}" in found.reason
    assert "not beyond zone B (2.8 mm/s)" in found.reason
    assert ask(samples, zone_b_mm_s=0.71).fault == fault.value
    assert ask(housing(*LARGE[fault]), zone_b_mm_s=7.1).grade is Grade.NONE


def test_velocities_are_in_the_evidence() -> None:
    found = ask(housing((1, 5.0), (2, 0.5)))
    notes = {line.family: line.note for line in found.evidence}
    for name, mm_s in (("1X", 5.0), ("2X", 0.5)):
        value, unit = notes[name].split(" ", 1)
        assert float(value) == pytest.approx(mm_s, rel=0.03)
        assert unit == "mm/s rms"
    in_g = ask(housing((1, 5.0), (2, 0.5)) / 9.80665, "g")
    assert in_g.verdict == found.verdict


def test_acceleration_dominance_is_not_velocity_dominance() -> None:
    """3X carries most of the acceleration, 1X and a foreign line most of the velocity."""
    samples = housing((1, 1.0), (3, 0.9), (0.71, 4.0))
    assert ask(samples).grade is Grade.NONE
    assert ask(housing((8, 6.0), (1, 1.0), (2, 0.4))).grade is Grade.NONE


def test_what_the_mains_or_the_bearing_make_is_not_the_shafts() -> None:
    assert ask(housing((1, 2.0), (2, 4.5), shaft_hz=49.97), shaft_hz=49.97).grade is Grade.NONE
    assert ask(housing((1, 2.0), (2, 4.5), shaft_hz=48.5), shaft_hz=48.5).fault == (
        Fault.MISALIGNMENT.value
    )
    # nine balls of 2/9 the pitch: the outer race is struck at 3.5X, with a side line at 2.5X
    half = replace(BEARING, ball_diameter_mm=2 / 9 * BEARING.pitch_diameter_mm)
    samples = housing((1, 2.5), (3.5, 2.0), (2.5, 1.5))
    assert ask(samples).fault == Fault.RUB.value
    assert ask(samples, bearing=half).fault not in {Fault.LOOSENESS.value, Fault.RUB.value}


def test_where_no_velocity_is_to_be_had_the_shaft_is_not_judged() -> None:
    found = ask(housing((1, 5.0)), "unknown")
    assert found.grade is Grade.NONE
    assert "The shaft was not judged: its unit is unknown" in found.reason
    assert {line.family for line in found.evidence} == {"BPFO", "BPFI", "2×BSF", "FTF"}


def test_the_bearing_comes_first_and_the_shaft_follows_in_the_reason() -> None:
    made = SyntheticRequest(Fault.OUTER_RACE, bearing=BEARING, duration_s=2.0, seed=1)
    turning = 2 * np.pi * 1797 / 60
    imbalance = np.sqrt(2) * 20e-3 * turning * np.cos(turning * TIME) / 9.80665
    found = ask(synthesize(made) + imbalance, "g", shaft_hz=1797 / 60)
    assert found.fault == Fault.OUTER_RACE.value
    assert found.grade is Grade.STRONG
    assert "Also: imbalance, indication, not conclusive (1X carries" in found.reason


def test_without_geometry_the_shaft_alone_is_judged() -> None:
    found = ask(housing((1, 5.0)), bearing=None)
    assert found.fault == Fault.IMBALANCE.value
    assert "The bearing was not judged: its geometry is unknown." in found.reason
    nothing = ask(housing((1, 0.5)), bearing=None)
    assert nothing.verdict == "cannot say: no bearing geometry known"


def test_one_chance_is_shared_by_all_that_is_looked_at() -> None:
    assert pytest.approx(FALSE_ALARM) == TO_FAMILIES + TO_HOUSING
    assert pytest.approx(TO_FAMILIES) == 4 * CHANCE
