"""The Experiments panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, giving the window its chosen run."""
    from pfd_desktop.ui.panels.experiments.presenter import ExperimentsPresenter
    from pfd_desktop.ui.panels.experiments.view import ExperimentsView

    view = ExperimentsView()
    workspace = context.workspace
    presenter = ExperimentsPresenter(
        view, context.services, context.jobs, workspace, context.history
    )
    view.presenter = presenter
    view.train_requested.connect(lambda: workspace.show_panel("training"))
    view.compare_requested.connect(workspace.compare_runs)
    workspace.store_changed.connect(presenter.store_changed)
    workspace.run_chosen.connect(view.show_chosen)
    return view


SPEC = PanelSpec(
    name="experiments",
    title="Experiments",
    icon="flask",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="All training runs with what they found; the row chosen here is shown in Results.",
)
