"""The Severity panel: who it is and how it is put together, loaded when it is first seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pfd_desktop.ui.context import Context
from pfd_desktop.ui.dock import PanelSpec

if TYPE_CHECKING:
    from pfd_desktop.core.records.severity import SeverityTable


def build(context: Context) -> QWidget:
    """The panel, following the window's selection."""
    from pfd_desktop.ui.panels.severity.presenter import SeverityPresenter
    from pfd_desktop.ui.panels.severity.view import SeverityView

    services = context.services
    view = SeverityView()
    presenter = SeverityPresenter(
        view, services.data, services.severity, context.jobs, context.history
    )
    view.presenter = presenter

    def ask_for_files() -> None:
        context.actions["import"].trigger()  # registered by the window, perhaps after this panel

    def edit_tables() -> None:
        tables = services.severity.tables
        job = context.jobs.start("Read the tables of zones", lambda _: tables())
        job.succeeded.connect(show_tables)
        job.failed.connect(view.show_error)

    def show_tables(tables: tuple[SeverityTable, ...]) -> None:
        from pfd_desktop.ui.panels.severity.editing import TableEditing
        from pfd_desktop.ui.panels.severity.tables_dialog import TablesDialog

        dialog = TablesDialog(view)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        TableEditing(dialog, services.severity, context.history).begin(tables)
        dialog.open()

    view.import_requested.connect(ask_for_files)
    view.tables_requested.connect(edit_tables)
    workspace = context.workspace
    workspace.recording_chosen.connect(presenter.choose)
    workspace.store_changed.connect(presenter.store_changed)
    if workspace.recording_id:
        presenter.choose(workspace.recording_id)
    return view


SPEC = PanelSpec(
    name="severity",
    title="Severity",
    icon="gauge",
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    build=build,
    purpose="The vibration's zone by a standard, or why there is none.",
)
