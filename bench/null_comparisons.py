"""How often tests find a difference between two classifiers that are equally good.

Windows of one recording are alike: both classifiers' chance of a right window varies from recording
to recording. From the root of the project: python -m bench.null_comparisons
"""

from collections import Counter

import numpy as np

from pfd_desktop.core.comparison.clusters import sign_flip
from pfd_desktop.core.comparison.proportions import (
    cochran_q,
    disagreement,
    mcnemar_exact,
    mcnemar_mid_p,
)
from pfd_desktop.core.comparison.ranks import friedman, wilcoxon

TRIALS, RECORDINGS, WINDOWS, SEEDS, ALPHA = 2000, 120, 20, 12, 0.05


def null_rates(trials: int = TRIALS, seed: int = 0) -> dict[str, float]:
    """Share of *trials* in which each test reports p ≤ 0.05."""
    draw = np.random.default_rng(seed)
    found: Counter[str] = Counter()
    units = [str(i) for i in range(RECORDINGS)]
    for _ in range(trials):
        chance = draw.beta(1.2, 0.8, (3, RECORDINGS, 1))
        right = draw.random((3, RECORDINGS, WINDOWS)) < chance
        record = right.mean(axis=2) > 0.5
        pair = disagreement(record[0], record[1])
        p = {
            "McNemar mid-p on windows": mcnemar_mid_p(
                disagreement(right[0].ravel(), right[1].ravel())
            ).p,
            "McNemar exact": mcnemar_exact(pair).p,
            "McNemar mid-p": mcnemar_mid_p(pair).p,
            "Cochran's Q, 3 classifiers": cochran_q(record.T).p,
            "sign flips by unit": sign_flip(record[0], record[1], units).p,
        }
        seeds = draw.normal(0.8, 0.05, (SEEDS, 3))
        p["Wilcoxon over 12 seeds"] = wilcoxon(seeds[:, 0], seeds[:, 1]).significance.p
        p["Friedman, F, 12 seeds"] = friedman(seeds).iman_davenport.p
        found.update(name for name, value in p.items() if value <= ALPHA)
    return {name: found[name] / trials for name in p}


if __name__ == "__main__":
    for test, rate in null_rates().items():
        print(f"{test:32} {100 * rate:5.1f} %")
