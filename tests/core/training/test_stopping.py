"""When a training has learned all that it will."""

import pytest

from pfd_desktop.core.training.stopping import best_epoch, learned_out


@pytest.mark.parametrize(
    ("accuracies", "best"),
    [([], -1), ([0.5], 0), ([0.5, 0.7, 0.6], 1), ([0.5, 0.7, 0.7], 1)],
)
def test_the_first_of_the_highest_is_the_best(accuracies: list[float], best: int) -> None:
    assert best_epoch(accuracies) == best


def test_it_ends_after_as_many_epochs_without_gain_as_told() -> None:
    accuracies = [0.5, 0.7, 0.6, 0.7, 0.8, 0.8, 0.79]
    ends = [learned_out(accuracies[: k + 1], 2) for k in range(len(accuracies))]
    assert ends == [False, False, False, True, False, False, True]


def test_without_patience_it_never_ends() -> None:
    assert not learned_out([], 0)
    assert not learned_out([0.9] + 50 * [0.1], 0)
