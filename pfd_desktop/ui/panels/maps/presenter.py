"""The Map panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.ui.analysing.presenter import AnalysisPresenter

if TYPE_CHECKING:
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.signals import SignalService
    from pfd_desktop.ui.panels.maps.view import MapView
    from pfd_desktop.workers.jobs import Jobs


class MapPresenter(AnalysisPresenter):
    """Follows the controls of the Map panel."""

    def __init__(
        self, view: MapView, data: DataService, signals: SignalService, jobs: Jobs
    ) -> None:
        super().__init__(view, data, signals, jobs)
        view.seen.connect(self.refresh)
        view.choice_changed.connect(self.refresh)
        view.retry_requested.connect(self.again)
