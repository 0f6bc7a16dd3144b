"""When a training has learned all that it will, as units that it does not learn from tell.

Prechelt, Early Stopping — but when? (1998): training ends where the judgement has not got better
for some epochs, and the weights of the best epoch are kept.
"""

from collections.abc import Sequence


def best_epoch(gains: Sequence[float]) -> int:
    """The place of the highest of *gains*, one an epoch; the first of several. -1 of none."""
    return max(range(len(gains)), key=lambda k: (gains[k], -k), default=-1)


def learned_out(gains: Sequence[float], patience: int) -> bool:
    """Whether none of the last *patience* epochs was better than the best before them."""
    return len(gains) - 1 - best_epoch(gains) >= patience > 0
