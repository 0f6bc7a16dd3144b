"""The Recordings panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, giving the window its selection."""
    from pfd_desktop.ui.panels.recordings.presenter import RecordingsPresenter
    from pfd_desktop.ui.panels.recordings.view import RecordingsView

    view = RecordingsView()
    workspace, services = context.workspace, context.services
    presenter = RecordingsPresenter(
        view,
        services.data,
        services.search,
        services.tags,
        datasets=services.datasets,
        jobs=context.jobs,
        history=context.history,
        workspace=workspace,
    )
    view.presenter = presenter
    workspace.store_changed.connect(presenter.store_changed)
    workspace.recording_chosen.connect(view.show_chosen)
    workspace.recordings_selected.connect(view.show_selected)
    workspace.place_chosen.connect(presenter.show_place)
    presenter.show_place(*workspace.place)
    view.import_requested.connect(context.actions["import"].trigger)
    return view


SPEC = PanelSpec(
    name="recordings",
    title="Recordings",
    icon="list-bullets",
    area=Qt.DockWidgetArea.LeftDockWidgetArea,
    build=build,
    purpose="The recordings of the project; the row chosen here is shown by all other panels.",
)
