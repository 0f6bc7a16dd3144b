"""How probable it is that one classifier is better, worse, or practically as good."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from pfd_desktop.core.comparison.significance import Floats, paired
from pfd_desktop.errors import InvalidInput

SAMPLES = 50_000


@dataclass(frozen=True)
class Posterior:
    """Probabilities that sum to 1."""

    first_better: float
    equal: float  # the difference lies within the region of practical equivalence
    second_better: float
    rope: float  # half the width of that region, in the unit of the scores


def correlated_t(
    first: ArrayLike, second: ArrayLike, rope: float = 0.0, *, test_to_train: float
) -> Posterior:
    """Bayesian t-test of correlated resamples of one data set.

    Benavoli, Corani, Demšar and Zaffalon, J. Mach. Learn. Res. 18:77 (2017), sec. 4.1: the mean
    difference follows Student's t with n − 1, scale s √(1/n + test/train). k-fold cross-validation
    has test/train = 1/(k − 1).
    """
    from scipy.stats import t

    difference = paired(first, second, 2)
    _check(rope)
    n, mean = len(difference), float(difference.mean())
    scale = sqrt(float(difference.var(ddof=1)) * (1 / n + test_to_train))
    if scale == 0:
        return _certain(mean, rope)
    below = float(t.cdf((-rope - mean) / scale, n - 1))
    above = float(t.sf((rope - mean) / scale, n - 1))
    return Posterior(above, max(0.0, 1 - below - above), below, rope)


def signed_ranks(
    first: ArrayLike, second: ArrayLike, rope: float = 0.0, *, seed: int = 0
) -> Posterior:
    """Bayesian signed-rank test over data sets, units or seeds.

    Benavoli et al. 2017, sec. 4.2: a Dirichlet process with prior strength ½ in the region of
    practical equivalence; the probabilities come of 50,000 draws of weights of Walsh averages.
    """
    _check(rope)
    values = np.concatenate(([0.0], paired(first, second, 1)))
    sums = values[:, None] + values[None, :]
    masks = np.stack((sums > 2 * rope, np.abs(sums) <= 2 * rope, sums < -2 * rope)).astype(float)
    draw = np.random.default_rng(seed)
    alphas = np.concatenate(([0.5], np.ones(len(values) - 1)))
    won = np.zeros(3)
    for _ in range(SAMPLES // 5000):
        weights = draw.dirichlet(alphas, 5000)
        won += _wins(np.stack([((weights @ mask) * weights).sum(axis=1) for mask in masks]))
    first_better, equal, second_better = (float(one) for one in won / won.sum())
    return Posterior(first_better, equal, second_better, rope)


def signs(first: ArrayLike, second: ArrayLike, rope: float = 0.0, *, seed: int = 0) -> Posterior:
    """Bayesian sign test over data sets, units or seeds.

    Benavoli et al. 2017, sec. 4.2: the shares that are better, equal and worse follow a Dirichlet
    distribution with the counts and a prior of 1 for equality.
    """
    _check(rope)
    difference = paired(first, second, 1)
    counts = np.array(
        [
            np.count_nonzero(difference > rope),
            np.count_nonzero(np.abs(difference) <= rope) + 1.0,
            np.count_nonzero(difference < -rope),
        ]
    )
    weights = np.random.default_rng(seed).dirichlet(np.maximum(counts, 1e-9), SAMPLES)
    won = _wins(weights.T)
    first_better, equal, second_better = (float(one) for one in won / won.sum())
    return Posterior(first_better, equal, second_better, rope)


def _wins(shares: Floats) -> Floats:
    """How many draws each of the three has the largest share of, ties being parted."""
    best = shares >= shares.max(axis=0) - 1e-12
    return np.asarray((best / best.sum(axis=0)).sum(axis=1), dtype=np.float64)


def _check(rope: float) -> None:
    if not rope >= 0:
        raise InvalidInput("The region of practical equivalence cannot be negative.")


def _certain(mean: float, rope: float) -> Posterior:
    """All differences are the same number."""
    if abs(mean) <= rope:
        half = 0.5 if rope == 0 else 0.0
        return Posterior(half, 1 - 2 * half, half, rope)
    return Posterior(float(mean > 0), 0.0, float(mean < 0), rope)
