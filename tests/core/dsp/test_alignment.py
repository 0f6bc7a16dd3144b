"""The offset of two recordings, planted and found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfd_desktop.core.dsp.alignment import align
from pfd_desktop.errors import InvalidInput

RATE_HZ = 10_000.0


@settings(max_examples=30, deadline=None)
@given(shift=st.integers(-3000, 3000), sign=st.sampled_from([1.0, -1.0]), seed=st.integers(0, 1000))
def test_a_planted_shift_is_found(shift: int, sign: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    event = rng.standard_normal(12_000)
    first = event[3000:9000]
    second = sign * event[3000 + shift : 9000 + shift] + 0.3 * rng.standard_normal(6000)
    found = align(first, second, RATE_HZ)
    assert found.offset_s == pytest.approx(shift / RATE_HZ, abs=0.2 / RATE_HZ)
    assert found.correlation == pytest.approx(sign / np.sqrt(1.09), abs=0.03)


def test_a_fraction_of_a_sample_is_found() -> None:
    time = np.arange(8000) / RATE_HZ
    pulse = np.exp(-(((time - 0.4) / 0.001) ** 2))
    later = np.exp(-(((time - 0.4 - 0.35 / RATE_HZ) / 0.001) ** 2))
    assert align(pulse, later, RATE_HZ).offset_s == pytest.approx(-0.35 / RATE_HZ, rel=0.05)


def test_recordings_of_different_length() -> None:
    event = np.random.default_rng(1).standard_normal(9000)
    found = align(event, event[4000:5000], RATE_HZ)
    assert found.offset_s == pytest.approx(0.4, abs=1e-6)
    assert found.correlation == pytest.approx(1.0, abs=1e-3)


def test_a_constant_has_no_offset() -> None:
    with pytest.raises(InvalidInput, match=r"has no offset"):
        align(np.ones(100), np.arange(100.0), RATE_HZ)
