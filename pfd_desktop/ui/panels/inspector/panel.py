"""The Inspector panel: who it is and how it is put together."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec
from pfd_desktop.ui.panels.inspector.presenter import InspectorPresenter
from pfd_desktop.ui.panels.inspector.view import InspectorView


def build(context: Context) -> InspectorView:
    """The panel, following the window's selection."""
    view = InspectorView()
    workspace = context.workspace
    presenter = InspectorPresenter(view, context.services.data, context.jobs, context.history)
    view.presenter = presenter
    view.unit_asked.connect(workspace.choose_place)
    workspace.recording_chosen.connect(presenter.choose)
    workspace.store_changed.connect(presenter.store_changed)
    presenter.choose(workspace.recording_id)
    return view


SPEC = PanelSpec(
    name="inspector",
    title="Inspector",
    icon="info",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="All that is known of the chosen recording; label, speed and condition are told here.",
)
