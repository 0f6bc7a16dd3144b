"""The Datasets panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, giving the window the recordings it shows examples of."""
    from pfd_desktop.ui.panels.datasets.presenter import DatasetsPresenter
    from pfd_desktop.ui.panels.datasets.view import DatasetsView

    view = DatasetsView()
    workspace = context.workspace
    presenter = DatasetsPresenter(view, context.services, context.jobs, workspace, context.history)
    view.presenter = presenter
    view.classes.recording_asked.connect(workspace.choose_recording)
    workspace.dataset_chosen.connect(presenter.seek)
    if workspace.dataset_id:
        presenter.seek(workspace.dataset_id)
    workspace.store_changed.connect(presenter.store_changed)
    workspace.recordings_selected.connect(presenter.selection_changed)
    return view


SPEC = PanelSpec(
    name="datasets",
    title="Datasets",
    icon="database",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Named sets of recordings whose versions never change: what results can be held to.",
)
