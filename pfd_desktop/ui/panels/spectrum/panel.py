"""The Spectrum panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec, Steps


def build(context: Context) -> Steps:
    """The panel, following the window's selection; its plots are made one by one."""
    from pfd_desktop.ui.panels.spectrum import view as parts
    from pfd_desktop.ui.panels.spectrum.presenter import SpectrumPresenter

    yield
    lines = parts.LINES()
    yield
    curves = parts.CURVES()
    yield
    strip = parts.STRIP()
    yield
    view = parts.SpectrumView(parts.SpectrumPlots(lines, curves, strip))
    yield
    presenter = SpectrumPresenter(
        view, context.services.data, context.services.signals, context.jobs
    )
    view.presenter = presenter

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    view.import_requested.connect(ask_for_files)
    workspace = context.workspace
    workspace.recording_chosen.connect(presenter.choose)
    workspace.span_chosen.connect(presenter.choose_span)
    view.whole_requested.connect(workspace.choose_whole)
    workspace.store_changed.connect(presenter.store_changed)
    workspace.band_chosen.connect(presenter.choose_band)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
        presenter.choose_span(*workspace.span)
    return view


SPEC = PanelSpec(
    name="spectrum",
    title="Spectrum",
    icon="chart-bar",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Spectra of the chosen recording with the bearing's defect frequencies.",
)
