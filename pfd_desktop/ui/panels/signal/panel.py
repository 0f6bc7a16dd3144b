"""The Signal panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the window's selection."""
    from pfd_desktop.ui.panels.signal.comparing import Comparing
    from pfd_desktop.ui.panels.signal.labelling import Labelling
    from pfd_desktop.ui.panels.signal.listening import Listening
    from pfd_desktop.ui.panels.signal.periods import Periods
    from pfd_desktop.ui.panels.signal.presenter import SignalPresenter
    from pfd_desktop.ui.panels.signal.view import SignalView
    from pfd_desktop.ui.sound.player import Player

    view, services, jobs = SignalView(), context.services, context.jobs
    presenter = SignalPresenter(view, services.data, services.signals, jobs)
    comparing = Comparing(view, services.data, presenter.open, jobs)
    labelling = Labelling(view, services.labels, context.history, jobs)
    followers = (comparing, Periods(view), Listening(view, Player(), jobs), labelling)
    presenter.followers += [one.show for one in followers]
    view.presenter = (presenter, *followers)

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    view.import_requested.connect(ask_for_files)
    workspace = context.workspace
    view.span_told.connect(workspace.choose_span)
    workspace.span_chosen.connect(view.follow_span)
    workspace.recording_chosen.connect(presenter.choose)
    workspace.recordings_selected.connect(comparing.selected)
    workspace.store_changed.connect(presenter.store_changed)
    workspace.store_changed.connect(labelling.store_changed)
    comparing.selected(workspace.selected)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
    return view


SPEC = PanelSpec(
    name="signal",
    title="Signal",
    icon="waveform",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Time traces: browse, compare, listen to and label recordings.",
)
