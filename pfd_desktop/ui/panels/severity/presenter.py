"""The Severity panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.core.records.severity import Measure
from pfd_desktop.core.severity.facts import fact_parameters, fact_values, told_facts
from pfd_desktop.core.severity.zones import chosen
from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from pfd_desktop.core.parameters import Parameter, Values
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.core.records.severity import MachineFacts
    from pfd_desktop.core.severity.zones import ZoneVerdict
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.severity import SeverityService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.severity.view import SeverityView
    from pfd_desktop.workers.jobs import Job, Jobs

_TABLES = frozenset({"recordings", "machines", "machine_facts", "severity_tables"})


@dataclass(frozen=True)
class _Told:
    """What is told of the machine of a recording, and what can be told."""

    machine: str
    facts: MachineFacts
    parameters: tuple[Parameter, ...]


class SeverityPresenter:
    """Judges the chosen recording when the panel is seen; facts told can be undone."""

    def __init__(
        self,
        view: SeverityView,
        data: DataService,
        severity: SeverityService,
        jobs: Jobs,
        history: History,
    ) -> None:
        self._view, self._data, self._severity = view, data, severity
        self._jobs, self._history = jobs, history
        self._wanted: str | None = None
        self._shown: str | None = None
        self._facts: MachineFacts | None = None
        self._job: Job | None = None
        view.seen.connect(self.refresh)
        view.retry_requested.connect(self.again)
        view.facts_told.connect(self.tell)
        view.show_nothing()

    def choose(self, recording_id: str) -> None:
        """Follow the selection of the window; "" is none."""
        self._wanted = recording_id or None
        self.refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """Facts, tables or the recording may be others now."""
        if tables & _TABLES:
            self.again()

    def again(self) -> None:
        """Judge anew, even the same."""
        self._shown = None
        self.refresh()

    def refresh(self) -> None:
        """Show what is known at once, and the zone when it is computed."""
        if self._wanted == self._shown or not self._view.isVisible():
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._shown = wanted = self._wanted
        if wanted is None:
            self._facts = None
            self._view.show_nothing()
            return
        self._view.show_waiting()
        job = self._jobs.start("Judge the severity", lambda progress: self._judge(wanted, progress))
        self._job = job
        job.told.connect(lambda told: self._show_facts(job, told))
        job.succeeded.connect(lambda found: self._show(job, found))
        job.failed.connect(lambda error: self._fail(job, error))

    def _judge(self, recording_id: str, progress: Progress) -> ZoneVerdict:
        """In the job's thread: what is told of the machine first, for it is read in no time."""
        progress.tell(self._told(self._data.recording(recording_id)))
        return self._severity.zone(recording_id, progress)

    def _told(self, recording: Recording) -> _Told:
        facts = self._severity.facts(recording.machine_id)
        tables = self._severity.tables()
        table = chosen(tables, facts, self.measure(recording))
        named = [one for one in tables if one.name == facts.table]
        asked = max(named, key=lambda one: one.version) if named else table
        return _Told(recording.machine_name, facts, tuple(fact_parameters(tables, asked)))

    def _show_facts(self, job: Job, told: _Told) -> None:
        if job is self._job:
            self._facts = told.facts
            values = fact_values(told.facts)
            self._view.show_facts(f"Told of {told.machine}", told.parameters, values)

    @staticmethod
    def measure(recording: Recording) -> Measure:
        """Displacement is judged as shaft vibration, everything else by velocity."""
        return Measure.SHAFT if recording.quantity == "displacement" else Measure.VELOCITY

    def _show(self, job: Job, found: ZoneVerdict) -> None:
        if job is self._job:
            self._job = None
            self._view.show_verdict(found)

    def _fail(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self._view.show_error(error)

    def tell(self, values: Values) -> None:
        """What the controls say holds from now on."""
        shown = self._facts
        if shown is None:
            return
        now = told_facts(shown, values)
        if now == shown:
            return
        before: list[MachineFacts] = []

        def do() -> None:
            before[:] = [self._severity.tell(now)]

        edit = Edit("Tell facts of the machine", do, lambda: self._severity.tell(before[0]))
        self._history.do(edit).failed.connect(self._view.show_error)
