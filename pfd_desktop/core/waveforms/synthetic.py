"""Synthetic vibration with a known defect, for the sample project and for tests.

**Nothing made here is a measurement.** Rolling-element defects follow the usual model (McFadden
and Smith 1984; Antoni and Randall 2003): impulses at the defect frequency with random slip, each
ringing a structural resonance, modulated by the load zone or the cage, in noise and shaft
harmonics. Journal-bearing records are sums of shaft orders in noise. Every generator is seeded:
the same request gives the same samples on every machine.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]

SLIP_JITTER = 0.01  # standard deviation of the time between impacts, relative


@dataclass(frozen=True)
class SyntheticRequest:
    """What to make. Amplitudes are in g; ``severity`` scales the defect, 1 is pronounced."""

    fault: Fault
    kind: BearingKind = BearingKind.ROLLING
    bearing: Bearing | None = None
    speed_rpm: float = 1797.0
    rate_hz: float = 12_000.0
    duration_s: float = 5.0
    severity: float = 1.0
    noise_rms: float = 0.1
    resonance_hz: float = 3300.0
    seed: int = 0


_ROLLING = (Fault.HEALTHY, Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT)
_JOURNAL: dict[Fault, tuple[tuple[float, float], ...]] = {
    # order, amplitude in g at severity 1
    Fault.HEALTHY: (),
    Fault.IMBALANCE: ((1.0, 0.8),),
    Fault.MISALIGNMENT: ((2.0, 0.5), (3.0, 0.25)),
    Fault.OIL_WHIRL: ((0.45, 0.4),),
    Fault.LOOSENESS: ((0.5, 0.25), (1.5, 0.18), (2.0, 0.15), (2.5, 0.12), (3.0, 0.1), (4.0, 0.08)),
}
_ORDINARY = ((1.0, 0.12), (2.0, 0.05), (3.0, 0.02))  # what every healthy shaft shows
_ON_HOUSING = ((1.0, 0.03), (2.0, 0.02), (3.0, 0.015))  # 1.2 mm/s rms at 1800 rpm: a good machine


def synthesize(request: SyntheticRequest) -> Floats:
    """Samples of a synthetic acceleration record in g."""
    random = np.random.default_rng(request.seed)
    if request.kind is BearingKind.JOURNAL:
        return _journal(request, random)
    if request.fault not in _ROLLING:
        raise InvalidInput(f"No synthetic rolling-bearing record of {request.fault.value} exists.")
    shaft = _orders_of_shaft(request, _ON_HOUSING, random)
    noise = request.noise_rms * coloured_noise(_count(request), 0.5, random)
    return shaft + noise + _impacts(request, random)


def severities(request: SyntheticRequest, levels: tuple[float, ...]) -> tuple[Floats, ...]:
    """The same defect at several severities, each with its own noise."""
    return tuple(
        synthesize(replace(request, severity=level, seed=request.seed + number))
        for number, level in enumerate(levels)
    )


def coloured_noise(count: int, exponent: float, random: np.random.Generator) -> Floats:
    """Noise of unit rms whose power falls as 1/f^exponent: 0 white, 1 pink."""
    spectrum = np.fft.rfft(random.standard_normal(count))
    frequency = np.arange(len(spectrum), dtype=np.float64)
    frequency[0] = 1.0
    spectrum *= frequency ** (-exponent / 2)
    spectrum[0] = 0
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / noise.std())


def gear_vibration(
    count: int, rate_hz: float, shaft_hz: float, teeth: int, random: np.random.Generator
) -> Floats:
    """A healthy gear: three mesh harmonics, modulated in amplitude and phase by the shaft."""
    angle = 2 * np.pi * shaft_hz * np.arange(count) / rate_hz
    depth, swing = random.uniform(0.05, 0.5), random.uniform(0.0, 0.3)
    modulation = 1 + depth * np.cos(angle + random.uniform(0, 6))
    mesh = np.zeros(count)
    for harmonic in (1, 2, 3):
        if harmonic * teeth * shaft_hz < 0.45 * rate_hz:
            phase = harmonic * (teeth * angle + swing * np.sin(angle)) + random.uniform(0, 6)
            mesh += random.uniform(0.3, 1.0) / harmonic * modulation * np.cos(phase)
    return mesh


def _count(request: SyntheticRequest) -> int:
    return round(request.duration_s * request.rate_hz)


def _orders_of_shaft(
    request: SyntheticRequest,
    amplitudes: tuple[tuple[float, float], ...],
    random: np.random.Generator,
) -> Floats:
    angle = 2 * np.pi * request.speed_rpm / 60 * np.arange(_count(request)) / request.rate_hz
    total = np.zeros(_count(request))
    for order, amplitude in amplitudes:
        total += amplitude * np.cos(order * angle + random.uniform(0, 2 * np.pi))
    return total


def _journal(request: SyntheticRequest, random: np.random.Generator) -> Floats:
    """Shaft orders of the fault on top of the ordinary ones, in noise."""
    if request.fault not in _JOURNAL:
        raise InvalidInput(f"No synthetic journal-bearing record of {request.fault.value} exists.")
    scaled = tuple((order, request.severity * a) for order, a in _JOURNAL[request.fault])
    shaft = _orders_of_shaft(request, _ORDINARY + scaled, random)
    return shaft + 2 * request.noise_rms * coloured_noise(_count(request), 0.5, random)


def _impacts(request: SyntheticRequest, random: np.random.Generator) -> Floats:
    """The ringing impacts of a rolling-element defect; zeros when healthy."""
    count = _count(request)
    if request.fault is Fault.HEALTHY:
        return np.zeros(count)
    times = _impact_times(request, random)
    strength = request.severity * _modulation(request, times)
    strength *= 1 + 0.1 * random.standard_normal(len(times))
    train = np.zeros(count)
    places = (times * request.rate_hz).astype(np.int64)
    np.add.at(train, places[places < count], strength[places < count])
    return _ring(train, request)


def _impact_times(request: SyntheticRequest, random: np.random.Generator) -> Floats:
    """Instants of the impacts in s: mean slip below 1 %, and jitter from strike to strike."""
    if request.bearing is None:
        raise InvalidInput("A synthetic rolling-element defect needs a bearing; choose one.")
    kinematic = orders(request.bearing)
    order = {
        Fault.OUTER_RACE: kinematic.bpfo,
        Fault.INNER_RACE: kinematic.bpfi,
        Fault.ROLLING_ELEMENT: kinematic.ball_defect,
    }[request.fault]
    period = 60 / (request.speed_rpm * order * (1 - random.uniform(0, 0.008)))
    number = int(request.duration_s / period) + 2
    # The cage keeps the strikes in step: jitter about a mean train, not a random walk, is the
    # quasi-periodic limit; a small random walk on top is what slip does (Antoni, Randall 2003).
    walk = np.cumsum(0.1 * SLIP_JITTER * random.standard_normal(number))
    jitter = SLIP_JITTER * random.standard_normal(number)
    times = period * (np.arange(number) + random.uniform() + walk + jitter)
    return np.asarray(times[(times >= 0) & (times < request.duration_s)])


def _modulation(request: SyntheticRequest, times: Floats) -> Floats:
    """Strength of each impact: load zone at shaft speed (inner), at cage speed (ball), or none."""
    if request.fault is Fault.OUTER_RACE or request.bearing is None:
        return np.ones(len(times))
    order = 1.0 if request.fault is Fault.INNER_RACE else orders(request.bearing).ftf
    angle = 2 * np.pi * order * request.speed_rpm / 60 * times
    zone = 1.0 if request.fault is Fault.INNER_RACE else 0.6
    return np.asarray(np.clip(1 - zone / 2 + zone / 2 * np.cos(angle), 0, None))


def _ring(train: Floats, request: SyntheticRequest) -> Floats:
    """Convolve impulses with a decaying resonance (4 % damping)."""
    length = int(0.01 * request.rate_hz)
    time = np.arange(length) / request.rate_hz
    resonance = min(request.resonance_hz, 0.4 * request.rate_hz)
    decay = 2 * np.pi * 0.04 * resonance
    response = np.exp(-decay * time) * np.sin(2 * np.pi * resonance * time)
    size = len(train) + length
    product = np.fft.rfft(train, size) * np.fft.rfft(response, size)
    return np.asarray(np.fft.irfft(product, size)[: len(train)])
