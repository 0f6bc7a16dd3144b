"""Labels ready to draw: lanes, what is seen, and thousands merged by pixel."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from pfd_desktop.core.figures.labels import (
    LANES,
    SEVERAL,
    LabelSheet,
    TraceLabel,
    label_words,
    sheet_of,
)
from pfd_desktop.core.records.labels import Label, LabelFacts, LabelKind

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def label(low: float, high: float, place: int = 0, name: str = "") -> TraceLabel:
    """A stretch."""
    return TraceLabel(name or f"{low}-{high}-{place}", low, high, "rub", place)


def kept(facts: LabelFacts, name: str = "a") -> Label:
    """As the store gives it."""
    return Label(name, "r", facts, "Ada", NOW, NOW)


def test_labels_over_each_other_stand_in_rows() -> None:
    sheet = LabelSheet([label(0, 5), label(1, 2), label(3, 4), label(6, 7)])
    assert sheet.lanes.tolist() == [0, 1, 1, 0]
    assert sheet.lane_count == 2
    crowd = LabelSheet([label(0, 5 + i) for i in range(9)])
    assert crowd.lane_count == LANES


def test_what_is_seen_and_what_is_under_the_pointer() -> None:
    sheet = LabelSheet([label(0, 1), label(2, 8), label(4, 4.5), label(9, 9)])
    assert [sheet.labels[i].low_s for i in sheet.seen(4.2, 8.5)] == [2, 4]
    assert sheet.at(4.2, 0.01).low_s == 4  # the shorter one
    assert sheet.at(4.2, 0.01, lane=0).low_s == 2
    assert sheet.at(8.99, 0.02).low_s == 9
    assert sheet.at(8.5, 0.01) is None


def test_the_next_and_the_former_label() -> None:
    whole = TraceLabel("all", 0, 0, "wear", 1, whole=True)
    sheet = LabelSheet([label(2, 3), whole, label(5, 6), label(8, 8)])
    assert sheet.neighbour(2, forward=True).low_s == 5
    assert sheet.neighbour(5, forward=False).low_s == 2
    assert sheet.neighbour(8, forward=True) is None
    assert sheet.neighbour(2, forward=False) is None
    assert 0 in sheet.seen(100, 101)  # that of the whole recording


def test_thousands_become_runs_of_pixels() -> None:
    rng = np.random.default_rng(0)
    starts = np.sort(rng.uniform(0, 100, 10_000))
    sheet = LabelSheet(label(s, s + 0.001, i % 3, str(i)) for i, s in enumerate(starts.tolist()))
    chosen = sheet.seen(0, 100)
    assert chosen.size == 10_000
    runs = sheet.runs(chosen, 0.0, 100.0, 1000)
    assert 0 < len(runs) <= sheet.lane_count * 1000
    assert {run.place for run in runs} <= {0, 1, 2, SEVERAL}
    covered = np.zeros(1000, bool)
    for run in runs:
        covered[run.first : run.last] = True
    expected = np.zeros(1000, bool)
    expected[np.minimum(999, (starts * 10).astype(int))] = True
    assert not (expected & ~covered).any()  # none vanishes


def test_a_run_of_one_class_has_its_colour_and_a_gap_ends_it() -> None:
    sheet = LabelSheet([label(1, 2, 5), label(2.5, 3, 5), label(7, 8, 2)])
    runs = sheet.runs(sheet.seen(0, 10), 0.0, 10.0, 10)
    assert [(r.first, r.last, r.place) for r in runs] == [(1, 4, 5), (7, 9, 2)]


def test_records_become_what_is_drawn() -> None:
    region = LabelFacts(LabelKind.REGION, ("outer race", "rub"), 1.0, 2.0, severity=0.25)
    point = LabelFacts(LabelKind.POINT, (), 3.0, note="knock")
    patch = LabelFacts(LabelKind.PATCH, ("rub",), 4.0, 5.0, 100.0, 900.0)
    record = LabelFacts(LabelKind.RECORD, ("wear",), severity_words="heavy")
    found = sheet_of([kept(f, str(i)) for i, f in enumerate((region, point, patch, record))])
    words = {one.id: one.words for one in found.labels}
    assert words == {
        "0": "outer race, rub · 0.25",
        "1": "knock",
        "2": "rub · 100 to 900 Hz",
        "3": "wear · heavy",
    }
    assert found.find("3").whole
    assert (found.find("1").low_s, found.find("1").high_s) == (3.0, 3.0)
    assert found.find("0").place != found.find("2").place
    assert label_words(replace(region, severity_words="0.007 in")) == "outer race, rub · 0.007 in"
