"""What is said of the speed that lines are computed from."""

import numpy as np

from pfd_desktop.core.diagnosis.settling import settle_speed

RATE_HZ = 12000.0


def test_a_refined_speed_is_not_called_as_told() -> None:
    """The shaft turns at 1795.8 rpm, 1797 was told: both figures are named for what they are."""
    time_s = np.arange(int(10 * RATE_HZ)) / RATE_HZ
    noise = np.random.default_rng(0).normal(size=len(time_s))
    harmonics = sum(np.sin(2 * np.pi * n * 1795.8 / 60 * time_s + n) for n in range(1, 11))
    settled = settle_speed(harmonics + 0.5 * noise, RATE_HZ, 1797.0)
    assert settled.rpm is not None
    assert abs(settled.rpm - 1795.8) < 0.3
    assert "told 1797, refined" in settled.note
    assert "as told" not in settled.note
