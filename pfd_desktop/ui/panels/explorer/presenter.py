"""The Explorer panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.exploring.figures import scatter_figure, spectra_figure
from pfd_desktop.ui.retry import Retry

if TYPE_CHECKING:
    from pfd_desktop.core.exploring.class_spectra import ClassSpectra
    from pfd_desktop.core.exploring.collection import Collection
    from pfd_desktop.core.exploring.projections import Projection
    from pfd_desktop.core.records.learning import FeatureSet
    from pfd_desktop.services.exploring import Explored, ExploreService
    from pfd_desktop.services.features import FeatureService
    from pfd_desktop.ui.panels.explorer.view import ExplorerView
    from pfd_desktop.workers.jobs import Jobs

_SEED = 0


class ExplorerPresenter:
    """Explores the chosen feature set when it is seen; each page is computed when it is opened."""

    def __init__(
        self, view: ExplorerView, features: FeatureService, exploring: ExploreService, jobs: Jobs
    ) -> None:
        self._view, self._features, self._exploring, self._jobs = view, features, exploring, jobs
        self._stale = True
        self._preferred = ""
        self._explored: Explored | None = None
        self._asked: set[str] = set()  # pages of the present set that were asked for
        self._retry = Retry(view.show_error)
        view.message.retry_requested.connect(self._retry.ask)
        view.seen.connect(self._refresh)
        view.set_chosen.connect(self.explore)
        view.page_opened.connect(self._open)
        view.method_chosen.connect(self._project)

    def store_changed(self, tables: frozenset[str]) -> None:
        """Feature sets, labels or units may be others now."""
        if tables & {"feature_sets", "recordings", "units"}:
            self._read_again()

    def _read_again(self) -> None:
        self._stale = True
        self._refresh()

    def prefer(self, feature_set_id: str) -> None:
        """Follow the window's feature set."""
        self._preferred = feature_set_id
        self._view.choose_set(feature_set_id)

    def _refresh(self) -> None:
        if not self._stale or not self._view.isVisible():
            return
        self._stale = False
        job = self._jobs.start("List the feature sets", lambda _: self._features.list_all())
        job.succeeded.connect(self._listed)
        self._retry.watch(job, self._read_again)

    def _listed(self, sets: tuple[FeatureSet, ...]) -> None:
        self._view.show_sets([(one.id, one.name) for one in reversed(sets)], self._preferred)

    def explore(self, feature_set_id: str) -> None:
        """Look at this set; "" is none."""
        self._explored, self._asked = None, set()
        if not feature_set_id:
            self._view.show_nothing()
            return
        self._view.show_waiting()
        job = self._jobs.start("Explore", lambda p: self._exploring.explore(feature_set_id, p))
        job.succeeded.connect(lambda found: self._show(feature_set_id, found))
        self._retry.watch(job, lambda: self.explore(feature_set_id))

    def _show(self, feature_set_id: str, found: Explored) -> None:
        if feature_set_id != self._view.chosen_set():
            return
        self._explored = found
        self._view.show_explored(found.distributions, found.findings, found.collection)
        self._open(self._view.page())

    def _open(self, page: str) -> None:
        """Compute a page when it is first looked at."""
        if self._explored is None or page in self._asked:
            return
        self._asked.add(page)
        if page == "projection":
            self._project()
        elif page == "spectra":
            self._spectra(self._explored.collection)

    def _project(self) -> None:
        if self._explored is None:
            return
        collection, method = self._explored.collection, self._view.method()
        job = self._jobs.start(
            "Project the recordings",
            lambda p: self._exploring.project(collection, method, _SEED, p),
        )
        job.succeeded.connect(lambda found: self._projected(collection, found))
        self._retry.watch(job, self._project, self._view.show_no_projection)

    def _projected(self, collection: Collection, found: Projection) -> None:
        now = self._explored
        if now is not None and now.collection is collection and found.method == self._view.method():
            self._view.show_projection(scatter_figure(collection, found))

    def _spectra(self, collection: Collection) -> None:
        job = self._jobs.start(
            "Compute the spectra of classes",
            lambda p: self._exploring.class_spectra(collection.ids, p),
        )
        job.succeeded.connect(lambda found: self._drawn(collection, found))
        self._retry.watch(job, lambda: self._spectra(collection))

    def _drawn(self, collection: Collection, found: ClassSpectra) -> None:
        if self._explored is not None and self._explored.collection is collection:
            self._view.show_spectra(spectra_figure(found))
