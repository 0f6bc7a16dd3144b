"""The Inspector panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the window's selection."""
    from pfd_desktop.ui.panels.inspector.presenter import InspectorPresenter
    from pfd_desktop.ui.panels.inspector.view import InspectorView

    view = InspectorView()
    workspace = context.workspace
    services = context.services
    presenter = InspectorPresenter(
        view, services.data, services.tags, context.jobs, context.history
    )
    view.presenter = presenter
    view.unit_asked.connect(workspace.choose_place)
    view.span_asked.connect(workspace.choose_span)
    view.unit_asked.connect(lambda *_: workspace.show_panel("machines"))
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
