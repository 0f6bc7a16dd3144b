"""MiniRocket against its definition, sample by sample, and against aeon's."""

from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.classical.minirocket import (
    FEATURES,
    KERNELS,
    MiniRocket,
    bias_quantiles,
    lay_out,
    standardised,
)
from pfd_desktop.errors import InvalidInput

RECORDED = Path(__file__).parent / "data" / "minirocket_aeon.npz"  # by bench/record_minirocket.py


def test_the_kernels_are_all_that_have_three_twos_and_sum_to_zero() -> None:
    weights = np.full((84, 9), -1)
    for row, places in zip(weights, KERNELS, strict=True):
        row[list(places)] = 2
    assert len({tuple(row) for row in weights}) == 84
    assert not weights.sum(axis=1).any()


@pytest.mark.parametrize("length", [9, 64, 301, 2048, 100_000])
def test_the_features_are_9996_and_no_kernel_is_longer_than_the_window(length: int) -> None:
    dilations, counts = lay_out(length)
    assert 84 * counts.sum() == 9996
    assert (counts > 0).all()
    assert dilations[0] == 1
    assert 8 * dilations.max() < length
    assert len(dilations) <= 32


def by_definition(made: MiniRocket, wave: list[float]) -> list[float]:
    """Every share, with a loop for everything; exact for small whole numbers."""
    shares, length = [], len(wave)
    for place, (dilation, count) in enumerate(zip(made.dilations_, made.counts_, strict=True)):
        for number, twos in enumerate(KERNELS):
            told = []
            for middle in range(length):
                reached = [middle + (tap - 4) * int(dilation) for tap in range(9)]
                within = all(0 <= at < length for at in reached)
                if within or (place + number) % 2 == 0:
                    told.append(
                        sum(
                            (2 if tap in twos else -1) * wave[at]
                            for tap, at in enumerate(reached)
                            if 0 <= at < length
                        )
                    )
            for bias in made.biases_[len(shares) : len(shares) + count]:
                shares.append(sum(one > bias for one in told) / len(told))
    return shares


@pytest.mark.parametrize("length", [12, 50, 67])
def test_the_shares_are_those_of_the_definition(length: int) -> None:
    draw = np.random.default_rng(length)
    waves = draw.integers(-9, 10, size=(3, length)).astype(np.float32)
    made = MiniRocket(seed=0, features=84 * 6).fit(waves)
    made.biases_ = np.rint(made.biases_ * 6).astype(np.float32)  # ties with the answers
    wanted = [by_definition(made, wave.tolist()) for wave in waves]
    np.testing.assert_allclose(made.shares(waves), wanted, atol=1e-6)


@pytest.mark.parametrize("length", [64, 301])
def test_biases_and_shares_are_those_of_aeon(length: int) -> None:
    with np.load(RECORDED, allow_pickle=False) as kept:
        windows = kept[f"windows {length}"].astype(np.float32)
        told = {name: kept[f"{name} {length}"] for name in ("dilations", "counts", "biases")}
        features = kept[f"features {length}"]
    made = MiniRocket(seed=0, features=840).fit(windows)
    np.testing.assert_array_equal(made.dilations_, told["dilations"])
    np.testing.assert_array_equal(made.counts_, told["counts"])
    first = [windows[0]] * (84 * len(made.dilations_))
    found = bias_quantiles(first, made.dilations_, made.counts_)
    np.testing.assert_allclose(found, told["biases"], atol=0.01)  # its quantiles are single
    made.biases_ = told["biases"]
    np.testing.assert_allclose(made.shares(windows), features, atol=1e-6)


def test_long_windows_are_counted_whole() -> None:
    """A byte of the counter holds 255; here every sample of 20,001 is above the bias."""
    draw = np.random.default_rng(0)
    windows = draw.normal(size=(2, 20_001)).astype(np.float32)
    made = MiniRocket(seed=0, features=84).fit(windows)
    made.biases_ = np.full_like(made.biases_, -1e6)
    np.testing.assert_array_equal(made.transform(windows), 1.0)


def test_gain_offset_and_unit_change_nothing() -> None:
    draw = np.random.default_rng(1)
    windows = draw.normal(size=(12, 256))
    gain, offset = draw.uniform(1e-4, 1e4, size=(12, 1)), draw.normal(size=(12, 1))
    made = MiniRocket(seed=3).fit(windows[:6])
    again = MiniRocket(seed=3).fit((gain * (windows + offset))[:6])
    np.testing.assert_allclose(again.biases_, made.biases_, atol=1e-4)
    changed = made.transform(gain * (windows + offset)) - made.transform(windows)
    assert np.abs(changed).max() <= 2 / (256 - 8 * made.dilations_.max())  # ties by rounding
    assert np.mean(changed != 0) < 0.001
    np.testing.assert_array_equal(made.transform(8 * windows), made.transform(windows))


def test_a_window_without_change_has_an_answer() -> None:
    assert not standardised(np.full((1, 100), 3.7)).any()
    made = MiniRocket(seed=0).fit(np.random.default_rng(0).normal(size=(3, 100)))
    assert np.isfinite(made.transform(np.zeros((1, 100)))).all()


def test_pieces_leave_no_trace() -> None:
    windows = np.random.default_rng(2).normal(size=(150, 1024)).astype(np.float32)
    made = MiniRocket(seed=1, features=84 * 20).fit(windows)
    np.testing.assert_array_equal(made.transform(windows[77:79]), made.transform(windows)[77:79])


def test_windows_of_another_length_are_refused() -> None:
    made = MiniRocket(seed=0, features=84).fit(np.zeros((2, 128)))
    with pytest.raises(InvalidInput, match="fitted on windows of 128 samples"):
        made.transform(np.zeros((1, 256)))
    with pytest.raises(InvalidInput, match="at least 9 samples"):
        MiniRocket(seed=0).fit(np.zeros((2, 8)))


def test_the_whole_transform_has_its_size() -> None:
    windows = np.random.default_rng(2).normal(size=(4, 2048)).astype(np.float32)
    found = MiniRocket(seed=0).fit(windows).transform(windows)
    assert found.shape == (4, 9996)
    assert FEATURES - 84 < 9996 <= FEATURES
    assert found.mean() == pytest.approx(0.5, abs=0.02)  # quantiles of the like, spread evenly
