"""The Healthy only panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.healthy import Injection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pfd_desktop.core.records.healthy import Detectability, Guard, Judgement
    from pfd_desktop.core.records.learning import FeatureSet
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.ui.panels.healthy.view import HealthyView
    from pfd_desktop.ui.widgets.measuring import Measuring
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Job, Jobs

_NONE_SELECTED = "No recording is selected. Select some in the list, or take all."


class HealthyPresenter:
    """Learns, asks and injects as jobs; all that is shown is of the chosen guard."""

    def __init__(
        self, view: HealthyView, services: Services, jobs: Jobs, workspace: Workspace
    ) -> None:
        self._view, self._services = view, services
        self._jobs, self._workspace = jobs, workspace
        self._stale = True
        self._shown = ""  # the guard that the list of guards names
        self._made = ""  # one that was learned and is not listed yet
        self._working: dict[Measuring, Job] = {}
        view.seen.connect(self._refresh)
        view.guard_chosen.connect(self.choose)
        view.delete_requested.connect(self.delete)
        view.report_requested.connect(self.report)
        for row, work in (
            (view.form.learning, self.learn),
            (view.asking, self.ask),
            (view.misses.measuring, self.inject),
        ):
            row.requested.connect(work)
            row.cancel_requested.connect(lambda row=row: self.cancel(row))
        self.selection_changed(workspace.selected)

    def store_changed(self, tables: frozenset[str]) -> None:
        """A feature set may be new."""
        if "feature_sets" in tables:
            self._read_again()

    def selection_changed(self, ids: tuple[str, ...]) -> None:
        """How many recordings "selected" means."""
        self._view.show_selected(len(ids))

    def choose_features(self, feature_set_id: str) -> None:
        """Learn from the set that the window shows."""
        self._view.form.choose_features(feature_set_id)

    def learn(self) -> None:
        """A new guard, which is then shown."""
        selected = self._workspace.selected
        if self._view.form.of_selected and not selected:
            self._view.show_error(InvalidInput(_NONE_SELECTED))
            return
        request, service = self._view.form.request(selected), self._services.healthy
        job = self._jobs.start(
            "Learn from healthy recordings",
            lambda progress: service.train(request, progress),
            "guard",
        )
        job.succeeded.connect(self._learned)
        self._follow(job, self._view.form.learning)

    def ask(self) -> None:
        """What the shown guard says of all recordings, or of the selected ones."""
        guard_id, chosen = self._shown, self._workspace.selected
        services = self._services
        if self._view.of_selected and not chosen:
            self._view.show_error(InvalidInput(_NONE_SELECTED))
            return
        asked = chosen if self._view.of_selected else ()

        def work(progress: Progress) -> tuple[Judgement, ...]:
            ids = asked or tuple(one.id for one in services.data.recordings())
            return services.healthy.judge(guard_id, ids, progress)

        job = self._jobs.start("Ask the guard", work, "judge")
        job.succeeded.connect(
            lambda found: self._of(guard_id, lambda: self._view.show_answers(found))
        )
        self._follow(job, self._view.asking)

    def inject(self) -> None:
        """What the shown guard would find of faults in its own held-out recordings."""
        guard_id, service = self._shown, self._services.healthy
        wanted = Injection(self._view.misses.faults())
        job = self._jobs.start(
            "Inject faults",
            lambda progress: service.detectability(guard_id, wanted, progress),
            "detectability",
        )
        job.succeeded.connect(
            lambda found: self._of(guard_id, lambda: self._view.misses.show_found(found))
        )
        self._follow(job, self._view.misses.measuring)

    def cancel(self, row: Measuring) -> None:
        """Leave what is done there."""
        if row in self._working:
            self._working[row].cancel()

    def delete(self, guard_id: str) -> None:
        """Take this guard off the disk."""
        service = self._services.healthy
        job = self._jobs.start("Delete the guard", lambda _: service.delete(guard_id))
        job.failed.connect(self._view.show_error)
        job.finished.connect(self._read_again)

    def report(self, guard_id: str, path: Path) -> None:
        """Write what is kept of this guard to a file."""
        services = self._services

        def work(progress: Progress) -> Path:
            guard, found = services.healthy.get(guard_id), services.healthy.found(guard_id)
            return services.reports.guard(guard, found, path, progress)

        job = self._jobs.start(f"Report of a guard {path.name}", work, "report")
        job.succeeded.connect(self._view.show_written)
        job.failed.connect(self._view.show_error)

    def choose(self, guard_id: str) -> None:
        """Show this guard, with what was found of it before; the answers are of one guard."""
        if guard_id != self._shown:
            self._view.show_answers(())
        self._shown, self._made = guard_id, ""
        if guard_id:
            self._read(guard_id)

    def _read(self, guard_id: str) -> None:
        service = self._services.healthy

        def read(_: object) -> tuple[Guard, Detectability | None]:
            return service.get(guard_id), service.found(guard_id)

        job = self._jobs.start("Read the guard", read)
        job.succeeded.connect(
            lambda found: self._of(guard_id, lambda: self._view.show_guard(*found))
        )
        job.failed.connect(self._view.show_error)

    def _of(self, guard_id: str, show: Callable[[], None]) -> None:
        """Another guard may be shown when something is there."""
        if guard_id == self._shown:
            show()

    def _follow(self, job: Job, row: Measuring) -> None:
        """Show in the row how far it is, and what went wrong."""
        self._view.message.clear()
        self._working[row] = job
        row.show_working(0.0)
        job.progressed.connect(row.show_working)
        job.failed.connect(self._view.show_error)
        job.finished.connect(row.show_rest)

    def _learned(self, made: Guard) -> None:
        self._made = made.id
        self._read_again()

    def _read_again(self) -> None:
        self._stale = True
        self._refresh()

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        services = self._services

        def read(_: object) -> tuple[tuple[FeatureSet, ...], tuple[Guard, ...]]:
            return services.features.list_all(), services.healthy.list_all()

        job = self._jobs.start("List the guards", read)
        job.succeeded.connect(lambda found: self._listed(*found))
        job.failed.connect(self._view.show_error)

    def _listed(self, sets: tuple[FeatureSet, ...], guards: tuple[Guard, ...]) -> None:
        wanted = self._workspace.feature_set_id or (sets[-1].id if sets else "")
        self._view.show_sets(tuple(reversed(sets)), wanted)
        known = {one.id for one in guards}
        newest = guards[0].id if guards else ""
        shown = next((one for one in (self._made, self._shown) if one in known), newest)
        self._view.show_guards(guards, shown)
        if shown != self._shown:
            self.choose(shown)
