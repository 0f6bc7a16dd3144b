"""Times as they are printed: the rate within their rounding, and every lost row that shows."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfd_desktop.core.doctor.grade import grade_of
from pfd_desktop.core.waveforms.importers.stamps import LOST, even_to

RATE_HZ = 25_600.0


def printed(rate_hz: float, index: np.ndarray, decimals: int) -> np.ndarray:
    return np.round(index / rate_hz, decimals)


def test_four_rows_lost_of_a_million_are_found_with_their_places() -> None:
    lost = (120_000, 400_001, 700_002, 999_000)
    index = np.delete(np.arange(1_000_004), lost)
    times = even_to(printed(RATE_HZ, index, 6), "time", 1e-6, lines_before=1)
    assert times.rate_hz == pytest.approx(RATE_HZ, rel=1e-6)
    (flag,) = times.flags
    assert flag.code == LOST
    assert "4 rows are missing before line 120,002" in flag.text
    found = [round(end * RATE_HZ) for _, end in flag.places]
    assert found == [row - i for i, row in enumerate(lost)]
    assert grade_of(times.flags) == "C"


def test_times_of_four_decimals_at_a_high_rate_are_even() -> None:
    times = even_to(printed(RATE_HZ, np.arange(100_000), 4), "time", 1e-4)
    assert times.rate_hz == pytest.approx(RATE_HZ, rel=1e-4)
    assert not times.flags
    assert "may not show" in times.notes[0]


def test_too_coarse_times_are_refused_with_the_reason() -> None:
    times = even_to(printed(RATE_HZ, np.arange(2000), 3), "time", 1e-3)
    assert times.rate_hz is None
    assert times.coarse
    assert "too coarse to tell the rate to 0.1 % from 2,000 rows" in times.notes[0]


@dataclass(frozen=True)
class Printed:
    """Times rounded to some decimals, with *width* rows lost at each of *gaps* places."""

    exponent: float  # of ten, for the rate
    decimals: int
    rows: int
    start_s: float
    gaps: int
    width: int
    seed: int


PRINTED = st.builds(
    Printed,
    exponent=st.floats(2, np.log10(2e5)),
    decimals=st.integers(3, 9),
    rows=st.integers(300, 100_000),
    start_s=st.floats(0, 100),
    gaps=st.integers(0, 6),
    width=st.sampled_from((1, 1, 3, 20)),
    seed=st.integers(0, 2**32 - 1),
)


@settings(max_examples=300, deadline=None)
@given(one=PRINTED)
def test_no_rate_is_wrong_and_no_gap_beyond_the_rounding_is_missed(one: Printed) -> None:
    rows, gaps, width = one.rows, one.gaps, one.width
    rate, quantum = 10**one.exponent, 10.0**-one.decimals
    margin = rows // 20 + 40  # a gap at the very ends cannot be told from another beginning
    places = np.random.default_rng(one.seed).choice(np.arange(margin, rows - margin), gaps, False)
    index = np.arange(rows) + width * np.searchsorted(np.sort(places), np.arange(rows), "right")
    times = even_to(np.round(one.start_s + index / rate, one.decimals), "t", quantum)
    lost = gaps * width
    if times.rate_hz is None:
        coarse_enough = times.coarse and quantum > 0.999e-3 * index[-1] / rate
        # Rounding that hides lost rows makes times that fit no rate: a refusal, and no wrong rate.
        assert coarse_enough or (lost and (quantum * rate > 0.4 or lost > 0.009 * rows))
        return
    hidden = 0.0 if times.flags else 1.6 * lost / rows
    assert times.rate_hz == pytest.approx(rate, rel=1.001e-3 + hidden)
    assert not times.flags or gaps
    if gaps and width > 1.2 * quantum * rate + 0.2:
        assert times.flags
