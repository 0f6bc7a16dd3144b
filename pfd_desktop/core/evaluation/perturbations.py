"""What is done to raw recordings to see what a classifier's answers withstand: one table.

All of it happens to the samples as they were recorded, before windows are cut and anything is
standardised. What chance draws for a recording follows from the seed, the kind and its content
alone, and is the same at every level: a noise grows, it is not drawn anew.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.errors import InvalidInput

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """One kind of perturbation, of some strength."""

    key: str  # what requests and files call it
    title: str
    quantity: str  # of the level
    unit: str
    levels: tuple[float, ...]  # looked at, ascending
    about: str
    apply: Callable[[Floats, float, np.random.Generator], Floats]


@dataclass(frozen=True)
class Perturbation:
    """A kind at a level; ``kind`` is a key of TABLE."""

    kind: str
    level: float


def _noise(samples: Floats, level: float, random: np.random.Generator) -> Floats:
    """White noise; at a ratio of −∞ dB nothing but noise is left."""
    noise: Floats = samples.std() * random.normal(size=len(samples))
    if level == -np.inf:
        return noise
    return np.asarray(samples + noise * 10 ** (-level / 20))


def _gain(samples: Floats, level: float, _: np.random.Generator) -> Floats:
    return level * samples


def _offset(samples: Floats, level: float, _: np.random.Generator) -> Floats:
    return np.asarray(samples + level * samples.std())


def _slower_rate(samples: Floats, level: float, _: np.random.Generator) -> Floats:
    """Nothing above the new Nyquist frequency; the recording taken as periodic."""
    lines = np.fft.rfft(samples)
    lines[int(np.ceil(level * len(samples) / 2)) :] = 0
    return np.asarray(np.fft.irfft(lines, len(samples)))


def _dropped(samples: Floats, level: float, random: np.random.Generator) -> Floats:
    gone = round(level / 100 * len(samples))
    first = int(random.uniform() * (len(samples) - gone + 1))
    silent = samples.copy()
    silent[first : first + gone] = 0.0
    return silent


def _as_it_is(samples: Floats, _level: float, _: np.random.Generator) -> Floats:
    return samples


def _faster(samples: Floats, level: float, _: np.random.Generator) -> Floats:
    """All frequencies moved by as many per cent; the recording taken as periodic."""
    from scipy import signal

    return np.asarray(signal.resample(samples, round(len(samples) / (1 + level / 100))))


TABLE = (
    Kind(
        "noise",
        "Noise",
        "Signal to noise",
        "dB",
        (-10.0, -5.0, 0.0, 5.0, 10.0, 20.0, 30.0),
        "white noise, by its ratio to the recording's own RMS (without its mean)",
        _noise,
    ),
    Kind(
        "gain",
        "Gain",
        "Gain",
        "",
        (0.125, 0.5, 2.0, 8.0),
        "all samples times a number, as by another sensitivity; powers of two, which are exact",
        _gain,
    ),
    Kind(
        "offset",
        "Offset",
        "Offset",
        "× RMS",
        (0.1, 1.0, 10.0),
        "a constant, in multiples of the recording's RMS (without its mean)",
        _offset,
    ),
    Kind(
        "rate",
        "Sampling rate",
        "Share of the rate",
        "",
        (0.125, 0.25, 0.5),
        "sampled at a share of its rate and brought back: what lies above is gone",
        _slower_rate,
    ),
    Kind(
        "dropped",
        "Dropped channel",
        "Signal gone",
        "%",
        (5.0, 20.0, 50.0, 100.0),
        "zeros for a share of the time, in one stretch that begins anywhere",
        _dropped,
    ),
    Kind(
        "speed",
        "Speed",
        "Faster by",
        "%",
        (-10.0, -5.0, -2.0, 2.0, 5.0, 10.0),
        "played faster or slower, the speed told along; resonances move too, which no machine does",
        _faster,
    ),
    Kind(
        "told-speed",
        "Speed told wrong",
        "Told too high by",
        "%",
        (-10.0, -5.0, -2.0, -1.0, 1.0, 2.0, 5.0, 10.0),
        "the signal as it is, another speed told: only what reads a speed is misled",
        _as_it_is,
    ),
)
_TOLD = ("speed", "told-speed")  # at another level another speed is told
KINDS = {row.key: row for row in TABLE}


def kind(key: str) -> Kind:
    """The row of that key; raises InvalidInput."""
    if key not in KINDS:
        raise InvalidInput(f"There is no perturbation {key!r}; there are: {', '.join(KINDS)}.")
    return KINDS[key]


def sweep(keys: Sequence[str] = ()) -> tuple[Perturbation, ...]:
    """Every level of the kinds *keys*; of all kinds without any. Raises InvalidInput."""
    return tuple(
        Perturbation(row.key, level) for row in map(kind, keys or KINDS) for level in row.levels
    )


def perturbed(
    samples: NDArray[np.floating], asked: Perturbation, seed: int, content: str
) -> NDArray[np.float32]:
    """The recording as it would have been; *content* names its samples (their SHA-256).

    As many samples in the same unit, at another speed more or fewer. Raises InvalidInput.
    """
    random = np.random.default_rng((seed, *_words(f"{asked.kind}|{content}")))
    raw = np.asarray(samples, dtype=np.float64)
    return kind(asked.kind).apply(raw, asked.level, random).astype(np.float32)


def speed_factor(asked: Perturbation) -> float:
    """What the told speed is multiplied by: the shaft's own change, or what is told wrong."""
    return 1 + asked.level / 100 if asked.kind in _TOLD else 1.0


def _words(text: str) -> tuple[int, ...]:
    return tuple(np.frombuffer(hashlib.sha256(text.encode()).digest(), dtype="<u4").tolist())
