"""The Diagnosis panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel, following the window's selection."""
    from pfd_desktop.ui.panels.diagnosis.presenter import DiagnosisPresenter
    from pfd_desktop.ui.panels.diagnosis.view import DiagnosisView

    view = DiagnosisView()
    services, workspace = context.services, context.workspace
    presenter = DiagnosisPresenter(view, services.data, services.diagnosis, context.jobs)
    view.presenter = presenter
    workspace.recording_chosen.connect(presenter.choose)
    workspace.store_changed.connect(presenter.store_changed)
    presenter.choose(workspace.recording_id)
    return view


SPEC = PanelSpec(
    name="diagnosis",
    title="Diagnosis",
    icon="stethoscope",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="The verdict on the chosen recording with its evidence, or why none can be given.",
)
