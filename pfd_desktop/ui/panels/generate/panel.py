"""The Generate panel: who it is and how it is put together, loaded when it is first seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec


def build(context: Context) -> QWidget:
    """The panel."""
    from pfd_desktop.ui.panels.generate.presenter import GeneratePresenter
    from pfd_desktop.ui.panels.generate.view import GenerateView

    services = context.services
    view = GenerateView()
    view.presenter = GeneratePresenter(view, services.data, services.designs, context.jobs)
    return view


SPEC = PanelSpec(
    name="generate",
    title="Generate",
    icon="flask",
    area=Qt.DockWidgetArea.TopDockWidgetArea,
    build=build,
    purpose="Sets of synthetic recordings with a known truth, looked at before they are made.",
)
