"""Windows that show nothing of their fault are counted where labels say so."""

from dataclasses import replace

import numpy as np

from pfd_desktop.core.evaluation.assessment import assess
from pfd_desktop.core.evaluation.ceiling import Blind, blind_windows
from pfd_desktop.core.figures.assessment import blind_words
from tests.core.evaluation.test_assessment import result_of


def test_windows_wholly_inside_unseen_stretches_are_counted_by_class() -> None:
    result = result_of(
        np.array([[0.8, 0.1, 0.1], [0.3, 0.6, 0.1], [0.1, 0.8, 0.1]]), [0, 1, 1], ["a", "b", "c"]
    )
    ids = [one.recording_id for one in result.predictions]
    start = np.arange(5.0)
    spans = dict.fromkeys(ids, (start, start + 1))
    unseen = {
        ids[1]: [(0.0, 1.5), (1.5, 2.0), (3.2, 4.0)],  # the second window lies across two of them
        ids[2]: [(4.0, 5.0 - 1e-9)],  # rounded when it was kept
        "another": [(0.0, 5.0)],
    }
    found = blind_windows(result, spans, unseen)
    healthy, faulty, _ = result.classes
    assert found == (*(Blind(healthy, 5, 0), Blind(faulty, 10, 3)), *found[2:])
    assert blind_windows(result, spans, {"another": [(0.0, 5.0)]}) == ()
    words = blind_words(replace(assess(result, {}), blind=found))
    assert f"3 of 15 held-out windows that their fault is not seen in them ({faulty} 3 of 10)" in (
        words
    )
    assert "at most 80.0 % of windows" in words
    assert blind_words(assess(result, {})) == ""
