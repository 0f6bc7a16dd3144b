"""The window that weighs most is shown in Results, where a network has attended."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from pfd_desktop.core.records.learning import (
    Interval,
    RecordPrediction,
    Run,
    RunResult,
    RunState,
    SplitKind,
)
from pfd_desktop.store.keys import now
from pfd_desktop.ui.panels.results.view import COLUMNS, ResultsView


def run(*weights: float) -> Run:
    """A run of one recording."""
    said = RecordPrediction("r", "one", "u", "", "rub", "rub", (0.9, 0.1), 0, "", weights)
    whole = Interval(1.0, 1.0, 1.0)
    result = RunResult(("rub", "wear"), (said,), whole, whole, 1.0, 0.5, 1, 1, ())
    return Run(
        id="run",
        name="run",
        classifier="wdcnn",
        split=SplitKind.UNIT,
        feature_set_id=None,
        recording_ids=("r",),
        split_certificate="",
        seed=0,
        state=RunState.DONE,
        reason="",
        result=result,
        leak_meter=None,
        history=(),
        created_at=now(),
        finished_at=None,
    )


def test_the_heaviest_window_is_shown_with_its_share(qtbot: QtBot) -> None:
    view, last = ResultsView(), len(COLUMNS) - 1
    qtbot.addWidget(view)
    view.show_run(run(0.1, 0.7, 0.2), None, None)
    assert not view.table.view.isColumnHidden(last)
    assert view.table.model.index(0, last).data() == "70% in window 2"
    assert COLUMNS[last].tip is not None
    told = COLUMNS[last].tip(view.table.model.records[0])
    assert told == ("Share of its 3 windows in the answer. Window 2: 70.0 %, 3: 20.0 %, 1: 10.0 %")


def test_without_attention_nothing_is_said_of_weights(qtbot: QtBot) -> None:
    view, last = ResultsView(), len(COLUMNS) - 1
    qtbot.addWidget(view)
    for one in (run(), replace(run(0.5, 0.5), result=None), run()):
        view.show_run(one, None, None)
        assert view.table.view.isColumnHidden(last)
    assert view.table.model.index(0, last).data() == "–"
