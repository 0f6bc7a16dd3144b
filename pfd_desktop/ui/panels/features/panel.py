"""The Features panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, giving the window its chosen feature set."""
    from pfd_desktop.core.features.catalogue import SETS
    from pfd_desktop.ui.panels.features.presenter import FeaturesPresenter
    from pfd_desktop.ui.panels.features.view import FeaturesView

    view = FeaturesView(SETS)
    workspace = context.workspace
    presenter = FeaturesPresenter(view, context.services, context.jobs, workspace)
    view.presenter = presenter
    view.recording_asked.connect(workspace.choose_recording)
    view.train_asked.connect(lambda: workspace.show_panel("training"))
    workspace.store_changed.connect(presenter.store_changed)
    workspace.recordings_selected.connect(presenter.selection_changed)
    workspace.recording_chosen.connect(view.mark_recording)
    return view


SPEC = PanelSpec(
    name="features",
    title="Features",
    icon="table",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Numbers that describe recordings, by window: what classifiers learn from.",
)
