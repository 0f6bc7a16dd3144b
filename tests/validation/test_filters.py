"""Filters, resampling and integration against scipy.signal and closed forms."""

from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import signal

from pfd_desktop.core.chains.chain import apply_chain
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.dsp.filters import antialias, decimated, resampled, settling
from pfd_desktop.core.parameters import Value
from pfd_desktop.core.physics.units import factor
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent

Floats = NDArray[np.float64]

RATE = 10_000.0
NOISE = np.random.default_rng(5).standard_normal(20_000)


def applied(samples: Floats, *steps: Step, unit: str = "g", rate_hz: float = RATE) -> Waveform:
    """The samples behind the steps."""
    quantity = {"g": "acceleration", "m/s²": "acceleration", "mm/s": "velocity"}.get(
        unit, "displacement"
    )
    given = Waveform(samples, rate_hz, quantity, unit)
    return apply_chain(given, Chain(steps), None, Silent())


def step(kind: str, **values: Value) -> Step:
    """A step with some of its values set."""
    return Step(kind, tuple(values.items()))


@pytest.mark.parametrize("order", [1, 2, 4, 7, 10])
@pytest.mark.parametrize("kind", ["highpass", "lowpass", "bandpass"])
def test_filters_equal_scipy(kind: Literal["highpass", "lowpass", "bandpass"], order: int) -> None:
    band = kind == "bandpass"
    edges = [300.0, 1200.0] if band else 800.0
    told: dict[str, Value] = {"band_hz": (300.0, 1200.0)} if band else {"frequency_hz": 800.0}
    sections = signal.butter(order, edges, kind, fs=RATE, output="sos")
    zero = applied(NOISE, step(kind, order=float(order), **told)).samples
    inside = slice(2000, -2000)  # at the ends scipy's has a mirror, ours is carried on
    expected = signal.sosfiltfilt(sections, NOISE)
    np.testing.assert_allclose(zero[inside], expected[inside], rtol=1e-9, atol=1e-11)
    causal = applied(NOISE, step(kind, order=float(order), phase="causal", **told)).samples
    np.testing.assert_allclose(causal, signal.sosfilt(sections, NOISE), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("phase", np.linspace(0, np.pi, 5))
def test_a_tone_behind_a_filter_of_zero_phase_has_no_edges(phase: float) -> None:
    time = np.arange(50_000) / RATE
    tone = 5 + 0.3 * np.sin(2 * np.pi * 30 * time + phase)
    for kind, told in (
        ("highpass", {"frequency_hz": 10.0}),
        ("bandpass", {"band_hz": (10.0, 200.0)}),
        ("notch", {"frequency_hz": 50.0}),
    ):
        found = applied(tone, step(kind, **told)).samples - (5 if kind == "notch" else 0)
        middle = 0.3 * np.sin(2 * np.pi * 30 * time + phase)
        gain = float(found[20_000:30_000] @ middle[20_000:30_000]) / float(
            middle[20_000:30_000] @ middle[20_000:30_000]
        )
        assert np.abs(found - gain * middle).max() < 0.005


def test_what_a_filter_takes_out_leaves_no_ringing_at_the_ends() -> None:
    """Impacts on a carrier of 3 kHz behind 20 to 200 Hz: a part equals the whole."""
    time = np.arange(60_000) / RATE
    struck = np.exp(-1500 * (time % (1 / 107.3))) * np.sin(2 * np.pi * 3000 * (time % (1 / 107.3)))
    loud = struck + 0.2 * np.random.default_rng(3).standard_normal(len(time))
    one = step("bandpass", band_hz=(20.0, 200.0))
    for first in (20_040, 20_131, 20_226):  # at the edge: 0.5 to 1, the band holds 0.1
        whole = applied(loud, one).samples[first : first + 20_000]
        part = applied(loud[first : first + 20_000], one).samples
        assert np.abs(part - whole).max() < 0.6 * np.abs(whole).max()


def test_detrend_equals_scipy() -> None:
    sloped = NOISE + 4 - np.arange(len(NOISE)) / 1000
    for trend in ("constant", "linear"):
        ours = applied(sloped, step("detrend", trend=trend)).samples
        np.testing.assert_allclose(ours, signal.detrend(sloped, type=trend), atol=1e-10)


def test_zero_phase_delays_nothing_and_causal_does() -> None:
    time = np.arange(20_000) / RATE
    tone = np.cos(2 * np.pi * 200 * time)
    edge = step("lowpass", frequency_hz=400.0)
    middle = slice(5_000, 15_000)
    zero = applied(tone, edge).samples[middle]
    turning = np.exp(-2j * np.pi * 200 * time[middle])
    assert np.angle((zero * turning).sum()) == pytest.approx(0, abs=1e-6)
    causal = applied(tone, step("lowpass", frequency_hz=400.0, phase="causal")).samples[middle]
    sections = signal.butter(4, 400.0, "lowpass", fs=RATE, output="sos")
    _, response = signal.sosfreqz(sections, [200.0], fs=RATE)
    assert np.angle((causal * turning).sum()) == pytest.approx(np.angle(response[0]), abs=1e-6)


def test_edges_lose_six_and_three_decibels() -> None:
    time = np.arange(100_000) / RATE
    tone = np.cos(2 * np.pi * 400 * time)
    middle = slice(20_000, 80_000)
    for phase, loss_db in (("zero", 6.0206), ("causal", 3.0103)):
        kept = applied(tone, step("lowpass", frequency_hz=400.0, phase=phase)).samples[middle]
        assert 20 * np.log10(np.sqrt(2) * kept.std()) == pytest.approx(-loss_db, abs=2e-3)


def test_a_notch_takes_out_its_line_and_multiples() -> None:
    time = np.arange(200_000) / RATE
    lines = {50.0: 1.0, 100.0: 0.5, 150.0: 0.25, 75.0: 0.7}
    tones = sum(a * np.cos(2 * np.pi * f * time) for f, a in lines.items())
    kept = applied(np.asarray(tones), step("notch", quality=30.0, harmonics=3.0)).samples
    middle = kept[50_000:150_000]
    for frequency in lines:
        level = 2 * abs(np.mean(middle * np.exp(-2j * np.pi * frequency * time[50_000:150_000])))
        assert level == pytest.approx(0.7 if frequency == 75 else 0.0, abs=5e-3)
    sections = signal.tf2sos(*signal.iirnotch(50.0, 30.0, RATE))
    ours = applied(NOISE, step("notch", phase="causal")).samples
    np.testing.assert_allclose(ours, signal.sosfilt(sections, NOISE), atol=1e-10)


@pytest.mark.parametrize("factor_", [2, 5, 16])
def test_decimation_does_not_alias_and_keeps_what_it_may(factor_: int) -> None:
    time = np.arange(100_000) / RATE
    nyquist = RATE / factor_ / 2
    inner = slice(200, -200)
    for share in (1.0, 1.01, 1.3, 1.7):
        if share * nyquist < RATE / 2:
            above = np.cos(2 * np.pi * share * nyquist * time)
            folded = applied(above, step("decimate", factor=float(factor_))).samples[inner]
            assert np.abs(folded).max() < 1e-4
            assert np.abs(above[::factor_]).max() > 0.9  # without a filter all of it comes back
    for share in (0.05, 0.5, 0.79):
        below = np.cos(2 * np.pi * share * nyquist * time)
        kept = applied(below, step("decimate", factor=float(factor_)))
        assert kept.rate_hz == RATE / factor_
        np.testing.assert_allclose(kept.samples[inner], below[::factor_][inner], atol=1e-4)


@pytest.mark.parametrize(("up", "down"), [(1, 4), (3, 2), (147, 160), (160, 147), (2, 1)])
def test_polyphase_equals_scipy(up: int, down: int) -> None:
    weights = antialias(max(up, down))
    theirs = signal.resample_poly(NOISE, up, down, window=weights)
    ours = resampled(NOISE, up, down, weights)
    assert len(ours) == len(theirs)
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_a_tone_keeps_its_place_when_resampled() -> None:
    time = np.arange(50_000) / RATE
    tone = np.cos(2 * np.pi * 1234.5 * time + 0.3)
    for method, error in (("polyphase", 1e-4), ("fourier", 2e-2)):  # the tone is not periodic
        made = applied(tone, step("resample", rate_hz=25_600.0, method=method))
        assert made.rate_hz == pytest.approx(25_600)
        expected = np.cos(2 * np.pi * 1234.5 * np.arange(len(made.samples)) / made.rate_hz + 0.3)
        np.testing.assert_allclose(made.samples[2000:-2000], expected[2000:-2000], atol=error)


def test_decimation_in_pieces_is_decimation() -> None:
    long = np.random.default_rng(1).standard_normal((1 << 22) + 12_345)
    whole = resampled(long, 1, 9, antialias(9))
    np.testing.assert_allclose(decimated(long, 9), whole, atol=1e-12)


def test_a_filter_has_settled_when_it_says_so() -> None:
    for order, edge in ((1, 5.0), (4, 50.0), (10, 3000.0)):
        sections = signal.butter(order, edge, "lowpass", fs=RATE, output="sos")
        impulse = np.zeros(settling(sections) + 20_000)
        impulse[0] = 1
        response = np.abs(signal.sosfilt(sections, impulse))
        assert response[settling(sections) :].max() < 1e-8 * response.max()


# -- integration and units ---------------------------------------------------------------------


def cosine(frequency_hz: float, amplitude: float, count: int = 200_000) -> tuple[Floats, float]:
    """A whole number of periods near *frequency_hz*, and the rate that makes it exact."""
    periods = round(frequency_hz * count / RATE)
    rate_hz = frequency_hz * count / periods
    return amplitude * np.cos(2 * np.pi * periods * np.arange(count) / count), rate_hz


def test_one_g_is_9_8_mm_per_second_is_9_8_micrometres() -> None:
    tone, rate_hz = cosine(1000 / (2 * np.pi), 1.0)
    velocity = applied(tone, step("integrate"), rate_hz=rate_hz)
    assert (velocity.quantity, velocity.unit) == ("velocity", "mm/s")
    peak, rms = float(velocity.samples.max()), float(velocity.samples.std())
    print(f"1 g peak at 159.1549 Hz: {peak:.5f} mm/s peak, {rms:.5f} mm/s rms")
    assert peak == pytest.approx(9.80665, rel=1e-6)
    assert rms == pytest.approx(6.93435, rel=1e-6)
    twice = applied(tone, step("integrate", times="twice"), rate_hz=rate_hz)
    assert (twice.quantity, twice.unit) == ("displacement", "µm")
    assert twice.samples.max() == pytest.approx(9.80665, rel=1e-6)
    np.testing.assert_allclose(twice.samples, -9.80665 * tone, atol=2e-4)
    np.testing.assert_allclose(twice.samples[5000:-5000], -9.80665 * tone[5000:-5000], atol=2e-5)


def test_there_and_back() -> None:
    tone, rate_hz = cosine(80.0, 3.0)
    for times in ("once", "twice"):
        there, back = step("integrate", times=times), step("differentiate", times=times)
        same = applied(tone, there, back, rate_hz=rate_hz)
        assert same.unit == "g"
        np.testing.assert_allclose(same.samples, tone, atol=2e-3)


def test_the_highpass_is_where_it_is_said_to_be() -> None:
    below, rate_hz = cosine(4.9, 1.0)
    gone = np.abs(applied(below, step("integrate"), rate_hz=rate_hz).samples)
    assert gone.max() < 1e-2 * 9806.65 / (2 * np.pi * 4.9)
    above, rate_hz = cosine(9.0, 1.0)
    kept = applied(above, step("integrate", highpass_hz=9.0), rate_hz=rate_hz).samples
    assert kept[10_000:-10_000].max() == pytest.approx(9806.65 / (2 * np.pi * 9), rel=1e-3)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("g", "m/s²", 9.80665),
        ("m/s²", "g", 1 / 9.80665),
        ("mm/s", "in/s", 1 / 25.4),
        ("mil", "µm", 25.4),
        ("mm", "µm", 1000.0),
        ("V", "mV", 1000.0),
    ],
)
def test_units(source: str, target: str, expected: float) -> None:
    assert factor(source, target) == pytest.approx(expected, rel=1e-12)


def test_units_of_different_things_are_not_converted() -> None:
    with pytest.raises(InvalidInput, match="integrate or differentiate instead"):
        factor("g", "mm/s")
    with pytest.raises(InvalidInput, match="not known here"):
        factor("counts", "g")
