"""One call for both kinds of trial; runs in a child."""

from pfd_desktop.core.training.evaluation import Outcome, Trial, evaluate
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.progress import Progress


def carry_out(trial: Trial | NetworkTrial, progress: Progress) -> Outcome:
    """Train and judge what *trial* describes."""
    if isinstance(trial, NetworkTrial):
        return train_network(trial, progress)
    return evaluate(trial, progress)
