"""The Joint solver panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the window's selection."""
    from pfd_desktop.ui.panels.solver.presenter import SolverPresenter
    from pfd_desktop.ui.panels.solver.view import SolverView

    services = context.services
    view = SolverView()
    presenter = SolverPresenter(view, services, context.jobs, context.history)
    view.presenter = presenter

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    view.import_requested.connect(ask_for_files)
    workspace = context.workspace
    workspace.recording_chosen.connect(presenter.choose)
    workspace.store_changed.connect(presenter.store_changed)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
    return view


SPEC = PanelSpec(
    name="solver",
    title="Joint solver",
    icon="seal-question",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="Which speed, bearing and slip explain the peaks, and which measurement would decide.",
)
