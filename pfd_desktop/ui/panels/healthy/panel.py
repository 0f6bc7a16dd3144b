"""The Healthy only panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec, Steps


def build(context: Context) -> Steps:
    """The panel, following the chosen feature set and the selected recordings."""
    from pfd_desktop.ui.panels.healthy import view as parts
    from pfd_desktop.ui.panels.healthy.presenter import HealthyPresenter
    from pfd_desktop.ui.plots.curves_plot import CurvesPlot

    yield
    plot = CurvesPlot("Detectability")
    yield
    view, workspace = parts.HealthyView(plot), context.workspace
    presenter = HealthyPresenter(view, context.services, context.jobs, workspace)
    view.presenter = presenter
    view.recording_asked.connect(workspace.choose_recording)
    workspace.feature_set_chosen.connect(presenter.choose_features)
    workspace.recordings_selected.connect(presenter.selection_changed)
    workspace.store_changed.connect(presenter.store_changed)
    return view


SPEC = PanelSpec(
    name="healthy",
    title="Healthy only",
    icon="pulse",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="Alarms learned from healthy recordings alone, and the smallest fault they would find.",
)
