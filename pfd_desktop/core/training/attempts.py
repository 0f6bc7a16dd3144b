"""Trials that may turn out impossible: the reason is their answer. Run in children."""

from pfd_desktop.core.training.evaluation import Outcome, Trial, evaluate
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.errors import InvalidInput, LeakFound
from pfd_desktop.progress import Progress


def attempt(trial: Trial | NetworkTrial, progress: Progress) -> Outcome | str:
    """The outcome, or the sentence that says why this split cannot be had."""
    try:
        if isinstance(trial, NetworkTrial):
            return train_network(trial, progress)
        return evaluate(trial, progress)
    except (InvalidInput, LeakFound) as error:
        return str(error)
