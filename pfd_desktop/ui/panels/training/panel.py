"""The Training panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, training on a feature set or on recordings."""
    from pfd_desktop.ui.panels.training.presenter import TrainingPresenter
    from pfd_desktop.ui.panels.training.view import TrainingView

    view = TrainingView()
    presenter = TrainingPresenter(view, context.services, context.jobs, context.workspace)
    view.presenter = presenter
    view.extract_requested.connect(lambda: context.workspace.show_panel("features"))
    context.workspace.store_changed.connect(presenter.store_changed)
    context.workspace.feature_set_chosen.connect(presenter.prefer)
    workspace = context.workspace
    workspace.training_asked.connect(presenter.fill)
    workspace.training_begun.connect(presenter.follow)
    if workspace.to_train is not None:
        presenter.fill(workspace.to_train)
    return view


SPEC = PanelSpec(
    name="training",
    title="Training",
    icon="brain",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Train a classifier and judge it on units that it has not met.",
)
