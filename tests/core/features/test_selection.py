"""mRMR on tables whose mutual information is known in closed form."""

from itertools import product

import numpy as np
import pytest

from pfd_desktop.core.features.selection import Scheme, in_bins, mrmr, mutual_information, relevance
from pfd_desktop.errors import InvalidInput

# All 64 patterns of six fair bits, each once: every mutual information is a whole number of bits.
BITS = np.array(list(product((0, 1), repeat=6)), dtype=np.int64)
A, B, C, D = BITS[:, 0], BITS[:, 1], BITS[:, 2], BITS[:, 3]
TARGETS = 4 * A + 2 * B + C
# two bits of the class; the same again with a bit of noise; the third bit; a probe
TABLE = np.column_stack((2 * A + B, 4 * A + 2 * B + D, C, BITS[:, 4]))


def test_mutual_information_of_bits_is_whole() -> None:
    assert relevance(TABLE, TARGETS) == pytest.approx([2, 2, 1, 0])
    assert mutual_information(TABLE[:, 0], TABLE[:, 1]) == pytest.approx(2.0)
    assert mutual_information(TABLE[:, 2], TABLE[:, 0]) == pytest.approx(0.0, abs=1e-12)


def test_the_difference_leaves_the_copy_for_the_end() -> None:
    found = mrmr(TABLE, TARGETS, 4)
    # then 1 − 0; then 2 − (2 + 0)/2 = 1 for the copy, before the probe's 0 − 0
    assert [column for column, _ in found] == [0, 2, 1, 3]
    assert [score for _, score in found] == pytest.approx([2, 1, 1, 0], abs=1e-9)


def test_the_quotient_divides_by_the_redundancy() -> None:
    found = mrmr(TABLE, TARGETS, 3, Scheme.MIQ)
    assert [column for column, _ in found] == [0, 2, 1]
    assert [score for _, score in found] == pytest.approx([2, 1 / 1e-4, 2 / (1 + 1e-4)], rel=1e-6)


def test_selection_does_not_see_units_or_gains() -> None:
    draw = np.random.default_rng(0)
    values = draw.normal(size=(300, 6))
    targets = (values[:, 2] + 0.5 * values[:, 4] > 0).astype(np.int64)
    plain = mrmr(in_bins(values), targets, 3)
    assert mrmr(in_bins(values * [1e-6, 9.8, 1e3, 1, 1e-3, 7] + 5), targets, 3) == plain
    assert [column for column, _ in plain][:2] == [2, 4]


def test_nan_has_a_bin_of_its_own_and_impossible_questions_are_refused() -> None:
    values = np.array([[1.0, np.nan], [1.0, 2.0], [3.0, np.nan], [4.0, 1.0]])
    assert in_bins(values, 2).tolist() == [[0, 2], [0, 1], [1, 2], [1, 0]]
    with pytest.raises(InvalidInput):
        in_bins(values, 1)
    with pytest.raises(InvalidInput):
        mrmr(TABLE, TARGETS, 5)
