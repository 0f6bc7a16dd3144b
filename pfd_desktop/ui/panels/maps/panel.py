"""The Map panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec, Steps


def build(context: Context) -> Steps:
    """The panel, following the window's selection; its plots are made one by one."""
    from pfd_desktop.ui.panels.maps import view as parts
    from pfd_desktop.ui.panels.maps.labelling import PatchLabelling
    from pfd_desktop.ui.panels.maps.presenter import MapPresenter

    yield
    plot = parts.MAP()
    yield
    row = parts.ROW()
    yield
    column = parts.COLUMN()
    yield
    view = parts.MapView(parts.MapPlots(plot, row, column))
    yield
    services = context.services
    presenter = MapPresenter(view, services.data, services.signals, context.jobs)
    view.presenter = presenter
    labelling = PatchLabelling(view, services.data, services.labels, context.history, context.jobs)
    view.labelling = labelling
    workspace = context.workspace

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    def demodulate(low_hz: float, high_hz: float) -> None:
        workspace.show_panel("spectrum")
        workspace.choose_band(low_hz, high_hz)

    view.import_requested.connect(ask_for_files)
    view.band_requested.connect(demodulate)
    workspace.recording_chosen.connect(presenter.choose)
    workspace.recording_chosen.connect(labelling.follow)
    workspace.span_chosen.connect(presenter.choose_span)
    view.whole_requested.connect(workspace.choose_whole)
    workspace.store_changed.connect(presenter.store_changed)
    workspace.store_changed.connect(labelling.store_changed)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
        labelling.follow(workspace.recording_id)
        presenter.choose_span(*workspace.span)
    return view


SPEC = PanelSpec(
    name="maps",
    title="Map",
    icon="squares-four",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Spectra over time, speed or scale: waterfall, STFT, wavelets, kurtogram, Campbell.",
)
