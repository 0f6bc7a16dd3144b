"""One call for all kinds of trial; runs in a child."""

from pfd_desktop.core.training.evaluation import Outcome, Trial, evaluate
from pfd_desktop.core.training.network import NetworkTrial, train_network
from pfd_desktop.core.training.windows import WindowTrial, evaluate_on_windows
from pfd_desktop.progress import Progress


def carry_out(trial: Trial | WindowTrial | NetworkTrial, progress: Progress) -> Outcome:
    """Train and judge what *trial* describes."""
    if isinstance(trial, NetworkTrial):
        return train_network(trial, progress)
    if isinstance(trial, WindowTrial):
        return evaluate_on_windows(trial, progress)
    return evaluate(trial, progress)
