"""Wavelet packets and the Morlet transform against closed forms and published coefficients."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.wavelet_packets import (
    MEYER,
    ORDERS,
    daubechies,
    packet_energies,
    packet_nodes,
)
from pfd_desktop.core.dsp.wavelet_transform import log_spaced, wavelet_map
from pfd_desktop.errors import InvalidInput

RATE_HZ = 10_000.0


def test_filters_are_daubechies_own() -> None:
    # Daubechies 1992, Ten Lectures on Wavelets, table 6.1, N = 2 and 4
    two = [0.4829629131445341, 0.8365163037378079, 0.2241438680420134, -0.1294095225512604]
    four = [
        *(0.2303778133088965, 0.7148465705529157, 0.6308807679298589, -0.0279837694168599),
        *(-0.1870348117190931, 0.0308413818355607, 0.0328830116668852, -0.0105974017850690),
    ]
    np.testing.assert_allclose(daubechies(2), two, atol=1e-12)
    np.testing.assert_allclose(daubechies(4), four, atol=1e-12)


@pytest.mark.parametrize("order", ORDERS)
def test_filters_are_orthonormal(order: int) -> None:
    taps = daubechies(order)
    assert taps @ taps == pytest.approx(1, abs=1e-12)
    for shift in range(1, order):
        assert taps[: -2 * shift] @ taps[2 * shift :] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("order", [MEYER, *ORDERS])
def test_energies_sum_to_the_energy_of_the_signal(order: int) -> None:
    samples = np.random.default_rng(0).standard_normal(4096)
    found = packet_energies(samples, RATE_HZ, 5, order)
    energy = ((samples - samples.mean()) ** 2).sum()
    assert found.energy.sum() == pytest.approx(energy, rel=1e-10)
    assert found.relative.sum() == pytest.approx(1, rel=1e-10)


@pytest.mark.parametrize("level", [1, 3, 5])
def test_a_tone_falls_into_its_own_node(level: int) -> None:
    width = RATE_HZ / 2 / 2**level
    time = np.arange(32_000) / RATE_HZ
    for node in range(2**level):
        found = packet_energies(np.sin(2 * np.pi * (node + 0.5) * width * time), RATE_HZ, level)
        assert int(found.relative.argmax()) == node
        assert found.relative[node] > 0.9
        assert found.centre_hz[node] == pytest.approx((node + 0.5) * width)


@pytest.mark.parametrize("order", [4, 8, 10])
def test_daubechies_nodes_are_in_order_too_though_they_spread(order: int) -> None:
    time = np.arange(16_000) / RATE_HZ
    for node in range(16):
        tone = np.sin(2 * np.pi * (node + 0.5) * RATE_HZ / 32 * time)
        assert int(packet_energies(tone, RATE_HZ, 4, order).relative.argmax()) == node
    low = packet_energies(np.sin(2 * np.pi * 500 * time), RATE_HZ, 3, 10)
    assert low.relative[0] > 0.9


@pytest.mark.parametrize("order", [MEYER, 4])
def test_packets_are_orthonormal(order: int) -> None:
    nodes = np.array([packet_nodes(unit, 3, order).ravel() for unit in np.eye(64)])
    np.testing.assert_allclose(nodes @ nodes.T, np.eye(64), atol=1e-12)


def test_a_first_level_is_the_plain_transform() -> None:
    samples = np.random.default_rng(1).standard_normal(64)
    low, high = packet_nodes(samples, 1, 1)
    np.testing.assert_allclose(low, (samples[::2] + samples[1::2]) / np.sqrt(2), atol=1e-14)
    np.testing.assert_allclose(np.abs(high), np.abs(samples[::2] - samples[1::2]) / np.sqrt(2))


def test_too_deep_a_level_is_refused() -> None:
    with pytest.raises(InvalidInput, match="choose a lower level"):
        packet_energies(np.ones(100), RATE_HZ, 6)


@pytest.mark.parametrize("centre_hz", [60.0, 700.0, 3000.0])
@pytest.mark.parametrize("cycles", [6.0, 12.0])
def test_a_unit_sine_reads_its_amplitude(centre_hz: float, cycles: float) -> None:
    time = np.arange(20_000) / RATE_HZ
    places = np.array([centre_hz / 1.5, centre_hz, centre_hz * 1.5])
    found = wavelet_map(np.sin(2 * np.pi * centre_hz * time), RATE_HZ, places, 500, cycles=cycles)
    inner = found.amplitude[1, 100:-100]
    np.testing.assert_allclose(inner, 1.0, atol=2e-3)
    # off its centre a Gaussian: exp(-(cycles (f/f₀ - 1))²/2)
    expected = np.exp(-((cycles * (1 / 1.5 - 1)) ** 2) / 2)
    np.testing.assert_allclose(found.amplitude[2, 100:-100], expected, atol=3e-3)


def test_columns_equal_the_textbook_transform() -> None:
    samples = np.random.default_rng(2).standard_normal(4000)
    found = wavelet_map(samples, RATE_HZ, np.array([400.0, 1000.0]), 100)
    for row, centre_hz in enumerate((400.0, 1000.0)):
        deviation = 6 / (2 * np.pi * centre_hz)
        time = np.arange(-400, 401) / RATE_HZ
        wavelet = np.exp(2j * np.pi * centre_hz * time - (time / deviation) ** 2 / 2)
        wavelet *= 2 / (deviation * np.sqrt(2 * np.pi)) / RATE_HZ
        textbook = np.abs(np.convolve(samples - samples.mean(), wavelet, "same"))
        highest = textbook.reshape(100, 40).max(axis=1)
        inside = np.isfinite(found.amplitude[row])
        assert inside.sum() > 90
        # columns end between samples, here 32 and there 40 to a column: slopes differ by one
        scatter = 0.05 * highest.max()
        np.testing.assert_allclose(found.amplitude[row][inside], highest[inside], atol=scatter)


def test_an_impulse_is_found_in_time() -> None:
    samples = np.zeros(10_000)
    samples[6000] = 1.0
    found = wavelet_map(samples, RATE_HZ, log_spaced(100.0, 4000.0, 8), 200)
    assert len(found.frequency_hz) == 44
    row = found.amplitude[-1]
    assert found.time_s[np.nanargmax(row)] == pytest.approx(0.6, abs=0.005)


def test_wavelets_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InvalidInput, match="do not fit"):
        wavelet_map(np.ones(100), RATE_HZ, np.array([10.0, 100.0]), 50)
    with pytest.raises(InvalidInput, match="below 5000 Hz"):
        wavelet_map(np.ones(10_000), RATE_HZ, np.array([100.0, 6000.0]), 50)
