"""The Joint solver panel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfd_desktop.core.diagnosis.question import (
    explained_peaks,
    question_of,
    question_parameters,
)
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.speed import ProjectSpeed, ToldSpeed
from pfd_desktop.ui.edits import Edit, bearing_edit

if TYPE_CHECKING:
    from pfd_desktop.core.diagnosis.hypotheses import Hypothesis, Solution
    from pfd_desktop.core.parameters import Parameter
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.solver.view import SolverView
    from pfd_desktop.workers.jobs import Job, Jobs

_TABLES = frozenset({"recordings", "units", "bearings", "speed_references"})


@dataclass(frozen=True)
class _Asked:
    """A recording, and what can be asked of it."""

    recording: Recording
    parameters: tuple[Parameter, ...]


class SolverPresenter:
    """Asks on request; what is chosen of the answer can be told of the machine and undone."""

    def __init__(self, view: SolverView, services: Services, jobs: Jobs, history: History) -> None:
        self._view, self._services = view, services
        self._jobs, self._history = jobs, history
        self._wanted: str | None = None
        self._shown: str | None = None
        self._recording: Recording | None = None
        self._solution: Solution | None = None
        self._reading: Job | None = None
        self._job: Job | None = None
        view.seen.connect(self.refresh)
        view.question_changed.connect(self.ask_again)
        view.solve_requested.connect(self.solve)
        view.hypothesis_looked_at.connect(self.look_at)
        view.speed_chosen.connect(self.use_speed)
        view.bearing_chosen.connect(self.use_bearing)
        view.show_nothing()

    def choose(self, recording_id: str) -> None:
        """Follow the selection of the window; "" is none."""
        self._wanted = recording_id or None
        self.refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """Its speed or bearing may be another: the answer stays, for it says what it rests on."""
        if tables & _TABLES and self._shown is not None and self._shown == self._wanted:
            self._read_question(self._shown)

    def again(self) -> None:
        """Ask from the beginning, even of the same."""
        self._shown = None
        self.refresh()

    def refresh(self) -> None:
        """Show what can be asked of the chosen recording."""
        if self._wanted == self._shown or not self._view.isVisible():
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._shown, self._solution, self._recording = self._wanted, None, None
        if self._wanted is None:
            self._reading = None
            self._view.show_nothing()
            return
        self._view.show_asking()
        self._read_question(self._wanted)

    def _read_question(self, recording_id: str) -> None:
        job = self._jobs.start("Read what can be asked", lambda _: self._asked_of(recording_id))
        self._reading = job
        job.succeeded.connect(lambda found: self._show_question(job, found))
        job.failed.connect(self._view.show_error)

    def _asked_of(self, recording_id: str) -> _Asked:
        recording = self._services.data.recording(recording_id)
        known = self._services.speeds.reference(recording_id) is not None
        bearings = self._services.data.bearings()
        return _Asked(
            recording,
            tuple(
                question_parameters(bearings, recording.bearing, recording.kind, speed_known=known)
            ),
        )

    def _show_question(self, job: Job, found: _Asked) -> None:
        if job is not self._reading:
            return
        before, self._recording = self._recording, found.recording
        changed = before is None or before.bearing != found.recording.bearing
        self._view.show_question(found.recording.name, found.parameters, afresh=changed)

    # -- the answer ------------------------------------------------------------------------------

    def ask_again(self) -> None:
        """Another question: answered at once where one was answered before."""
        if self._solution is not None:
            self.solve()

    def solve(self) -> None:
        """Explain the peaks."""
        wanted, recording = self._wanted, self._recording
        values = self._view.values()
        if wanted is None or recording is None or values is None:
            return
        if self._job is not None:
            self._job.cancel()
        question = question_of(values, recording.bearing)
        job = self._jobs.start(
            "Explain the peaks", lambda p: self._services.solver.solve(wanted, question, p)
        )
        self._job = job
        self._view.show_working(0.0)
        job.progressed.connect(self._view.show_working)
        job.succeeded.connect(lambda found: self._show(wanted, found))
        job.failed.connect(lambda error: self._fail(wanted, error))

    def _show(self, recording_id: str, found: Solution) -> None:
        if recording_id == self._shown:
            self._job, self._solution = None, found
            self._view.show_solution(found)

    def _fail(self, recording_id: str, error: Exception) -> None:
        if recording_id == self._shown:
            self._job = None
            self._view.show_error(error)

    def look_at(self, hypothesis: Hypothesis) -> None:
        """Which line of it explains each peak."""
        if self._solution is not None:
            peaks = explained_peaks(self._solution, hypothesis)
            self._view.show_peaks(self._solution, hypothesis, peaks)

    # -- what is told of the machine -------------------------------------------------------------

    def use_speed(self, hypothesis: Hypothesis) -> None:
        """The recording's shaft turns so fast from now on."""
        recording = self._recording
        if recording is None:
            return
        speeds, now = self._services.speeds, ToldSpeed(round(hypothesis.speed_rpm, 2))
        before: list[ProjectSpeed] = []

        def do() -> None:
            before[:] = [speeds.tell(recording.id, now)]

        self._do(
            Edit(
                f"Use {now.rpm:g} rpm for {recording.name}",
                do,
                lambda: speeds.tell(recording.id, before[0]),
            ),
            f"{recording.name} turns at {now.rpm:g} rpm from now on.",
        )

    def use_bearing(self, hypothesis: Hypothesis) -> None:
        """The unit carries its shaft so from now on."""
        recording, bearing = self._recording, hypothesis.bearing
        if recording is None:
            return
        kind = BearingKind.JOURNAL if bearing is None else BearingKind.ROLLING
        edit = bearing_edit(
            self._services.data, recording.unit_id, recording.unit_name, kind, bearing
        )
        self._do(edit, f"{recording.unit_name} has the bearing {hypothesis.name} from now on.")

    def _do(self, edit: Edit, words: str) -> None:
        job = self._history.do(edit)
        job.succeeded.connect(lambda _: self._view.show_note(words))
        job.failed.connect(self._view.show_error)
