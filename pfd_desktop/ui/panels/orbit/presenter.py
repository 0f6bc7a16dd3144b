"""The Orbit panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.ui.analysing.presenter import AnalysisPresenter

if TYPE_CHECKING:
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.signals import SignalService
    from pfd_desktop.ui.panels.orbit.view import OrbitView
    from pfd_desktop.workers.jobs import Jobs


class OrbitPresenter(AnalysisPresenter):
    """Follows the controls of the Orbit panel."""

    def __init__(
        self, view: OrbitView, data: DataService, signals: SignalService, jobs: Jobs
    ) -> None:
        super().__init__(view, data, signals, jobs)
        view.seen.connect(self.refresh)
        view.choice_changed.connect(self.refresh)
        view.retry_requested.connect(self.again)
