"""The Severity panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.records.severity import MachineFacts, Measure, SeverityTable
from pfd_desktop.core.severity.facts import fact_parameters, fact_values, told_facts
from pfd_desktop.core.severity.zones import chosen
from pfd_desktop.ui.edits import Edit

if TYPE_CHECKING:
    from pfd_desktop.core.parameters import Values
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.core.severity.zones import ZoneVerdict
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.severity import SeverityService
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.severity.view import SeverityView
    from pfd_desktop.workers.jobs import Job, Jobs

_TABLES = frozenset({"recordings", "machines", "machine_facts", "severity_tables"})


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
        self._shown = wanted = self._wanted
        if wanted is None:
            self._view.show_nothing()
            return
        recording = self._data.recording(wanted)
        self._show_facts(recording)
        self._view.show_waiting()
        job = self._jobs.start(
            "Judge the severity", lambda progress: self._severity.zone(wanted, progress)
        )
        self._job = job
        job.succeeded.connect(lambda found: self._show(wanted, found))
        job.failed.connect(lambda error: self._fail(wanted, error))

    def _show_facts(self, recording: Recording) -> None:
        facts = self._severity.facts(recording.machine_id)
        tables = self._severity.tables()
        table = chosen(tables, facts, self.measure(recording))
        named = [one for one in tables if one.name == facts.table]
        asked: SeverityTable = max(named, key=lambda one: one.version) if named else table
        self._facts = facts
        self._view.show_facts(
            f"Told of {recording.machine_name}",
            fact_parameters(tables, asked),
            fact_values(facts),
        )

    @staticmethod
    def measure(recording: Recording) -> Measure:
        """Displacement is judged as shaft vibration, everything else by velocity."""
        return Measure.SHAFT if recording.quantity == "displacement" else Measure.VELOCITY

    def _show(self, recording_id: str, found: ZoneVerdict) -> None:
        if recording_id == self._shown:
            self._job = None
            self._view.show_verdict(found)

    def _fail(self, recording_id: str, error: Exception) -> None:
        if recording_id == self._shown:
            self._job = None
            self._view.show_error(error)

    def tell(self, values: Values) -> None:
        """What the controls say holds from now on."""
        before = self._facts
        if before is None:
            return
        now = told_facts(before, values)
        if now == before:
            return
        edit = Edit(
            "Tell facts of the machine",
            lambda: self._severity.tell(now),
            lambda: self._severity.tell(before),
        )
        self._history.do(edit).failed.connect(self._view.show_error)
