"""The Features panel: what happens when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pfd_desktop.core.features.means import RecordFeatures, record_features
from pfd_desktop.core.records.learning import ExtractRequest
from pfd_desktop.core.records.requests import request_text
from pfd_desktop.errors import InvalidInput
from pfd_desktop.ui.retry import Retry

if TYPE_CHECKING:
    from pathlib import Path

    from pfd_desktop.core.features.spec import FeatureSpec
    from pfd_desktop.core.records.learning import FeatureSet, SplitKind
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.services.own_features import OwnSet
    from pfd_desktop.ui.panels.features.view import FeaturesView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Job, Jobs


class FeaturesPresenter:
    """Extracts features as a job, and shows feature sets per recording."""

    def __init__(
        self, view: FeaturesView, services: Services, jobs: Jobs, workspace: Workspace
    ) -> None:
        self._view, self._services = view, services
        self._jobs, self._workspace = jobs, workspace
        self._stale = True
        self._job: Job | None = None
        self._measuring: Job | None = None
        self._shown = ""
        self._retry = Retry(view.show_error)
        view.message.retry_requested.connect(self._retry.ask)
        view.seen.connect(self._refresh)
        view.extract_requested.connect(self.extract)
        view.cancel_requested.connect(self.cancel)
        view.set_chosen.connect(self.choose)
        view.export_requested.connect(self.export)
        view.own.template_asked.connect(self.write_template)
        view.own.add_asked.connect(self.add_own)
        view.importance.asked.connect(self.measure)
        view.importance.cancel_requested.connect(self.cancel_measuring)
        view.importance.split_chosen.connect(self._read_importance)
        self.selection_changed(workspace.selected)

    def store_changed(self, tables: frozenset[str]) -> None:
        """A set may be new; a label may have changed."""
        if tables & {"feature_sets", "recordings", "units"}:
            self._read_again()

    def _read_again(self) -> None:
        self._stale = True
        self._refresh()

    def selection_changed(self, ids: tuple[str, ...]) -> None:
        """How many recordings "selected" means."""
        self._view.show_selected(len(ids))

    def extract(self, selected: bool, wanted: ExtractRequest) -> None:
        """Extract features of the selected or of all recordings, as *wanted* says."""
        services, chosen = self._services, self._workspace.selected
        if selected and not chosen:
            told = "No recording is selected. Select some in the list, or take all."
            self._view.show_error(InvalidInput(told))
            return

        def read(_: object) -> ExtractRequest:
            ids = chosen if selected else tuple(one.id for one in services.data.recordings())
            return replace(wanted, recording_ids=ids)

        asked = self._jobs.start("Read which recordings", read)
        asked.succeeded.connect(self._extract)
        self._retry.watch(asked, lambda: self.extract(selected, wanted))

    def _extract(self, request: ExtractRequest) -> None:
        self._job = job = self._jobs.start(
            f"Extract features of {len(request.recording_ids)} recordings",
            lambda progress: self._services.features.extract(request, progress),
            "extract",
            request_text(request),
        )
        self._view.show_working(0.0, "")
        job.progressed.connect(self._view.show_working)
        job.succeeded.connect(self._extracted)
        self._retry.watch(job, lambda: self._extract(request))
        job.finished.connect(self._ended)

    def cancel(self) -> None:
        """Stop the extraction; nothing of it is kept."""
        if self._job is not None:
            self._job.cancel()

    def _ended(self) -> None:
        self._job = None
        self._view.show_rest()

    def _extracted(self, made: FeatureSet) -> None:
        self._workspace.choose_feature_set(made.id)
        self._read_again()

    def measure(self, split: SplitKind) -> None:
        """How much each feature of the shown set matters, as a job."""
        key, service = self._shown, self._services.importance
        tab = self._view.importance
        self._measuring = job = self._jobs.start(
            "Measure the importance of features",
            lambda progress: service.measure(key, progress, split),
            "importance",
        )
        tab.show_working(0.0)
        job.progressed.connect(tab.show_working)
        job.succeeded.connect(lambda _: self._read_importance())
        self._retry.watch(job, lambda: self.measure(split))
        job.finished.connect(self._measuring_ended)

    def cancel_measuring(self) -> None:
        """Stop it; what was measured before is kept."""
        if self._measuring is not None:
            self._measuring.cancel()

    def _read_importance(self) -> None:
        """What is kept of the shown set under the chosen split."""
        key, service, tab = self._shown, self._services.importance, self._view.importance
        split = tab.chosen_split()
        if not key:
            return
        job = self._jobs.start("Read the importance", lambda _: service.kept(key, split))
        job.succeeded.connect(
            lambda found: (
                tab.show_importance(found)
                if (key, split) == (self._shown, tab.chosen_split())
                else None
            )
        )
        self._retry.watch(job, self._read_importance)

    def _measuring_ended(self) -> None:
        self._measuring = None
        self._view.importance.show_rest()

    def export(self, path: Path) -> None:
        """Write how the shown set is made."""
        key, service = self._shown, self._services.feature_recipes
        job = self._jobs.start(f"Export {path.name}", lambda _: service.export(key, path))
        job.succeeded.connect(lambda _: self._view.message.show_note(f"{path} is written."))
        self._retry.watch(job, lambda: self.export(path))

    def write_template(self, path: Path) -> None:
        """Write a file of own features to begin with."""
        service = self._services.own_features
        job = self._jobs.start(f"Write {path.name}", lambda _: service.template(path))
        job.succeeded.connect(lambda _: self._view.message.show_note(f"{path} is written."))
        self._retry.watch(job, lambda: self.write_template(path))

    def add_own(self, path: Path) -> None:
        """Test a file of own features, as a job, and choose it once it is taken."""
        service = self._services.own_features
        job = self._jobs.start(f"Test {path.name}", lambda p: service.add(path, p), "own features")
        job.succeeded.connect(self._added)
        self._retry.watch(job, lambda: self.add_own(path))

    def _added(self, made: OwnSet) -> None:
        self._view.own.choose(made.name)
        self._view.message.show_note(f"{made.name} is tested and taken.")
        self._list_own()

    def _list_own(self) -> None:
        service = self._services.own_features
        job = self._jobs.start("List the own features", lambda _: service.list_all())
        job.succeeded.connect(self._show_own)
        self._retry.watch(job, self._list_own)

    def _show_own(self, found: tuple[OwnSet, ...]) -> None:
        self._view.show_own([(own.name, own.specs, own.tested) for own in found])

    def choose(self, feature_set_id: str) -> None:
        """Show this set, here and in Training."""
        self._workspace.choose_feature_set(feature_set_id)
        self._read(feature_set_id)

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        services = self._services
        job = self._jobs.start(
            "List the feature sets",
            lambda _: (services.features.list_all(), services.own_features.list_all()),
        )
        job.succeeded.connect(lambda found: self._listed(*found))
        self._retry.watch(job, self._read_again)

    def _listed(self, sets: tuple[FeatureSet, ...], own: tuple[OwnSet, ...]) -> None:
        self._show_own(own)
        newest_first = tuple(reversed(sets))
        known = {one.id for one in sets}
        wanted = self._workspace.feature_set_id
        chosen = wanted if wanted in known else (newest_first[0].id if sets else "")
        self._view.show_sets(newest_first, chosen)
        if chosen:
            self._read(chosen)

    def _read(self, feature_set_id: str) -> None:
        services = self._services
        if feature_set_id != self._shown:
            self._shown = feature_set_id
            self._view.importance.show_importance(None)
        self._read_importance()

        def read(_: object) -> tuple[tuple[FeatureSpec, ...], tuple[RecordFeatures, ...]]:
            matrix = services.features.matrix(feature_set_id)
            found = record_features(matrix, services.data.recordings())
            return services.features.specs(feature_set_id), found

        job = self._jobs.start("Read the features", read)
        job.succeeded.connect(lambda found: self._view.show_values(*found))
        self._retry.watch(job, lambda: self._read(feature_set_id))
