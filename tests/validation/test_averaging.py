"""The four averages answer different questions, each with a known answer."""

from pathlib import Path

import numpy as np
import pytest
from scipy import signal

from pfd_desktop.core.dsp.averaging import Averaging, Memory
from pfd_desktop.core.dsp.segments import every, once_per_turn, overlapping, turn_starts
from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum, psd
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.errors import InvalidInput

RATE = 1000
SIZE = 200
LINE = 20  # 100 Hz


def step_of_amplitude() -> np.ndarray:
    """A sine of amplitude 1 in eight pieces and of 3 in two more."""
    time = np.arange(10 * SIZE) / RATE
    return np.where(time < 8 * SIZE / RATE, 1.0, 3.0) * np.sin(2 * np.pi * 100 * time)


def read(averaging: Averaging, memory: Memory, single: bool = False) -> float:
    found = amplitude_spectrum(
        step_of_amplitude(),
        RATE,
        Window.BOXCAR,
        Scaling.PEAK,
        segment=SIZE,
        overlap=0.0,
        averaging=averaging,
        memory=memory,
        single=single,
    )
    assert found.averages == 10
    return float(found.values[LINE])


@pytest.mark.parametrize("single", [False, True])
def test_each_average_of_a_rising_sine(single: bool) -> None:
    memory = Memory.of_averages(4)  # α = 0.4
    weights = 0.4 * 0.6 ** np.arange(9, -1, -1)
    power = weights @ np.array([1.0] * 8 + [9.0] * 2) / weights.sum()
    close = 1e-6 if single else 1e-12  # a vector average is always double
    assert read(Averaging.LINEAR, memory, single) == pytest.approx(np.sqrt(2.6), rel=close)
    assert read(Averaging.EXPONENTIAL, memory, single) == pytest.approx(np.sqrt(power), rel=close)
    assert read(Averaging.PEAK_HOLD, memory, single) == pytest.approx(3.0, rel=close)
    assert read(Averaging.VECTOR, memory, single) == pytest.approx(1.4, rel=close)


def test_time_constant_is_when_the_past_counts_1_over_e() -> None:
    memory = Memory.of_time(2.0, step_s=0.5)
    assert (1 - memory.weight) ** 4 == pytest.approx(np.exp(-1))
    with pytest.raises(InvalidInput, match="time constant"):
        Memory.of_time(0.0, 1.0)
    with pytest.raises(InvalidInput, match="averages"):
        Memory.of_averages(0)


def test_exponential_average_is_as_steady_as_its_number_of_linear_ones() -> None:
    noise = np.random.default_rng(0).standard_normal(2_000_000)
    memory = Memory.of_averages(25)
    found = psd(
        noise, 2.0, Window.BOXCAR, segment=4000, averaging=Averaging.EXPONENTIAL, memory=memory,
        overlap=0.0,
    )  # fmt: skip
    spread = found.values[1:-1].std() / found.values[1:-1].mean()
    assert spread == pytest.approx(1 / np.sqrt(25), rel=0.08)


def test_vector_average_keeps_what_repeats_with_the_trigger() -> None:
    rng = np.random.default_rng(1)
    time = np.arange(400 * SIZE) / RATE
    noise = rng.standard_normal(len(time))
    samples = np.sin(2 * np.pi * 100 * time) + np.sin(2 * np.pi * 132.5 * time) + noise
    cuts = every(len(samples), SIZE, SIZE)
    averaging = Averaging.VECTOR
    found = amplitude_spectrum(samples, RATE, scaling=Scaling.PEAK, cuts=cuts, averaging=averaging)
    assert found.values[LINE] == pytest.approx(1.0, abs=0.02)
    assert found.values[26:28].max() < 0.03  # 132.5 Hz comes at every phase, and sums to nothing
    floor = np.sqrt(np.mean(found.values[40:95] ** 2))
    assert floor == pytest.approx(2 * np.sqrt(1.5 / SIZE) / np.sqrt(400), rel=0.1)


def test_trigger_once_per_turn_finds_the_turns_of_a_run_up() -> None:
    speed = SpeedProfile(np.array([0.0, 10.0]), np.array([600.0, 1200.0]))
    starts = turn_starts(10 * RATE, RATE, speed)
    # 10 t + t²/2 turns: solved for the whole ones
    exact = -10 + np.sqrt(100 + 2 * np.arange(len(starts)))
    np.testing.assert_allclose(starts / RATE, exact, atol=1e-9)
    assert len(starts) == 150


def test_vector_average_turn_by_turn_is_right_between_samples() -> None:
    """700 rpm at 1000 Hz: 85.71 samples a turn; unmended, the 17th order loses sinc(f/fs)."""
    time = np.arange(60 * RATE) / RATE
    samples = 2.0 * np.cos(2 * np.pi * 17 * 700 / 60 * time)
    cuts = once_per_turn(len(samples), RATE, 600, SpeedProfile.constant(700.0))
    assert cuts.late is not None
    once = amplitude_spectrum(samples, RATE, Window.FLATTOP, Scaling.PEAK, cuts=cuts.first(1))
    flat = once.values.max() / 2.0  # what the window loses between two lines
    found = amplitude_spectrum(
        samples,
        RATE,
        Window.FLATTOP,
        Scaling.PEAK,
        cuts=cuts,
        averaging=Averaging.VECTOR,
    )
    assert found.values.max() == pytest.approx(2.0 * flat, rel=1e-4)
    cut = amplitude_spectrum(
        samples,
        RATE,
        Window.FLATTOP,
        Scaling.PEAK,
        cuts=type(cuts)(cuts.starts, cuts.size),
        averaging=Averaging.VECTOR,
    )
    lost = np.sinc(17 * 700 / 60 / RATE)
    assert cut.values.max() == pytest.approx(2.0 * lost, rel=2e-3)


def test_single_precision_equals_double_and_scipy() -> None:
    """Stated: right to 1e-6 of the highest line."""
    rng = np.random.default_rng(2)
    time = np.arange(1 << 17) / 25_600
    samples = (10 * np.sin(2 * np.pi * 3000 * time) + rng.standard_normal(len(time))).astype("f4")
    fast = psd(samples, 25_600, segment=8192, single=True)
    exact = psd(samples, 25_600, segment=8192)
    _, theirs = signal.welch(samples.astype("f8"), 25_600, nperseg=8192)
    np.testing.assert_allclose(exact.values, theirs, rtol=1e-12, atol=1e-20)
    fast_lines, exact_lines = np.sqrt(fast.values), np.sqrt(exact.values)
    assert np.abs(fast_lines - exact_lines).max() < 1e-6 * exact_lines.max()


def test_a_mapped_file_is_read_as_an_array_is(tmp_path: Path) -> None:
    path = tmp_path / "samples.f4"
    rng = np.random.default_rng(3)
    rng.standard_normal(100_000).astype("<f4").tofile(path)
    mapped = np.memmap(path, dtype="<f4", mode="r")
    found = psd(mapped, 1000.0, segment=1000, single=True)
    np.testing.assert_allclose(
        found.values, psd(np.array(mapped), 1000.0, segment=1000, single=True).values
    )


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="trigger"):
        every(1000, 100, 0)
    with pytest.raises(InvalidInput, match="cannot be cut"):
        every(50, 100, 10)
    with pytest.raises(InvalidInput, match="cannot be cut"):
        once_per_turn(50, 1000.0, 100, SpeedProfile.constant(600.0))
    still = SpeedProfile(np.array([0.0, 1.0]), np.array([0.0, 0.0]))
    with pytest.raises(InvalidInput, match="stands still"):
        turn_starts(1000, 1000.0, still)
    assert overlapping(1000, None, 0.5).overlap == 0.0
    assert overlapping(1000, 100, 0.75).overlap == pytest.approx(0.75)
