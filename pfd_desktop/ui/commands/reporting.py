"""The evidence report of what is chosen."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMainWindow

from pfd_desktop.errors import PfdError
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context

_KINDS = "PDF document (*.pdf);;Web page (*.html)"


class Reporting:
    """Writes the report as a job and says where it lies."""

    def __init__(self, context: Context, window: QMainWindow) -> None:
        self._context, self._window = context, window

    def ask(self) -> None:
        """Choose the file."""
        workspace = self._context.workspace
        ids = workspace.selected or ((workspace.recording_id,) if workspace.recording_id else ())
        if not ids:
            workspace.message.emit("Choose the recording that the report is to be about first.")
            return
        name, kind = QFileDialog.getSaveFileName(
            self._window, self._window.tr("Evidence report"), "evidence.pdf", _KINDS
        )
        if name:
            path = Path(name)
            suffix = ".html" if "html" in kind else ".pdf"
            self.write(ids, path if path.suffix else path.with_suffix(suffix))

    def write(self, ids: tuple[str, ...], path: Path) -> None:
        """Write it."""
        service = self._context.services.reports
        job = self._context.jobs.start(
            f"Evidence report {path.name}", lambda p: service.evidence(ids, path, p), "report"
        )
        message = self._context.workspace.message
        job.succeeded.connect(lambda written: message.emit(f"The report was written to {written}."))
        job.failed.connect(self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PfdError):
            raise error
        self._context.workspace.message.emit(str(error))


def register(context: Context, window: QMainWindow) -> None:
    """Offer it."""
    reporting = Reporting(context, window)
    context.actions.add(
        ActionSpec(
            "report", window.tr("Evidence report…"), "Analyse", reporting.ask, shortcut="Ctrl+P"
        )
    )
    window.setProperty("reporting", reporting)  # PySide6 holds slots of plain objects weakly
