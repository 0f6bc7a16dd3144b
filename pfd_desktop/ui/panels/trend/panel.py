"""The Trend panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec, Steps


def build(context: Context) -> Steps:
    """The panel, following the window's selection; its plots are made one by one."""
    from pfd_desktop.ui.panels.trend import view as parts
    from pfd_desktop.ui.panels.trend.presenter import TrendPresenter

    services = context.services
    yield
    trend = parts.TREND()
    yield
    difference = parts.DIFFERENCE()
    yield
    view = parts.TrendView(parts.TrendPlots(trend, difference))
    yield
    presenter = TrendPresenter(view, services.data, services.trends, context.jobs, context.history)
    view.presenter = presenter

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    view.import_requested.connect(ask_for_files)
    workspace = context.workspace
    view.recording_clicked.connect(workspace.choose_recording)
    workspace.recording_chosen.connect(presenter.choose)
    workspace.recordings_selected.connect(presenter.select)
    workspace.store_changed.connect(presenter.store_changed)
    presenter.select(workspace.selected)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
    return view


SPEC = PanelSpec(
    name="trend",
    title="Trend",
    icon="chart-line",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="How a measuring point develops, with baseline, limits and alarms.",
)
