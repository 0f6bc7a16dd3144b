"""The calibration of a run, drawn and said: what stands behind a point, and what is not known."""

from dataclasses import replace

import numpy as np

from pfd_desktop.core.evaluation.assessment import Assessment, assess
from pfd_desktop.core.figures.assessment import (
    FEWEST,
    assessment_figures,
    calibration_words,
)
from tests.core.evaluation.test_assessment import result_of

BINS = {0.41: 6, 0.47: 6, 0.61: 1, 0.68: 5, 0.75: 5, 0.95: 7}  # highest score: recordings


def found() -> Assessment:
    """Recordings of three classes in bins of a fifteenth; one in six is named wrongly."""
    tops = [top for top, cases in BINS.items() for _ in range(cases)]
    scores = np.array([[top, (1 - top) / 2, (1 - top) / 2] for top in tops])
    truth = [1 if row % 6 == 5 else 0 for row in range(len(tops))]
    return assess(result_of(scores, truth, [f"unit {row % 5}" for row in range(len(tops))]), {})


def test_points_count_recordings_and_only_neighbours_with_enough_are_joined() -> None:
    curve = assessment_figures(found(), "run").calibration.curves[0]
    assert curve.behind is not None
    assert curve.behind.cases.tolist() == list(BINS.values())
    assert curve.behind.fewest == FEWEST == 5
    # 0.47 and 0.61 lie two bins apart, 0.61 is one recording, 0.75 and 0.95 are far apart
    assert curve.behind.joined.tolist() == [True, False, False, True, False]
    assert curve.low is not None
    assert curve.high is not None
    assert (curve.low <= curve.y).all()
    assert (curve.y <= curve.high).all()
    widths = curve.high - curve.low
    assert widths[2] > 75 > widths[5]  # one recording says next to nothing
    assert [curve.cases_at(x) for x in (41.0, 61.0)] == ["6 recordings", "1 recording"]


def test_the_numbers_stand_in_the_table_with_the_limit() -> None:
    figure = assessment_figures(found(), "run").calibration
    table = figure.table()
    assert table.names == ("Highest score (%)", "Named rightly (%)", "recordings")
    numbers = np.concatenate(list(table.pieces()))
    scored = [
        row for row, (name,) in zip(numbers, table.labels, strict=True) if name == "as scored"
    ]
    assert [row[2] for row in scored] == list(BINS.values())
    assert any("fewer than 5" in entry and "Wilson" in entry for entry in figure.header())
    as_it_should_be = [
        row for row, (name,) in zip(numbers, table.labels, strict=True) if name == "as it should be"
    ]
    assert np.isnan([row[2] for row in as_it_should_be]).all()


def test_a_temperature_that_was_not_found_is_said_to_be_none() -> None:
    told = found()
    fitted = told.temperature
    assert fitted is not None
    assert "tried" not in calibration_words(replace(told, temperature=replace(fitted, at_end=0)))
    for value, at_end, words in (
        (0.0498, 5, "the least that was tried (0.05 to 20)"),
        (20.08, 5, "the most that was tried (0.05 to 20)"),
        (fitted.value, 2, "at an end of what was tried (0.05 to 20) for 2 of 5 units"),
    ):
        other = replace(fitted, value=value, at_end=at_end)
        assert words in calibration_words(replace(told, temperature=other))
