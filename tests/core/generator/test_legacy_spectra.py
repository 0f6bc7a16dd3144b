"""The fault terms of the older benchmark alone, at its own fixed conditions: 34 cases."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import scipy.signal
import scipy.stats
from numpy.typing import NDArray

from pfd_desktop.core.generator.legacy.conditions import Conditions, Severity
from pfd_desktop.core.generator.legacy.faults import CLASSES
from pfd_desktop.core.generator.legacy.record import LegacyRequest, make_legacy

SHAFT_HZ = 60.0
FAR = (300.0, 400.0)
SEEDS = (0, 1, 2)


def conditions(duration_s: float = 2.0, severity: float = 0.8) -> Conditions:
    """Everything at its reference."""
    count = round(20_480 * duration_s)
    return Conditions(
        time_s=np.arange(count) / 20_480,
        rate_hz=20_480,
        speed_hz=SHAFT_HZ,
        speed_ratio=1.0,
        severity=np.full(count, severity),
        envelope=np.ones(count),
        load_percent=50.0,
        load_factor=0.65,
        temperature_c=60.0,
        temperature_factor=1.0,
        sommerfeld=0.15,
    )


class Term:
    """A class's fault term and its power spectral density."""

    def __init__(self, key: str, at: Conditions, seed: int = 0) -> None:
        self.signal = CLASSES[key].term(at, np.random.default_rng(seed))
        self.frequency, self.density = scipy.signal.welch(
            self.signal, at.rate_hz, nperseg=len(self.signal)
        )

    def energy(self, low: float, high: float) -> float:
        """Between two frequencies."""
        inside = (self.frequency >= low) & (self.frequency <= high)
        return float(self.density[inside].sum())

    def order(self, number: int) -> float:
        """Within 2 Hz of a multiple of the shaft."""
        return self.energy(number * SHAFT_HZ - 2, number * SHAFT_HZ + 2)

    def peak(self, low: float = 0.5, high: float = 10_240) -> float:
        """Frequency of the highest line between two."""
        inside = (self.frequency >= low) & (self.frequency <= high)
        return float(self.frequency[inside][self.density[inside].argmax()])

    @property
    def rms(self) -> float:
        return float(np.sqrt(np.mean(self.signal**2)))

    @property
    def kurtosis(self) -> float:
        return float(scipy.stats.kurtosis(self.signal, fisher=False))

    @property
    def flatness(self) -> float:
        """Geometric over arithmetic mean of the density."""
        positive = self.density[1:] + 1e-30
        return float(np.exp(np.log(positive).mean()) / positive.mean())


def test_healthy_adds_exactly_nothing() -> None:
    assert not Term("sain", conditions()).signal.any()


def test_healthy_records_are_quieter() -> None:
    def mean_rms(key: str) -> float:
        made = [make_legacy(LegacyRequest(key, index=i)).samples.std() for i in range(8)]
        return float(np.mean(made))

    assert mean_rms("sain") < min(mean_rms("desequilibre"), mean_rms("oilwhirl"))


def test_misalignment_is_2x_and_3x() -> None:
    term = Term("desalignement", conditions())
    assert term.peak(110, 130) == pytest.approx(120, abs=1)
    assert term.peak(170, 190) == pytest.approx(180, abs=1)
    assert term.order(2) > 3 * term.order(1)
    assert term.order(2) > 2 * term.order(3)


def test_imbalance_is_1x_and_grows_with_speed() -> None:
    assert Term("desequilibre", conditions()).peak() == pytest.approx(60, abs=1)
    slow, fast = (replace(conditions(), speed_ratio=v) for v in (0.9, 1.1))
    assert Term("desequilibre", fast).rms > 1.2 * Term("desequilibre", slow).rms


@pytest.mark.parametrize("seed", SEEDS)
def test_clearance_is_below_half_the_speed(seed: int) -> None:
    term = Term("jeu", conditions(), seed)
    assert 0.40 * SHAFT_HZ <= term.peak() <= 0.50 * SHAFT_HZ
    assert min(term.order(1), term.order(2)) > 3 * term.energy(*FAR)


def test_lubrication_is_slow_and_not_impulsive() -> None:
    term = Term("lubrification", conditions(5.0))
    assert term.energy(1, 6) > 3 * term.energy(50, 70)
    assert 1 < term.kurtosis < 3


@pytest.mark.parametrize(("key", "ratio"), [("lubrification", 2.0), ("oilwhirl", 1.5)])
def test_a_thin_film_makes_it_worse(key: str, ratio: float) -> None:
    thin, thick = (replace(conditions(5.0), sommerfeld=s) for s in (0.08, 0.40))
    assert Term(key, thin).rms > ratio * Term(key, thick).rms


@pytest.mark.parametrize("seed", SEEDS)
def test_cavitation_is_bursts_of_high_frequency(seed: int) -> None:
    term = Term("cavitation", conditions(), seed)
    assert term.energy(1400, 2600) > 0.5 * term.energy(0, 10_240)
    assert term.kurtosis > 5


def test_wear_is_broad_beside_1x() -> None:
    term = Term("usure", conditions())
    assert term.flatness > 3 * Term("desalignement", conditions()).flatness
    assert term.order(1) > 3 * term.energy(*FAR)


@pytest.mark.parametrize("seed", SEEDS)
def test_oil_whirl_is_below_half_the_speed(seed: int) -> None:
    assert 0.40 * SHAFT_HZ <= Term("oilwhirl", conditions(), seed).peak() <= 0.49 * SHAFT_HZ


@pytest.mark.parametrize("order", [1, 2, 3])
def test_misalignment_with_imbalance_has_three_orders(order: int) -> None:
    term = Term("mixed_misalign_imbalance", conditions())
    assert term.order(order) > 3 * term.energy(*FAR)


def test_wear_with_lubrication_is_slow_and_broad() -> None:
    term = Term("mixed_wear_lube", conditions(5.0))
    assert term.energy(1, 6) > 3 * term.energy(*FAR)
    assert term.flatness > 3 * Term("desalignement", conditions(5.0)).flatness


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "holds",
    [
        lambda term: term.energy(1400, 2600) > 3 * term.energy(4000, 5200),
        lambda term: term.energy(24, 30) > 3 * term.energy(33, 39),
        lambda term: 24 <= term.peak(20, 35) <= 30,
    ],
    ids=["bursts", "clearance", "peak"],
)
def test_cavitation_with_clearance_has_both(holds: Callable[[Term], bool], seed: int) -> None:
    assert holds(Term("mixed_cavit_jeu", conditions(), seed))


@pytest.mark.parametrize("key", ["desalignement", "desequilibre", "oilwhirl"])
def test_a_worse_fault_is_stronger(key: str) -> None:
    bad, slight = (Term(key, conditions(severity=s)).rms for s in (0.9, 0.3))
    assert bad > 2 * slight


MEDIANS = {  # rms, 1X, 2X, 3X, 0.40 to 0.50X, 1 to 6 Hz, rms of 1.4 to 2.6 kHz
    "sain": (0.040, 0.0004, 0.0004, 0.0004, 0.0006, 0.0048, 0.0107),
    "desalignement": (0.208, 0.0004, 0.243, 0.139, 0.0006, 0.0054, 0.0108),
    "desequilibre": (0.184, 0.231, 0.0004, 0.0004, 0.0006, 0.0047, 0.0108),
    "jeu": (0.174, 0.127, 0.070, 0.0004, 0.172, 0.0050, 0.0108),
    "lubrification": (0.223, 0.0004, 0.0004, 0.0004, 0.0006, 0.290, 0.0108),
    "cavitation": (0.042, 0.0004, 0.0004, 0.0004, 0.0005, 0.0052, 0.0159),
    "usure": (0.177, 0.082, 0.040, 0.0016, 0.0022, 0.0049, 0.0536),
    "oilwhirl": (0.437, 0.0004, 0.0004, 0.0004, 0.577, 0.0052, 0.0108),
    "mixed_misalign_imbalance": (0.165, 0.135, 0.139, 0.086, 0.0006, 0.0048, 0.0108),
    "mixed_wear_lube": (0.149, 0.041, 0.021, 0.0010, 0.0013, 0.140, 0.0312),
    "mixed_cavit_jeu": (0.112, 0.080, 0.0004, 0.0004, 0.116, 0.0047, 0.0145),
}


def figures(samples: NDArray[np.floating], speed_hz: float) -> list[float]:
    """What the table has of a record: amplitudes are peaks of one-sided Hann lines."""
    signal = samples - samples.mean()
    window = np.hanning(len(signal))
    lines = np.abs(np.fft.rfft(signal * window)) * 2 / window.sum()
    frequency = np.fft.rfftfreq(len(signal), 1 / 20_480)

    def highest(low: float, high: float) -> float:
        return float(lines[(frequency >= low) & (frequency <= high)].max())

    orders = [highest(k * speed_hz - 1, k * speed_hz + 1) for k in (1, 2, 3)]
    power = np.abs(np.fft.rfft(signal)) ** 2
    band = power[(frequency >= 1400) & (frequency <= 2600)].sum()
    high_rms = float(np.sqrt(2 * band)) / len(signal)
    low = [highest(0.4 * speed_hz, 0.5 * speed_hz), highest(1, 6)]
    return [float(signal.std()), *orders, *low, high_rms]


@pytest.mark.parametrize("key", MEDIANS)
def test_medians_are_those_of_the_older_generator(key: str) -> None:
    rows = []
    for level in Severity:
        for index in range(8):
            made = make_legacy(LegacyRequest(key, level, index=index))
            rows.append(figures(made.samples.astype(np.float64), made.conditions.speed_hz))
    found = np.median(rows, axis=0)
    assert found == pytest.approx(MEDIANS[key], rel=0.35, abs=0.0015)
