"""What a run withstands, ready to draw and to say."""

import numpy as np

from pfd_desktop.core.evaluation.robustness import Robustness, Withstood
from pfd_desktop.core.figures.robustness import COLUMNS, robustness_figure, robustness_words, row
from pfd_desktop.core.records.learning import Interval

CLEAN = Withstood("", None, 20, Interval(0.95, 0.9, 1.0), 0.9)
NOISY = Withstood("noise", -10.0, 20, Interval(0.5, 0.3, 0.7), 0.4)
LESS_NOISY = Withstood("noise", 20.0, 20, Interval(0.9, 0.8, 1.0), 0.85)
LOST = Withstood("speed", 10.0, 0, None, float("nan"))
FOUND = Robustness(CLEAN, (NOISY, LESS_NOISY, LOST), 7)


def test_a_row_names_what_was_done_how_much_and_what_is_left() -> None:
    assert row(NOISY) == (
        "Noise",
        "signal to noise -10 dB",
        "50.0 %",
        "30.0 to 70.0 %",
        "40.0 %",
        "20",
    )
    assert row(CLEAN)[:3] == ("nothing", "–", "95.0 %")
    assert row(LOST)[2] == "no whole window is left"
    assert {len(row(one)) for one in (CLEAN, NOISY, LOST)} == {len(COLUMNS)}


def test_the_curve_ascends_with_its_interval_beside_what_was_recorded() -> None:
    figure = robustness_figure(FOUND, "noise", "the run")
    recordings, windows, undisturbed = figure.curves
    assert recordings.x.tolist() == [-10.0, 20.0]
    assert recordings.low is not None
    assert recordings.high is not None
    np.testing.assert_allclose(recordings.y, [50.0, 90.0])
    np.testing.assert_allclose(recordings.low, [30.0, 80.0])
    np.testing.assert_allclose(recordings.high, [70.0, 100.0])
    np.testing.assert_allclose(windows.y, [40.0, 85.0])
    np.testing.assert_allclose(undisturbed.y, [95.0, 95.0])
    assert (figure.x_unit, figure.y_unit) == ("dB", "%")
    assert "note: seed: 7" in figure.header()
    assert robustness_figure(FOUND, "speed", "the run").curves == ()


def test_the_words_name_the_worst_and_a_run_that_is_not_met_again() -> None:
    said = robustness_words(FOUND, CLEAN.right)
    assert said == (
        "Of 95.0 % named rightly as recorded, 45.0 points are lost at worst: noise, signal to"
        " noise -10 dB."
    )
    assert "but 80.0 % when the run was judged" in robustness_words(FOUND, Interval(0.8, 0.7, 0.9))
    unmoved = robustness_words(Robustness(LESS_NOISY, (LESS_NOISY,), 0), LESS_NOISY.right)
    assert unmoved == "90.0 % are named rightly as recorded; nothing done lowers it."
