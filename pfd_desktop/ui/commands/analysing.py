"""Diagnosing what is chosen, and examining how it was measured."""

from collections import Counter

from PySide6.QtWidgets import QMainWindow

from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.requests import ids_text
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context


class Analysing:
    """Diagnoses or examines the selected recordings as one job."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def diagnose(self) -> None:
        """The selected ones, or the chosen one; the Diagnosis panel shows the verdict."""
        ids = self._chosen()
        if not ids:
            self._context.workspace.message.emit("Choose the recording to diagnose first.")
            return
        self._context.workspace.show_panel("diagnosis")
        title = "Diagnose" if len(ids) == 1 else f"Diagnose {len(ids)} recordings"
        job = self._context.jobs.start(
            title, lambda p: self._all(ids, p), "diagnose", ids_text(ids)
        )
        job.failed.connect(self._failed)

    def examine(self) -> None:
        """Look anew for what is wrong with the measurement of the selected ones."""
        ids = self._chosen()
        if not ids:
            self._context.workspace.message.emit("Choose the recording to examine first.")
            return
        title = "Examine" if len(ids) == 1 else f"Examine {len(ids)} recordings"
        service = self._context.services.doctor
        job = self._context.jobs.start(
            title, lambda p: service.examine(ids, p), "examine", ids_text(ids)
        )
        job.succeeded.connect(self._examined)
        job.failed.connect(self._failed)

    def _examined(self, found: tuple[Recording, ...]) -> None:
        counts = Counter(one.grade for one in found)
        grades = ", ".join(f"{counts[grade]} × {grade}" for grade in sorted(counts))
        self._context.workspace.message.emit(f"Grade of the measurements: {grades}.")

    def _chosen(self) -> tuple[str, ...]:
        """The selected recordings, else the one that is shown."""
        workspace = self._context.workspace
        return workspace.selected or ((workspace.recording_id,) if workspace.recording_id else ())

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
    context.actions.add(
        ActionSpec("examine", window.tr("Examine the measurement"), "Analyse", analysing.examine)
    )
    window.setProperty("analysing", analysing)  # PySide6 holds slots of plain objects weakly
