"""The Orbit panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the window's selection."""
    from pfd_desktop.ui.panels.orbit.presenter import OrbitPresenter
    from pfd_desktop.ui.panels.orbit.view import OrbitView

    view = OrbitView()
    presenter = OrbitPresenter(view, context.services.data, context.services.signals, context.jobs)
    view.presenter = presenter
    workspace = context.workspace

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    view.import_requested.connect(ask_for_files)
    workspace.recording_chosen.connect(presenter.choose)
    workspace.span_chosen.connect(presenter.choose_span)
    view.whole_requested.connect(workspace.choose_whole)
    workspace.store_changed.connect(presenter.store_changed)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
        presenter.choose_span(*workspace.span)
    return view


SPEC = PanelSpec(
    name="orbit",
    title="Orbit",
    icon="circle",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="The path of a shaft and its centreline, from two probes at a right angle.",
)
