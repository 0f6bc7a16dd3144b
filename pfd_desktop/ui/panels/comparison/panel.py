"""The Compare panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the runs that are to be compared."""
    from pfd_desktop.ui.panels.comparison.presenter import ComparisonPresenter
    from pfd_desktop.ui.panels.comparison.view import ComparisonView

    view = ComparisonView()
    services, workspace = context.services, context.workspace
    presenter = ComparisonPresenter(view, services.comparison, services.reports, context.jobs)
    view.presenter = presenter
    view.runs_requested.connect(lambda: workspace.show_panel("experiments"))
    workspace.runs_compared.connect(presenter.choose)
    presenter.choose(workspace.compared)
    return view


SPEC = PanelSpec(
    name="comparison",
    title="Compare",
    icon="checks",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="Whether one of 2 to 10 runs is better than another, and how sure that is.",
)
