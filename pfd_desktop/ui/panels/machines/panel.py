"""The Machines panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, telling the window which place is meant."""
    from pfd_desktop.ui.panels.machines.presenter import MachinesPresenter
    from pfd_desktop.ui.panels.machines.view import MachinesView

    view = MachinesView()
    workspace = context.workspace
    presenter = MachinesPresenter(view, context.services.data, context.jobs, context.history)
    view.presenter = presenter
    view.place_chosen.connect(workspace.choose_place)
    view.import_requested.connect(context.actions["import"].trigger)
    workspace.place_chosen.connect(view.show_place)
    view.show_place(*workspace.place)
    workspace.store_changed.connect(presenter.store_changed)
    return view


SPEC = PanelSpec(
    name="machines",
    title="Machines",
    icon="tree-structure",
    area=Qt.DockWidgetArea.LeftDockWidgetArea,
    build=build,
    purpose="Machines, their units with bearing and geometry, and their measuring points.",
)
