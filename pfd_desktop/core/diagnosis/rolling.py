"""What a recording says about a rolling bearing: every family in every spectrum."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.diagnosis.budget import TO_FAMILIES
from pfd_desktop.core.diagnosis.combs import CombScore, LevelSpectrum, level_spectrum, score_comb
from pfd_desktop.core.dsp import fourier
from pfd_desktop.core.dsp.envelope import RecordSpectrum
from pfd_desktop.core.physics.kinematics import BearingOrders
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.progress import Progress

Floats = NDArray[np.float64]

CHANCE = TO_FAMILIES / 4  # of each of the four families
DECIDING = "pre-whitened envelope, full band"

_SEED = 20_251
_SEGMENT_S = 16.0  # longer records are averaged over segments of this length
_SEGMENT_SAMPLES = 1 << 21
_LOWEST_BAND = 40  # shaft orders: an octave below this holds no five harmonics of a race


@dataclass(frozen=True)
class Family:
    """A family of lines and the defect it speaks of."""

    name: str
    order: float
    fault: Fault | None  # None: the lines alone do not say which element
    defect: str


@dataclass(frozen=True)
class Shaft:
    """The shaft's speed and how surely it is known (relative width of its harmonics)."""

    hertz: float
    tolerance: float


@dataclass(frozen=True)
class FamilyEvidence:
    """A family in the deciding spectrum, and where else it stands out."""

    family: Family
    deciding: CombScore
    elsewhere: tuple[CombScore, ...]  # every other spectrum, best first


def families(orders: BearingOrders) -> tuple[Family, ...]:
    """The four families, by the order at which each defect strikes."""
    return (
        Family("BPFO", orders.bpfo, Fault.OUTER_RACE, "outer-race defect"),
        Family("BPFI", orders.bpfi, Fault.INNER_RACE, "inner-race defect"),
        Family("2×BSF", orders.ball_defect, Fault.ROLLING_ELEMENT, "rolling-element defect"),
        Family("FTF", orders.ftf, None, "cage modulation"),
    )


def gather(
    samples: NDArray[np.floating],
    rate_hz: float,
    orders: BearingOrders,
    shaft: Shaft,
    progress: Progress,
) -> tuple[FamilyEvidence, ...]:
    """Score every family in the pre-whitened and raw squared-envelope spectra of all bands."""
    spectra = _spectra(samples, rate_hz, shaft, progress)
    random = np.random.default_rng(_SEED)
    found = []
    for number, family in enumerate(families(orders)):
        progress.report(0.5 + number / 8, f"looking for {family.name}")
        base_hz = family.order * shaft.hertz
        scores = [score_comb(spectrum, base_hz, CHANCE, random) for spectrum in spectra]
        if scores[0] is not None:
            others = sorted(
                (score for score in scores[1:] if score is not None),
                key=lambda score: score.threshold_db - score.score_db,
            )
            found.append(FamilyEvidence(family, scores[0], tuple(others)))
    return tuple(found)


def bands(rate_hz: float, shaft_hz: float) -> tuple[tuple[str, float, float], ...]:
    """The full band, then octaves down from half the rate."""
    top = rate_hz / 2
    found = [("full band", 0.0, top)]
    while top / 2 >= _LOWEST_BAND * shaft_hz and len(found) < 6:
        found.append((f"{top / 2:.0f} to {top:.0f} Hz", top / 2, top))
        top /= 2
    return tuple(found)


def _spectra(
    samples: NDArray[np.floating],
    rate_hz: float,
    shaft: Shaft,
    progress: Progress,
) -> list[LevelSpectrum]:
    """Level spectra, the deciding one first."""
    limit = min(int(_SEGMENT_S * rate_hz), _SEGMENT_SAMPLES)
    pieces = max(1, int(np.ceil(len(samples) / limit)))
    length = len(samples) // pieces
    sums: dict[str, Floats] = {}
    for piece in range(pieces):
        progress.report(0.5 * piece / pieces, "envelope spectra")
        part = samples[piece * length : (piece + 1) * length]
        for name, power in _powers(part, rate_hz, shaft.hertz):
            sums[name] = sums[name] + power if name in sums else power
    return [
        level_spectrum(
            power, rate_hz / length / 2, shaft.hertz, name, shaft_tolerance=shaft.tolerance
        )
        for name, power in sums.items()
    ]


def _powers(
    samples: NDArray[np.floating], rate_hz: float, shaft_hz: float
) -> list[tuple[str, Floats]]:
    """Power of the squared-envelope spectrum of each band on one common frequency axis."""
    raw = RecordSpectrum.of(samples, rate_hz)
    step_hz = rate_hz / len(samples) / 2
    size = int(46 * shaft_hz / step_hz)
    found = []
    for word, record in (("pre-whitened envelope", raw.whitened()), ("envelope", raw)):
        for name, low, high in bands(rate_hz, shaft_hz):
            envelope, _ = record.band(low, high)
            square = envelope**2
            square = (square - square.mean()) * np.hanning(len(square))
            # twice the length: the step is the same for every band, half the resolution
            power = np.abs(fourier.rfft(square, 2 * len(square))[:size]) ** 2
            found.append((f"{word}, {name}", power))
    return found
