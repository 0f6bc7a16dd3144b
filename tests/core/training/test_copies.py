"""Noisy copies: as noisy as told, learned from beside their own rows, and of no other row."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.features.matrix import FeatureMatrix, save_matrix
from pfd_desktop.core.features.noisy import RANGE_DB, noisy_copy
from pfd_desktop.core.training.copies import fit_with_copies, load_copies
from pfd_desktop.errors import InvalidInput


def ratio_db(quiet: np.ndarray, noisy: np.ndarray) -> float:
    return float(10 * np.log10(quiet.var() / (noisy - quiet).var()))


def test_the_ratio_lies_where_told_and_is_drawn_by_the_content_alone() -> None:
    quiet = 3 + np.sin(np.arange(20_000) * 0.3)
    copies = [noisy_copy(quiet, 5.0, f"content {n}").astype(np.float64) for n in range(60)]
    found = np.array([ratio_db(quiet, one) for one in copies])
    assert found.min() > 4.9
    assert found.max() < 5.1 + RANGE_DB
    assert found.std() == pytest.approx(RANGE_DB / np.sqrt(12), rel=0.25)
    assert np.array_equal(copies[7], noisy_copy(quiet, 5.0, "content 7"))


def clouds(seed: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    targets = np.arange(200) % 2
    return draw.normal(size=(200, 3)) + 4 * targets[:, None], targets


def test_copies_of_what_is_tested_are_never_learned_from() -> None:
    values, targets = clouds(0)
    train, test = np.arange(150), np.arange(150, 200)
    asked = {"classes": 2, "seed": 0}
    clean = fit_with_copies("forest", values, targets, train, copies=values.copy(), **asked)
    poisoned = values.copy()
    poisoned[test] = 1e6 * (1 - 2 * targets[test])[:, None]
    other = fit_with_copies("forest", values, targets, train, copies=poisoned, **asked)
    assert np.array_equal(clean.scores(values[test]), other.scores(values[test]))
    assert all(np.array_equal(step.rows, train) for step in other.steps)


def test_what_noise_moves_is_told_apart_by_who_learned_from_copies() -> None:
    values, targets = clouds(1)
    noisy = values + np.array([10.0, 0.0, 0.0])  # noise raises a feature, and both classes alike
    train, test = np.arange(150), np.arange(150, 200)
    asked = {"classes": 2, "seed": 0}
    right = []
    for copies in (None, noisy):
        made = fit_with_copies("forest", values, targets, train, copies=copies, **asked)
        right.append(np.mean(made.scores(noisy[test]).argmax(axis=1) == targets[test]))
    assert right[1] > 0.97 > right[0]


def matrix(starts: list[int], values: np.ndarray) -> FeatureMatrix:
    start = np.array(starts, dtype=np.int64)
    return FeatureMatrix(
        ("one",),
        ("a", "b"),
        values,
        np.array([0, 0, 1]),
        start,
        start + 10,
        np.zeros(3, dtype=np.uint64),
    )


def test_copies_are_found_by_recording_and_place_or_refused(tmp_path: Path) -> None:
    quiet = matrix([0, 10, 0], np.zeros((3, 1)))
    save_matrix(tmp_path / "own.npz", matrix([10, 0, 0], np.array([[1.0], [2.0], [3.0]])))
    found = load_copies(tmp_path / "own.npz", quiet)
    assert found is not None
    assert found.ravel().tolist() == [2.0, 1.0, 3.0]
    save_matrix(tmp_path / "other.npz", matrix([5, 15, 0], np.zeros((3, 1))))
    with pytest.raises(InvalidInput, match="not of these windows"):
        load_copies(tmp_path / "other.npz", quiet)
