"""Features to a baseline: known ratios, what is left out, what having one tells."""

import numpy as np
import pytest

from pfd_desktop.core.features.matrix import FeatureMatrix
from pfd_desktop.core.features.relative import associated, compared, on_scale, relative_specs
from pfd_desktop.core.features.spec import Domain, FeatureSpec

SPECS = (
    FeatureSpec("rms", "recording", "r", "test", Domain.TIME, degree=1),
    FeatureSpec("power", "recording²", "p", "test", Domain.TIME, degree=2),
    FeatureSpec("centroid", "Hz", "c", "test", Domain.SPECTRUM),
    FeatureSpec("kurtosis", "1", "k", "test", Domain.TIME),
)


def matrix(rows: dict[str, list[list[float]]]) -> FeatureMatrix:
    record = np.repeat(np.arange(len(rows)), [len(own) for own in rows.values()])
    values = np.array([row for own in rows.values() for row in own])
    count = np.arange(len(values))
    digest = count.astype(np.uint64)
    names = tuple(spec.name for spec in SPECS)
    return FeatureMatrix(names, tuple(rows), values, record, 10 * count, 10 * count + 10, digest)


def test_amplitudes_are_in_db_frequencies_in_octaves_the_rest_as_differences() -> None:
    rows = {
        "base 1": [[1.0, 1.0, 100.0, 3.0], [1.0, 1.0, 100.0, 5.0]],
        "base 2": [[100.0, 1.0, 100.0, 4.0]],
        "now": [[100.0, 100.0, 400.0, 10.0], [0.0, 1.0, 50.0, float("nan")]],
    }
    found = compared(matrix(rows), {"now": ("base 1", "base 2")}, SPECS)
    assert found.matrix.recording_ids == ("now",)
    assert found.matrix.names[0] == "rms to baseline"
    first, second = found.matrix.values
    assert first == pytest.approx([20.0, 20.0, 2.0, 6.0])  # the baseline's rms is 20 dB
    assert np.isnan(second[[0, 3]]).all()  # nothing has no ratio
    assert second[1:3] == pytest.approx([0.0, -1.0])
    assert found.matrix.reference is not None
    again = on_scale(matrix(rows).values[3:], SPECS) - found.matrix.reference[0]
    assert np.array_equal(again, found.matrix.values, equal_nan=True)
    units = [spec.unit for spec in relative_specs(SPECS)]
    assert units == ["dB", "dB", "octaves", "1"]
    assert all(spec.degree == 0 for spec in relative_specs(SPECS))


def test_what_has_no_baseline_left_or_is_its_own_is_left_out_and_told() -> None:
    one = [[1.0, 1.0, 1.0, 1.0]]
    table = matrix({"base": one, "now": one, "copy": one, "alone": one})
    table.digest[2] = table.digest[0]  # the copy holds the baseline's window in another gain
    told = {"now": ("base",), "copy": ("base",), "alone": ("lost",), "unread": ("base",)}
    found = compared(table, told, SPECS)
    assert found.matrix.recording_ids == ("now",)
    assert (found.same, found.without) == (("copy",), ("alone",))


def test_it_is_told_where_having_a_baseline_goes_with_the_label() -> None:
    labels = ["healthy"] * 12 + ["inner race"] * 12
    told = associated(labels, [True] * 12 + [False] * 9 + [True] * 3)
    assert "healthy 12 of 12, inner race 3 of 12" in told
    assert associated(labels, [True, False] * 12) == ""
    assert associated(labels, [True] * 24) == ""
    assert associated(["healthy", "inner race"], [True, False]) == ""  # two say nothing


def test_chance_seldom_passes_for_an_association() -> None:
    random = np.random.default_rng(0)
    labels = ["a"] * 15 + ["b"] * 15 + ["c"] * 15
    alarms = sum(bool(associated(labels, list(random.random(45) < 0.5))) for _ in range(300))
    assert alarms / 300 < 0.08
