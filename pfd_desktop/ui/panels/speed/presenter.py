"""The Speed panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.core.records.speed import ProjectSpeed, TachoSpeed, ToldSpeed
from pfd_desktop.core.records.together import channel_words, tacho_first
from pfd_desktop.core.speed.told import source_parameters, source_values, told_speed
from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from pfd_desktop.core.figures.curves import CurvesFigure
    from pfd_desktop.core.parameters import Values
    from pfd_desktop.core.speed.comb import SpeedHypothesis
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.speeds import SpeedService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.speed.view import SpeedView
    from pfd_desktop.workers.jobs import Job, Jobs

_TABLES = frozenset({"recordings", "speed_references"})


@dataclass(frozen=True)
class _Known:
    """Where the speed of a recording is taken from, and could be."""

    recording_id: str
    told: ProjectSpeed
    channels: tuple[tuple[str, str], ...]  # that could be its tacho: ids and names
    others: int  # channels of its measurement whose speed comes from elsewhere


class SpeedPresenter:
    """Shows and tells where the speed of the chosen recording is taken from."""

    def __init__(
        self, view: SpeedView, data: DataService, speeds: SpeedService, jobs: Jobs, history: History
    ) -> None:
        self._view, self._data, self._speeds = view, data, speeds
        self._jobs, self._history = jobs, history
        self._wanted: str | None = None
        self._shown: str | None = None
        self._known: _Known | None = None
        self._job: Job | None = None
        self._connect()
        view.show_nothing()

    def _connect(self) -> None:
        view = self._view
        view.seen.connect(self.refresh)
        view.retry_requested.connect(self.again)
        view.source_chosen.connect(self.choose_source)
        view.told.connect(self.tell)
        view.share_requested.connect(self.share)
        view.hypotheses_requested.connect(self.read)
        view.hypothesis_chosen.connect(lambda rpm: self._tell(ToldSpeed(rpm)))

    def choose(self, recording_id: str) -> None:
        """Follow the selection of the window; "" is none."""
        self._wanted = recording_id or None
        self.refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """The speed may be another now."""
        if tables & _TABLES:
            self.again()

    def again(self) -> None:
        """Read anew, even the same."""
        self._shown = None
        self.refresh()

    def refresh(self) -> None:
        """Show the source at once and the speed when it is found."""
        if self._wanted == self._shown or not self._view.isVisible():
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._shown = wanted = self._wanted
        if wanted is None:
            self._known = None
            self._view.show_nothing()
            return
        job = self._jobs.start("Find the speed", lambda progress: self._find(wanted, progress))
        self._job = job
        job.told.connect(lambda known: self._show_known(job, known))
        job.succeeded.connect(lambda figure: self._show(job, figure))
        job.failed.connect(lambda error: self._fail(job, error))

    def _find(self, recording_id: str, progress: Progress) -> CurvesFigure:
        """In the job's thread: the source first, for it is read in no time."""
        told = self._speeds.told(recording_id)
        companions = tacho_first(self._data.companions(recording_id))
        channels = tuple((one.id, channel_words(one)) for one in companions)
        others = len(self._speeds.measured_with(recording_id)) if _of_the_shaft(told) else 0
        progress.tell(_Known(recording_id, told, channels, others))
        return self._speeds.figure(recording_id, progress)

    def _show_known(self, job: Job, known: _Known) -> None:
        if job is self._job:
            self._known = known
            self._view.show_hypotheses(())
            self._view.show_others(known.others)
            self._show_source(known, known.told.kind)

    def _show_source(self, known: _Known, kind: str) -> None:
        values = source_values(known.told) if kind == known.told.kind else {}
        self._view.show_source(kind, source_parameters(kind, known.channels), values)

    def choose_source(self, kind: str) -> None:
        """Offer what this source asks for; it holds at once where nothing more must be told."""
        known = self._known
        if known is None:
            return
        self._show_source(known, kind)
        if kind != known.told.kind:
            self.tell(kind, self._view.fields.values())

    def tell(self, kind: str, values: Values) -> None:
        """What the controls say holds from now on."""
        self._tell(told_speed(kind, values))

    def _tell(self, now: ProjectSpeed) -> None:
        known = self._known
        if known is None or now == known.told:
            return
        recording_id = known.recording_id
        before: list[ProjectSpeed] = []

        def do() -> None:
            before[:] = [self._speeds.tell(recording_id, now)]

        def undo() -> None:
            self._speeds.tell(recording_id, before[0])

        edit = Edit("Tell where the speed comes from", do, undo)
        self._history.do(edit).failed.connect(self._view.show_error)

    def share(self) -> None:
        """All channels of the measurement turn as this one is told to."""
        known = self._known
        if known is None:
            return
        before: dict[str, ProjectSpeed] = {}

        def do() -> None:
            before.update(self._speeds.share(known.recording_id))

        def undo() -> None:
            self._speeds.tell_each(before)
            before.clear()

        edit = Edit("Tell where the speed of all channels comes from", do, undo)
        self._history.do(edit).failed.connect(self._view.show_error)

    def read(self) -> None:
        """Which constant speeds the lines allow."""
        known = self._known
        if known is None:
            return
        recording_id = known.recording_id
        job = self._jobs.start(
            "Read possible speeds", lambda p: self._speeds.hypotheses(recording_id, p)
        )
        job.succeeded.connect(lambda found: self._show_hypotheses(recording_id, found))
        job.failed.connect(self._view.show_error)

    def _show_hypotheses(self, recording_id: str, found: tuple[SpeedHypothesis, ...]) -> None:
        if self._known is not None and recording_id == self._known.recording_id:
            self._view.show_hypotheses(found)

    def _show(self, job: Job, figure: CurvesFigure) -> None:
        if job is self._job:
            self._job = None
            self._view.show_speed(figure)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self._view.show_no_speed(error)


def _of_the_shaft(told: ProjectSpeed) -> bool:
    """Whether what is told holds for every channel: a signal's own lines do not."""
    return isinstance(told, TachoSpeed) or (isinstance(told, ToldSpeed) and told.rpm is not None)
