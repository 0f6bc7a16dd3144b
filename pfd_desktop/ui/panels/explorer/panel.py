"""The Explorer panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec, Steps


def build(context: Context) -> Steps:
    """The panel, following the window's feature set and selection; made part by part."""
    from pfd_desktop.ui.panels.explorer import view as parts
    from pfd_desktop.ui.panels.explorer.presenter import ExplorerPresenter

    yield
    scatter = parts.SCATTER()
    yield
    spectra = parts.SPECTRA()
    yield
    view, workspace = parts.ExplorerView(parts.ExplorerPlots(scatter, spectra)), context.workspace
    yield
    services = context.services
    presenter = ExplorerPresenter(view, services.features, services.exploring, context.jobs)
    view.presenter = presenter
    view.recording_clicked.connect(workspace.choose_recording)
    view.recordings_chosen.connect(workspace.select_recordings)
    view.extract_requested.connect(lambda: workspace.show_panel("features"))
    workspace.recordings_selected.connect(view.mark)
    workspace.feature_set_chosen.connect(presenter.prefer)
    workspace.store_changed.connect(presenter.store_changed)
    presenter.prefer(workspace.feature_set_id)
    return view


SPEC = PanelSpec(
    name="explorer",
    title="Explorer",
    icon="graph",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="A collection by its features: projections, distributions, spectra, what is odd.",
)
