"""The Jobs panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following all jobs."""
    from pfd_desktop.ui.panels.jobs.presenter import JobsPresenter
    from pfd_desktop.ui.panels.jobs.view import JobsView

    view = JobsView()
    presenter = JobsPresenter(view, context.services, context.jobs, context.workspace)
    view.presenter = presenter
    context.workspace.store_changed.connect(presenter.store_changed)
    return view


SPEC = PanelSpec(
    name="jobs",
    title="Jobs",
    icon="list-checks",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="What is running, with progress and Cancel, and what ran before.",
)
