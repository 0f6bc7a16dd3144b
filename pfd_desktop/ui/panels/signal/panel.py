"""The Signal panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the window's selection."""
    from pfd_desktop.ui.panels.signal.presenter import SignalPresenter
    from pfd_desktop.ui.panels.signal.view import SignalView

    view = SignalView()
    presenter = SignalPresenter(view, context.services.data, context.services.signals, context.jobs)
    view.presenter = presenter

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    view.import_requested.connect(ask_for_files)
    workspace = context.workspace
    workspace.recording_chosen.connect(presenter.choose)
    workspace.store_changed.connect(presenter.store_changed)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
    return view


SPEC = PanelSpec(
    name="signal",
    title="Signal",
    icon="waveform",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Time trace of the chosen recording, with cursors and read-outs.",
)
