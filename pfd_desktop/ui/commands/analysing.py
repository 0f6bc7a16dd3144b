"""Diagnosing what is chosen."""

from PySide6.QtWidgets import QMainWindow

from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.requests import ids_text
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context


class Analysing:
    """Diagnoses the selected recordings as one job."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def diagnose(self) -> None:
        """The selected ones, or the chosen one; the Diagnosis panel shows the verdict."""
        workspace = self._context.workspace
        ids = workspace.selected or ((workspace.recording_id,) if workspace.recording_id else ())
        if not ids:
            workspace.message.emit("Choose the recording to diagnose first.")
            return
        workspace.show_panel("diagnosis")
        title = "Diagnose" if len(ids) == 1 else f"Diagnose {len(ids)} recordings"
        job = self._context.jobs.start(
            title, lambda p: self._all(ids, p), "diagnose", ids_text(ids)
        )
        job.failed.connect(self._failed)

    def _all(self, ids: tuple[str, ...], progress: Progress) -> tuple[Diagnosis, ...]:
        service = self._context.services.diagnosis
        return tuple(
            service.diagnose(one, Part(progress, i / len(ids), (i + 1) / len(ids)))
            for i, one in enumerate(ids)
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PfdError):
            raise error
        self._context.workspace.message.emit(str(error))


def register(context: Context, window: QMainWindow) -> None:
    """Offer it."""
    analysing = Analysing(context)
    context.actions.add(
        ActionSpec(
            "diagnose",
            window.tr("Diagnose"),
            "Analyse",
            analysing.diagnose,
            "stethoscope",
            "Ctrl+D",
        )
    )
    window.setProperty("analysing", analysing)  # PySide6 holds slots of plain objects weakly
