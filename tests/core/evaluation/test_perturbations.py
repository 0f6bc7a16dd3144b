"""Each perturbation does what it says, no more, and the same again."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.perturbations import (
    KINDS,
    Perturbation,
    perturbed,
    speed_factor,
    sweep,
)
from pfd_desktop.errors import InvalidInput

SAMPLES = 1 << 14


def tone(cycles: float, mean: float = 0.0) -> NDArray[np.float32]:
    angle = 2 * np.pi * cycles * np.arange(SAMPLES) / SAMPLES
    return (mean + 3 * np.sin(angle)).astype(np.float32)


def done(
    samples: NDArray[np.float32], kind: str, level: float, seed: int = 0
) -> NDArray[np.float32]:
    return perturbed(samples, Perturbation(kind, level), seed, "content")


@pytest.mark.parametrize("level", [20.0, 5.0, -10.0])
def test_noise_has_the_ratio_asked_for_whatever_the_mean(level: float) -> None:
    samples = tone(100, mean=50.0)
    noise = done(samples, "noise", level).astype(np.float64) - samples
    power = samples.astype(np.float64).var() / noise.var()
    assert 10 * np.log10(power) == pytest.approx(level, abs=0.1)
    assert abs(noise.mean()) < 0.05 * noise.std()


def test_noise_alone_holds_nothing_of_the_signal() -> None:
    samples = tone(100, mean=50.0)
    noise = done(samples, "noise", -np.inf)
    assert noise.std() == pytest.approx(samples.std(), rel=0.03)
    assert abs(np.corrcoef(noise, samples)[0, 1]) < 0.03


def test_a_noise_grows_and_is_not_drawn_anew() -> None:
    samples = tone(100)
    little, much = (done(samples, "noise", level) - samples for level in (20.0, 0.0))
    np.testing.assert_allclose(much, 10 * little, atol=1e-5)


def test_gain_and_offset() -> None:
    samples = tone(100)
    np.testing.assert_array_equal(done(samples, "gain", 0.125), samples * np.float32(0.125))
    moved = done(samples, "offset", 10.0)
    np.testing.assert_allclose(moved - samples, 10 * samples.std(), rtol=1e-5)


def test_at_a_quarter_of_the_rate_what_lies_above_is_gone() -> None:
    low, high = tone(SAMPLES // 16), tone(3 * SAMPLES // 16)
    np.testing.assert_allclose(done(low + high, "rate", 0.25), low, atol=1e-5)


@pytest.mark.parametrize("level", [5.0, 50.0, 100.0])
def test_the_signal_is_gone_for_one_stretch(level: float) -> None:
    samples = tone(100) + np.float32(10.0)
    found = done(samples, "dropped", level)
    silent = np.flatnonzero(found == 0)
    assert len(silent) == round(level / 100 * SAMPLES)
    assert (np.diff(silent) == 1).all()
    kept = found != 0
    np.testing.assert_array_equal(found[kept], samples[kept])


@pytest.mark.parametrize("level", [-10.0, 5.0])
def test_played_faster_every_frequency_rises_and_time_is_shorter(level: float) -> None:
    factor = 1 + level / 100
    found = done(tone(1000), "speed", level)
    assert len(found) == round(SAMPLES / factor)
    line = int(np.abs(np.fft.rfft(found)).argmax()) / len(found)
    assert line == pytest.approx(1000 / SAMPLES * factor, rel=1e-3)
    assert found.std() == pytest.approx(tone(1000).std(), rel=0.01)
    assert speed_factor(Perturbation("speed", level)) == factor
    assert speed_factor(Perturbation("noise", level)) == 1.0


@pytest.mark.parametrize("level", KINDS["told-speed"].levels)
def test_a_speed_told_wrong_leaves_the_signal_and_lies_of_its_speed(level: float) -> None:
    np.testing.assert_array_equal(done(tone(1000), "told-speed", level), tone(1000))
    assert speed_factor(Perturbation("told-speed", level)) == 1 + level / 100


@pytest.mark.parametrize("asked", sweep())
def test_the_same_seed_gives_the_same_numbers(asked: Perturbation) -> None:
    samples = tone(100)
    first = perturbed(samples, asked, 3, "content")
    np.testing.assert_array_equal(perturbed(samples, asked, 3, "content"), first)
    assert first.dtype == np.float32
    if asked.kind == "noise":
        for seed, content in ((4, "content"), (3, "other")):
            assert (perturbed(samples, asked, seed, content) != first).any()


def test_all_kinds_are_swept_or_those_asked_for() -> None:
    assert {one.kind for one in sweep()} == set(KINDS)
    assert [one.level for one in sweep(("gain",))] == [0.125, 0.5, 2.0, 8.0]
    with pytest.raises(InvalidInput, match="no perturbation 'heat'"):
        sweep(("heat",))
