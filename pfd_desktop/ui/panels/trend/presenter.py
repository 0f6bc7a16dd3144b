"""The Trend panel: what happens when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pfd_desktop.core.figures.export import DataTable, write_csv
from pfd_desktop.core.records.severity import AlarmLimits
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from pfd_desktop.core.figures.trend import TrendFigure
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.core.records.severity import Baseline
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.trends import TrendService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.trend.view import TrendView
    from pfd_desktop.workers.jobs import Job, Jobs

_TABLES = frozenset(
    {"recordings", "points", "machine_facts", "severity_tables", "baselines", "alarm_limits"}
)


class TrendPresenter:
    """Follows the measuring point of the chosen recording; what is told can be undone."""

    def __init__(
        self, view: TrendView, data: DataService, trends: TrendService, jobs: Jobs, history: History
    ) -> None:
        self._view, self._data, self._trends = view, data, trends
        self._jobs, self._history = jobs, history
        self._wanted: str | None = None
        self._selected: tuple[str, ...] = ()
        self._recording: Recording | None = None
        self._baseline: Baseline | None = None
        self._asked: tuple[str, str] | None = None  # point and value
        self._job: Job | None = None
        self._differing: Job | None = None
        view.show_measures([(kind.name, kind.title) for kind in trends.kinds()])
        self._connect()
        view.show_nothing()

    def _connect(self) -> None:
        view = self._view
        view.seen.connect(self.refresh)
        view.retry_requested.connect(self.again)
        view.measure_chosen.connect(self.refresh)
        view.baseline_requested.connect(self.set_baseline)
        view.baseline_dropped.connect(self.drop_baseline)
        view.limits_told.connect(self.tell_limits)
        view.difference_toggled.connect(self._differ)
        view.export_requested.connect(self.export)

    def choose(self, recording_id: str) -> None:
        """Follow the selection of the window; "" is none."""
        self._wanted = recording_id or None
        self.refresh()

    def select(self, ids: tuple[str, ...]) -> None:
        """The recordings that could be the baseline."""
        self._selected = ids
        self._show_selected()

    def store_changed(self, tables: frozenset[str]) -> None:
        """Values, baseline or limits may be others now."""
        if tables & _TABLES:
            self.again()

    def again(self) -> None:
        """Read anew, even the same."""
        self._asked = None
        self.refresh()

    def refresh(self) -> None:
        """Ask for the trend where it is not asked for already."""
        if not self._view.isVisible():
            return
        if self._wanted is None:
            self._recording = self._asked = None
            self._view.show_nothing()
            return
        try:
            measure = self._view.wanted()
        except InvalidInput as error:
            self._view.show_error(error)
            return
        self._recording = self._data.recording(self._wanted)
        self._baseline = self._trends.baseline(self._recording.point_id)
        self._show_selected()
        self._differ()
        question = self._recording.point_id, measure
        if question == self._asked:
            self._view.plot.mark(self._wanted)
        else:
            self._ask(question)

    def _ask(self, question: tuple[str, str]) -> None:
        if self._job is not None:
            self._job.cancel()
        self._asked = question
        self._show_limits(*question)
        job = self._jobs.start("Compute a trend", lambda p: self._trends.trend(*question, p))
        self._job = job
        job.succeeded.connect(lambda figure: self._show(question, figure))
        job.failed.connect(lambda error: self._fail(question, error))

    def _show_limits(self, point_id: str, measure: str) -> None:
        told = [one for one in self._trends.limits(point_id) if one.measure == measure]
        self._view.show_limits(told[0].alert if told else None, told[0].alarm if told else None)

    def _show(self, question: tuple[str, str], figure: TrendFigure) -> None:
        if question == self._asked:
            self._job = None
            self._view.show_trend(figure, self._wanted or "")

    def _fail(self, question: tuple[str, str], error: Exception) -> None:
        if question == self._asked:
            self._job = None
            self._view.show_no_trend(error)

    def _show_selected(self) -> None:
        count = len(self._candidates())
        self._view.show_selected(count, has_baseline=self._baseline is not None)

    def _candidates(self) -> tuple[str, ...]:
        """What is selected, else the chosen one."""
        return self._selected or (() if self._wanted is None else (self._wanted,))

    # -- difference ----------------------------------------------------------------------------

    def _differ(self) -> None:
        if self._differing is not None:
            self._differing.cancel()
            self._differing = None
        wanted = self._wanted
        if not self._view.wants_difference() or self._baseline is None or wanted is None:
            self._view.show_difference(None)
            return
        job = self._jobs.start(
            "Compare with the baseline", lambda p: self._trends.difference(wanted, p)
        )
        self._differing = job
        job.succeeded.connect(self._view.show_difference)
        job.failed.connect(self._view.show_error)

    # -- what is told --------------------------------------------------------------------------

    def set_baseline(self) -> None:
        """The selected recordings stand for the point's good state."""
        self._tell_baseline("Set the baseline", self._candidates())

    def drop_baseline(self) -> None:
        """The point has no baseline any more."""
        self._tell_baseline("Take the baseline away", ())

    def _tell_baseline(self, title: str, ids: tuple[str, ...]) -> None:
        if self._recording is None:
            return
        point_id = self._recording.point_id
        before: list[Baseline | None] = []

        def do() -> None:
            before[:] = [self._trends.set_baseline(point_id, ids)]

        def undo() -> None:
            was = before[0]
            self._trends.set_baseline(point_id, () if was is None else was.recording_ids)

        self._history.do(Edit(title, do, undo)).failed.connect(self._view.show_error)

    def tell_limits(self) -> None:
        """The limits in the fields hold from now on."""
        if self._asked is None:
            return
        point_id, measure = self._asked
        try:
            alert, alarm = self._view.told_limits()
        except InvalidInput as error:
            self._view.show_error(error)
            return
        now = AlarmLimits(point_id, measure, alert, alarm, "told")
        before: list[AlarmLimits | None] = []

        def do() -> None:
            before[:] = [self._trends.set_limits(now)]

        def undo() -> None:
            none = AlarmLimits(point_id, measure, None, None, "told")
            self._trends.set_limits(before[0] or none)

        job = self._history.do(Edit("Tell the limits of a trend", do, undo))
        job.failed.connect(self._view.show_error)

    def export(self, path: Path, table: DataTable) -> None:
        """Write what is seen to a CSV file."""
        job = self._jobs.start(f"Export {path.name}", lambda p: write_csv(path, table, p))
        job.succeeded.connect(self._view.show_exported)
        job.failed.connect(self._view.show_error)
