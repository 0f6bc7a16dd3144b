"""The Processing panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the window's selection."""
    from pfd_desktop.core.chains.table import STEPS
    from pfd_desktop.ui.panels.processing.presenter import ProcessingPresenter
    from pfd_desktop.ui.panels.processing.view import ProcessingView

    view = ProcessingView(STEPS)
    presenter = ProcessingPresenter(view, context.services.chains, context.jobs, context.history)
    view.presenter = presenter

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    view.import_requested.connect(ask_for_files)
    workspace = context.workspace
    workspace.recording_chosen.connect(presenter.choose)
    workspace.recordings_selected.connect(presenter.select)
    workspace.store_changed.connect(presenter.store_changed)
    presenter.select(workspace.selected)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
    return view


SPEC = PanelSpec(
    name="processing",
    title="Processing",
    icon="funnel",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="Filters, integration and other steps that a recording is seen through.",
)
