"""The Results panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the chosen run."""
    from pfd_desktop.ui.panels.results.presenter import ResultsPresenter
    from pfd_desktop.ui.panels.results.view import ResultsView

    view = ResultsView()
    services, workspace = context.services, context.workspace
    presenter = ResultsPresenter(
        view, services.training, services.evaluation, context.jobs, workspace.choose_run
    )
    view.presenter = presenter
    view.recording_asked.connect(workspace.choose_recording)
    view.recordings_asked.connect(workspace.select_recordings)
    view.train_requested.connect(lambda: workspace.show_panel("training"))
    workspace.run_chosen.connect(presenter.choose)
    workspace.store_changed.connect(presenter.store_changed)
    presenter.choose(workspace.run_id)
    return view


SPEC = PanelSpec(
    name="results",
    title="Results",
    icon="target",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="What a run found on recordings that it had not seen, and how far that can be trusted.",
)
