"""The Trend panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.core.records.severity import AlarmLimits
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from pfd_desktop.core.figures.spectrum import SpectrumFigure
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


@dataclass(frozen=True)
class _Known:
    """The chosen recording and what is told of its point."""

    recording: Recording
    measure: str
    baseline: Baseline | None
    limits: AlarmLimits | None  # of this value

    @property
    def question(self) -> tuple[str, str]:
        """Whose trend of what."""
        return self.recording.point_id, self.measure


class TrendPresenter:
    """Follows the measuring point of the chosen recording; what is told can be undone."""

    def __init__(
        self, view: TrendView, data: DataService, trends: TrendService, jobs: Jobs, history: History
    ) -> None:
        self._view, self._data, self._trends = view, data, trends
        self._jobs, self._history = jobs, history
        self._wanted: str | None = None
        self._selected: tuple[str, ...] = ()
        self._known: _Known | None = None
        self._asked: tuple[str, str] | None = None  # point and value
        self._reading: Job | None = None
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
        """Compute anew, even the same."""
        self._asked = None
        self.refresh()

    def refresh(self) -> None:
        """Read what is told of the point, then ask for the trend where it is not asked for yet."""
        if not self._view.isVisible():
            return
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        wanted = self._wanted
        if wanted is None:
            self._known = self._asked = self._job = None
            self._view.show_nothing()
            return
        try:
            measure = self._view.wanted()
        except InvalidInput as error:
            self._view.show_error(error)
            return
        job = self._jobs.start("Read a measuring point", lambda _: self._read(wanted, measure))
        self._reading = job
        job.succeeded.connect(lambda known: self._found(job, known))
        job.failed.connect(self._view.show_error)

    def _read(self, recording_id: str, measure: str) -> _Known:
        recording = self._data.recording(recording_id)
        point_id = recording.point_id
        limits = [one for one in self._trends.limits(point_id) if one.measure == measure]
        baseline = self._trends.baseline(point_id)
        return _Known(recording, measure, baseline, limits[0] if limits else None)

    def _found(self, reading: Job, known: _Known) -> None:
        if reading is not self._reading:
            return
        self._reading, self._known = None, known
        self._show_selected()
        self._differ()
        if known.question == self._asked:
            self._view.plot.mark(known.recording.id)
        else:
            self._ask(known)

    def _ask(self, known: _Known) -> None:
        if self._job is not None:
            self._job.cancel()
        self._asked = question = known.question
        told = known.limits
        self._view.show_limits(*((None, None) if told is None else (told.alert, told.alarm)))
        job = self._jobs.start("Compute a trend", lambda p: self._trends.trend(*question, p))
        self._job = job
        job.succeeded.connect(lambda figure: self._show(job, figure))
        job.failed.connect(lambda error: self._fail(job, error))

    def _show(self, job: Job, figure: TrendFigure) -> None:
        if job is self._job:
            self._job = None
            self._view.show_trend(figure, self._wanted or "")

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self._view.show_no_trend(error)

    def _show_selected(self) -> None:
        told = self._known is not None and self._known.baseline is not None
        self._view.show_selected(len(self._candidates()), has_baseline=told)

    def _candidates(self) -> tuple[str, ...]:
        """What is selected, else the chosen one."""
        return self._selected or (() if self._known is None else (self._known.recording.id,))

    # -- difference ----------------------------------------------------------------------------

    def _differ(self) -> None:
        if self._differing is not None:
            self._differing.cancel()
            self._differing = None
        known = self._known
        if not self._view.wants_difference() or known is None or known.baseline is None:
            self._view.show_difference(None)
            return
        recording_id = known.recording.id
        job = self._jobs.start(
            "Compare with the baseline", lambda p: self._trends.difference(recording_id, p)
        )
        self._differing = job
        job.succeeded.connect(lambda figure: self._show_difference(job, figure))
        job.failed.connect(self._view.show_error)

    def _show_difference(self, job: Job, figure: SpectrumFigure) -> None:
        if job is self._differing:
            self._view.show_difference(figure)

    # -- what is told --------------------------------------------------------------------------

    def set_baseline(self) -> None:
        """The selected recordings stand for the point's good state."""
        self._tell_baseline("Set the baseline", self._candidates())

    def drop_baseline(self) -> None:
        """The point has no baseline any more."""
        self._tell_baseline("Take the baseline away", ())

    def _tell_baseline(self, title: str, ids: tuple[str, ...]) -> None:
        if self._known is None:
            return
        point_id = self._known.recording.point_id
        before: list[Baseline | None] = []

        def do() -> None:
            before[:] = [self._trends.set_baseline(point_id, ids)]

        def undo() -> None:
            was = before[0]
            self._trends.set_baseline(point_id, () if was is None else was.recording_ids)

        self._history.do(Edit(title, do, undo)).failed.connect(self._view.show_error)

    def tell_limits(self) -> None:
        """The limits in the fields hold from now on."""
        if self._known is None:
            return
        point_id, measure = self._known.question
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
