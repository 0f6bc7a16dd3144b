"""Features against closed forms, and against changes that must not matter."""

from math import gamma

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.features.catalogue import (
    CATALOGUE,
    NAMES,
)
from pfd_desktop.core.features.spec import Known
from pfd_desktop.core.features.spectral import density
from pfd_desktop.core.features.windows import features_of, window_digest, window_starts
from pfd_desktop.core.physics.kinematics import BearingOrders, orders
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.errors import InvalidInput

RATE_HZ = 12000.0
SKF_6205 = Bearing("", "6205", "SKF", 9, 0.3126 * 25.4, 1.537 * 25.4, 0.0, "CWRU")


def features(samples: NDArray[np.float64], **known: object) -> dict[str, float]:
    lines = known.get("lines")
    assert lines is None or isinstance(lines, BearingOrders)
    shaft_hz = known.get("shaft_hz")
    assert shaft_hz is None or isinstance(shaft_hz, float)
    (row,) = features_of("standard", samples[None, :], RATE_HZ, Known(lines, shaft_hz))
    return dict(zip(NAMES, row.tolist(), strict=True))


def test_a_sine_has_the_factors_of_a_sine() -> None:
    time_s = np.arange(12000) / RATE_HZ
    found = features(3.0 * np.sin(2 * np.pi * 7 * time_s))
    assert found["rms"] == pytest.approx(3 / np.sqrt(2), rel=1e-6)
    assert found["crest factor"] == pytest.approx(np.sqrt(2), rel=1e-3)
    assert found["shape factor"] == pytest.approx(np.pi / (2 * np.sqrt(2)), rel=1e-3)
    assert found["impulse factor"] == pytest.approx(np.pi / 2, rel=1e-3)
    root_mean = gamma(0.75) / (np.sqrt(np.pi) * gamma(1.25))  # mean √|sin|
    assert found["clearance factor"] == pytest.approx(1 / root_mean**2, rel=1e-3)
    assert found["kurtosis"] == pytest.approx(1.5, rel=1e-3)
    assert found["skewness"] == pytest.approx(0.0, abs=1e-9)
    assert found["zero crossing rate"] == pytest.approx(14, abs=1)
    assert found["spectral centroid"] == pytest.approx(12, abs=3)
    assert found["spectral entropy"] < 0.2
    assert found["share below 500 Hz"] == pytest.approx(1.0, abs=1e-6)


def test_gaussian_noise_is_flat_and_has_kurtosis_three() -> None:
    found = features(np.random.default_rng(0).normal(size=400_000))
    assert found["kurtosis"] == pytest.approx(3.0, abs=0.03)
    assert found["skewness"] == pytest.approx(0.0, abs=0.02)
    assert found["shape factor"] == pytest.approx(np.sqrt(np.pi / 2), rel=2e-3)
    assert found["spectral centroid"] == pytest.approx(3000, rel=0.01)
    assert found["spectral spread"] == pytest.approx(6000 / np.sqrt(12), rel=0.01)
    assert found["spectral flatness"] == pytest.approx(1.0, abs=0.01)
    assert found["spectral entropy"] == pytest.approx(1.0, abs=0.001)
    assert found["spectral roll-off"] == pytest.approx(5700, rel=0.01)
    assert found["share below 500 Hz"] == pytest.approx(500 / 6000, rel=0.05)
    assert found["share above 5000 Hz"] == pytest.approx(1000 / 6000, rel=0.05)


def test_density_is_scipys() -> None:
    from scipy.signal import welch

    samples = np.random.default_rng(1).normal(size=8192)
    frequencies, power = density(samples[None, :], RATE_HZ)
    f, p = welch(samples, RATE_HZ, nperseg=1024, noverlap=512, detrend=False)
    np.testing.assert_allclose(frequencies, f[1:], rtol=1e-12)
    np.testing.assert_allclose(power[0, :-1], p[1:-1], rtol=1e-10)


def impacts(line_hz: float, seconds: float = 1.0) -> NDArray[np.float64]:
    """Decaying 3 kHz bursts at *line_hz* in noise."""
    time_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    since = time_s % (1 / line_hz)
    burst = np.exp(-800 * since) * np.sin(2 * np.pi * 3000 * since)
    return burst + 0.05 * np.random.default_rng(2).normal(size=len(time_s))


@pytest.mark.parametrize("family", ["BPFO", "BPFI", "2×BSF"])
def test_the_family_that_is_there_stands_out(family: str) -> None:
    lines, shaft_hz = orders(SKF_6205), 1797 / 60
    place = {"BPFO": lines.bpfo, "BPFI": lines.bpfi, "2×BSF": lines.ball_defect}
    found = features(impacts(place[family] * shaft_hz), lines=lines, shaft_hz=shaft_hz)
    heights = {name: found[f"{name} h1"] for name in place}
    assert max(heights, key=lambda name: heights[name]) == family
    assert heights[family] > 25
    assert max(v for name, v in heights.items() if name != family) < heights[family] - 10


@pytest.mark.parametrize("value", [0.0, 1.0, -1e9, 0.1])
def test_a_constant_gives_zeros_and_no_nan(value: float) -> None:
    found = features(np.full(2048, value), lines=orders(SKF_6205), shaft_hz=30.0)
    assert {v for v in found.values() if not np.isnan(v)} == {0.0}


@pytest.mark.parametrize("samples", [64, 100, 1023, 2048])
def test_any_length_is_finite(samples: int) -> None:
    noise = np.random.default_rng(3).normal(size=(3, samples))
    table = features_of("standard", noise, RATE_HZ, Known(orders(SKF_6205), 30.0))
    assert table.shape == (3, len(NAMES))
    needs = [bool(spec.needs) or spec.name == "sample entropy" for spec in CATALOGUE]
    assert np.isfinite(table[:, ~np.array(needs)]).all()
    assert not np.isinf(table).any()


def test_windows_are_whole_and_lie_where_the_overlap_says() -> None:
    assert window_starts(300, 100, 0.0).tolist() == [0, 100, 200]
    assert window_starts(300, 100, 0.5).tolist() == [0, 50, 100, 150, 200]
    assert window_starts(99, 100, 0.0).tolist() == []
    for window, overlap in ((63, 0.0), (100, 0.95), (100, -0.1)):
        with pytest.raises(InvalidInput):
            window_starts(1000, window, overlap)


def test_equal_samples_have_equal_digests_and_others_not() -> None:
    window = np.arange(64, dtype=np.float32)
    assert window_digest(window) == window_digest(window.astype(np.float64))
    changed = window.copy()
    changed[10] += 1
    assert window_digest(changed) != window_digest(window)
