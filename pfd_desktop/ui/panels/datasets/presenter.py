"""The Datasets panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.networks.extra import networks_missing
from pfd_desktop.core.records.datasets import SplitRequest
from pfd_desktop.core.records.learning import ExtractRequest, TrainRequest
from pfd_desktop.progress import Part
from pfd_desktop.services.trials import WITHOUT_FEATURES
from pfd_desktop.ui.edits import Edit, dataset_made, tagged
from pfd_desktop.ui.panels.datasets.looking import look_at_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pfd_desktop.core.records.datasets import (
        BundleForm,
        BundleReport,
        Dataset,
        DatasetVersion,
        DesignedSplit,
    )
    from pfd_desktop.core.records.learning import Run, SplitKind
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.ui.history import History
    from pfd_desktop.ui.panels.datasets.seen import Seen
    from pfd_desktop.ui.panels.datasets.view import DatasetsView
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Job, Jobs

SUBJECT = "datasets"
_Listed = tuple["tuple[Dataset, ...]", "tuple[Dataset, ...]"]


class DatasetsPresenter:
    """Reads datasets in jobs, and changes them by edits that can be taken back."""

    def __init__(
        self,
        view: DatasetsView,
        services: Services,
        jobs: Jobs,
        workspace: Workspace,
        history: History,
    ) -> None:
        self._view, self._services = view, services
        self._jobs, self._workspace, self._history = jobs, workspace, history
        self._stale, self._archived = True, False
        self._datasets: tuple[Dataset, ...] = ()
        self._dataset = self._version = self._split = ""  # ids of what is chosen
        self._sought = ""  # id of a dataset that is to be shown, archived or not
        self._job: Job | None = None
        self._connect()
        self.selection_changed(workspace.selected)

    def _connect(self) -> None:
        view = self._view
        view.seen.connect(self._refresh)
        view.create_requested.connect(self.create)
        view.version_requested.connect(self.freeze)
        view.dataset_chosen.connect(self.choose)
        view.version_chosen.connect(self.choose_version)
        view.rename_requested.connect(self.rename)
        view.tag_requested.connect(self.tag)
        view.archive_requested.connect(self.archive)
        view.delete_requested.connect(self.delete)
        view.restore_requested.connect(self.restore)
        view.archived_wanted.connect(self.list_archived)
        view.export_requested.connect(self.export)
        view.import_requested.connect(self.take_in)
        view.cancel_requested.connect(self.cancel)
        view.splits.design_requested.connect(self.design)
        view.splits.train_requested.connect(self.train)
        view.splits.show_classifiers(self._services.training.classifiers(), networks_missing())
        view.differences.asked.connect(self.compare)

    def store_changed(self, tables: frozenset[str]) -> None:
        """Datasets may be other ones, and runs may be stale."""
        if tables & {"datasets", "dataset_versions", "dataset_splits", "runs", "feature_sets"}:
            self._stale = True
            self._refresh()
        if tables & {"tags", "taggings"} and not self._stale:  # else with the next list
            self._list_tags()

    def selection_changed(self, ids: tuple[str, ...]) -> None:
        """How many recordings "selected" means."""
        self._view.show_selected(len(ids))

    def list_archived(self, wanted: bool) -> None:
        """Whether the archived ones are listed too."""
        self._archived, self._stale = wanted, True
        self._refresh()

    # -- looking ---------------------------------------------------------------------------------

    def choose(self, dataset_id: str) -> None:
        """Show the newest version of this dataset."""
        if dataset_id != self._dataset:
            self._dataset, self._version = dataset_id, ""
            self._show_dataset()

    def seek(self, dataset_id: str) -> None:
        """Show this dataset, also where it is archived."""
        self._dataset = self._sought = dataset_id
        self._version, self._stale = "", True
        self._refresh()

    def choose_version(self, version_id: str) -> None:
        """Show this version."""
        self._version = version_id
        self._look()

    def compare(self, before_id: str, after_id: str) -> None:
        """What differs between two versions."""
        service = self._services.datasets
        job = self._jobs.start("Compare two versions", lambda _: service.diff(before_id, after_id))
        job.succeeded.connect(self._view.differences.show_change)
        job.failed.connect(self._view.show_error)

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        service, archived = self._services.datasets, self._archived

        def read(_: object) -> _Listed:
            return service.list_all(archived=archived), service.trash()

        job = self._jobs.start("List the datasets", read)
        job.succeeded.connect(self._listed)
        job.failed.connect(self._view.show_error)
        self._list_tags()

    def _list_tags(self) -> None:
        tags = self._services.tags
        job = self._jobs.start(
            "List the tags of datasets", lambda _: (tags.of(SUBJECT), tags.names())
        )
        job.succeeded.connect(lambda found: self._view.show_tags(*found))
        job.failed.connect(self._view.show_error)

    def _listed(self, listed: _Listed) -> None:
        self._datasets, trash = listed
        ids = {one.id for one in self._datasets}
        sought, self._sought = self._sought, ""
        if sought and sought not in ids and not self._archived:
            self._view.archived.setChecked(True)  # lists again
            return
        if self._dataset not in ids:
            self._dataset = self._datasets[0].id if self._datasets else ""
            self._version = ""
        self._view.show_datasets(self._datasets, self._dataset, trash)
        self._show_dataset()

    def _show_dataset(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._view.show_dataset(None, "")
            self._view.show_seen(None)
            return
        if self._version not in {one.id for one in chosen.versions}:
            self._version = chosen.newest.id
        self._view.show_dataset(chosen, self._version)
        self._look()

    def _look(self) -> None:
        services, version_id = self._services, self._version
        job = self._jobs.start("Read the dataset", lambda _: look_at_version(services, version_id))
        job.succeeded.connect(self._show_seen)
        job.failed.connect(self._view.show_error)

    def _show_seen(self, seen: Seen) -> None:
        if seen.version.id == self._version:  # another may have been chosen meanwhile
            self._view.show_seen(seen, self._split)

    def _chosen(self) -> Dataset | None:
        return next((one for one in self._datasets if one.id == self._dataset), None)

    # -- changing --------------------------------------------------------------------------------

    def create(self, name: str, selected: bool) -> None:
        """A dataset of all or of the selected recordings."""
        services, ids = self._services, self._workspace.selected

        def wanted() -> tuple[str, ...]:
            return ids if selected else tuple(one.id for one in services.data.recordings())

        job = self._change(dataset_made(services.datasets, name, wanted))
        job.succeeded.connect(self._created)

    def _created(self, made: Dataset) -> None:
        self._dataset, self._version = made.id, made.newest.id
        self._view.name.clear()
        self._view.show_note(f"{made.name} holds {made.newest.recordings} recordings.")

    def freeze(self, selected: bool) -> None:
        """A new version; it stays, for versions never change and none is taken away."""
        service, dataset_id = self._services.datasets, self._dataset
        ids = self._workspace.selected if selected else ()
        job = self._jobs.start("Freeze a version", lambda _: service.add_version(dataset_id, ids))
        job.succeeded.connect(self._frozen)
        job.failed.connect(self._view.show_error)

    def _frozen(self, version: DatasetVersion) -> None:
        self._version = version.id
        self._view.show_note(f"{version.title} holds {len(version.members)} recordings.")

    def rename(self, name: str) -> None:
        """Give the chosen one another name; its note stays."""
        chosen, service = self._chosen(), self._services.datasets
        if chosen is not None and name.strip() != chosen.name:
            self._change(
                Edit(
                    f"Rename {chosen.name} to {name.strip()}",
                    lambda: service.rename(chosen.id, name, chosen.note),
                    lambda: service.rename(chosen.id, chosen.name, chosen.note),
                )
            )

    def tag(self, name: str, ids: tuple[str, ...], add: bool) -> None:
        """Give datasets a tag, or take it away."""
        self._change(tagged(self._services.tags, name, SUBJECT, ids, add=add))

    def archive(self) -> None:
        """Out of the way, or back."""
        chosen, service = self._chosen(), self._services.datasets
        if chosen is None:
            return
        away, back = (lambda: service.archive(chosen.id)), (lambda: service.unarchive(chosen.id))
        if chosen.archived_at is None:
            self._change(Edit(f"Archive {chosen.name}", away, back))
        else:
            self._change(Edit(f"Take {chosen.name} out of the archive", back, away))

    def delete(self) -> None:
        """Into the trash."""
        chosen, service = self._chosen(), self._services.datasets
        if chosen is not None:
            self._change(
                Edit(
                    f"Delete the dataset {chosen.name}",
                    lambda: service.delete(chosen.id),
                    lambda: service.restore(chosen.id),
                )
            )

    def restore(self, dataset_id: str) -> None:
        """Out of the trash."""
        service = self._services.datasets
        self._dataset = dataset_id
        self._change(
            Edit(
                "Restore a dataset",
                lambda: service.restore(dataset_id),
                lambda: service.delete(dataset_id),
            )
        )

    def _change(self, edit: Edit) -> Job:
        self._view.message.clear()
        job = self._history.do(edit)
        job.failed.connect(self._view.show_error)
        return job

    def design(self, key: SplitKind, parts: int, seed: int) -> None:
        """Part the shown version and keep the split."""
        service, request = self._services.datasets, SplitRequest(self._version, key, parts, seed)
        job = self._jobs.start("Design a split", lambda _: service.design(request))
        job.succeeded.connect(self._designed)
        job.failed.connect(self._view.show_error)

    def _designed(self, split: DesignedSplit) -> None:
        self._split = split.id
        self._view.message.clear()
        self._look()

    def train(self, classifier: str, split_id: str) -> None:
        """Train on a designed split: on features of this version, made where there are none."""
        services, version_id = self._services, self._version

        def work(progress: Progress) -> Run:
            made = [s for s in services.features.list_all() if s.dataset_version_id == version_id]
            if not made and classifier not in WITHOUT_FEATURES:
                wanted = ExtractRequest((), dataset_version_id=version_id)
                made = [services.features.extract(wanted, Part(progress, 0.0, 0.5))]
            request = TrainRequest(
                classifier,
                feature_set_id=made[-1].id if made else None,
                dataset_version_id=version_id,
                split_id=split_id,
            )
            return services.training.train(request, Part(progress, 0.5, 1.0))

        self._job = job = self._jobs.start(f"Train {classifier} on a designed split", work)
        self._view.show_working(0.0, "")
        job.progressed.connect(self._view.show_working)
        job.succeeded.connect(self._trained)
        job.failed.connect(self._view.show_error)
        job.finished.connect(self._ended)

    def _trained(self, run: Run) -> None:
        self._view.show_note(f"{run.name}: the result stands in Results.")
        self._workspace.choose_run(run.id)

    # -- bundles ---------------------------------------------------------------------------------

    def export(self, target: Path, form: BundleForm) -> None:
        """Write the shown version."""
        service, version_id = self._services.bundles, self._version
        self._work(
            f"Export a dataset to {target.name}",
            lambda progress: service.export(version_id, target, form, progress),
            lambda report: f"{report.title} was written to {target}.",
        )

    def take_in(self, source: Path) -> None:
        """Make the dataset of a bundle."""
        service = self._services.bundles
        self._work(
            f"Import the dataset {source.name}",
            lambda progress: service.take_in(source, progress),
            lambda report: (
                f"{report.title} holds {report.recordings} recordings,"
                f" {report.new_recordings} of them new here."
            ),
        )

    def cancel(self) -> None:
        """Stop the bundle; nothing of it is kept."""
        if self._job is not None:
            self._job.cancel()

    def _work(
        self,
        title: str,
        do: Callable[[Progress], BundleReport],
        say: Callable[[BundleReport], str],
    ) -> None:
        self._job = job = self._jobs.start(title, do)
        self._view.show_working(0.0, "")
        job.progressed.connect(self._view.show_working)
        job.succeeded.connect(lambda report: self._view.show_note(say(report)))
        job.failed.connect(self._view.show_error)
        job.finished.connect(self._ended)

    def _ended(self) -> None:
        self._job = None
        self._view.show_rest()
