"""How windows answer together, by hand; one burst in five is found by what looks for any."""

import numpy as np
import pytest

from pfd_desktop.core.evaluation.pooling import Pooling, pooled

CLASSES = ("cavitation", "healthy", "wear")
BURST, NONE = [0.96, 0.02, 0.02], [0.04, 0.92, 0.04]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (Pooling.MEAN, [0.50, 0.47, 0.03]),
        (Pooling.MAX, [0.96 / 1.92, 0.92 / 1.92, 0.04 / 1.92]),
        (Pooling.NOISY_OR, np.array([0.9616, 0.0184, 0.0592]) / 1.0392),
    ],
)
def test_two_windows_by_hand(by: Pooling, expected: list[float]) -> None:
    assert pooled(by, np.array([BURST, NONE]), CLASSES) == pytest.approx(np.array(expected))


def test_one_burst_among_windows_without_is_found_by_noisy_or_and_not_by_the_mean() -> None:
    windows = np.array([BURST, NONE, NONE, NONE, NONE])
    said = {by: CLASSES[int(pooled(by, windows, CLASSES).argmax())] for by in Pooling}
    assert said[Pooling.MEAN] == "healthy"
    assert said[Pooling.NOISY_OR] == said[Pooling.MAX] == "cavitation"
    for by in Pooling:
        assert CLASSES[int(pooled(by, np.array([NONE] * 5), CLASSES).argmax())] == "healthy"


def test_attention_weighs_the_logarithms_of_scores_by_hand() -> None:
    """Says of 0 and ln 3 are shares of 1/4 and 3/4."""
    windows, say = np.array([[0.5, 0.5], [0.9, 0.1]]), np.log([1.0, 3.0])
    found = pooled(Pooling.ATTENTION, windows, ("healthy", "rub"), say)
    odds = 9**0.75
    assert found == pytest.approx([odds / (1 + odds), 1 / (1 + odds)])
    sure = pooled(Pooling.ATTENTION, np.array([[1.0, 0.0]]), ("a", "b"))
    assert sure == pytest.approx([1, 0])


def test_without_a_healthy_class_all_are_alike() -> None:
    found = pooled(Pooling.NOISY_OR, np.array([[0.5, 0.5], [0.5, 0.5]]), ("rub", "wear"))
    assert found == pytest.approx([0.5, 0.5])
