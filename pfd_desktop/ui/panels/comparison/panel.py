"""The Compare panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec, Steps


def build(context: Context) -> Steps:
    """The panel, following the runs that are to be compared; made part by part."""
    from pfd_desktop.ui.panels.comparison import view as parts
    from pfd_desktop.ui.panels.comparison.presenter import ComparisonPresenter

    yield
    curves = parts.CURVES()
    yield
    view = parts.ComparisonView(curves)
    services, workspace = context.services, context.workspace
    presenter = ComparisonPresenter(view, services.comparison, services.reports, context.jobs)
    view.presenter = presenter
    view.runs_requested.connect(lambda: workspace.show_panel("experiments"))
    workspace.runs_compared.connect(presenter.choose)
    workspace.store_changed.connect(presenter.store_changed)
    presenter.choose(workspace.compared)
    return view


SPEC = PanelSpec(
    name="comparison",
    title="Compare",
    icon="scales",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="Whether one of 2 to 10 runs is better than another, and how sure that is.",
)
