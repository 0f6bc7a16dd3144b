"""Runs joined to one value each: whatever the length, the axis and what is left over."""

import numpy as np
import pytest

from pfd_desktop.core.dsp.runs import joined


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("each", [1, 2, 5, 24, 25, 60, 200])
@pytest.mark.parametrize("join", [np.maximum, np.minimum, np.fmax])
def test_equals_reduceat(join: np.ufunc, each: int, axis: int) -> None:
    values = np.random.default_rng(0).standard_normal((120, 131)).astype("f4")
    values[7, 11] = np.nan
    found = joined(join, values, each, axis)
    expected = join.reduceat(values, np.arange(0, values.shape[axis], each), axis=axis)
    np.testing.assert_array_equal(found, expected)
    assert found.flags.c_contiguous


def test_sums_and_a_single_row_of_values() -> None:
    values = np.arange(10.0)
    np.testing.assert_array_equal(joined(np.add, values, 4), [6, 22, 17])
    np.testing.assert_array_equal(values, np.arange(10.0))
