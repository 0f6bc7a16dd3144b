"""Diagnoses without training, kept with their recordings."""

from pfd_desktop.core.diagnosis.child import DiagnoseRequest, diagnose_blob
from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import diagnoses, recordings
from pfd_desktop.store.project import Project


class DiagnosisService:
    """What ails a recording's bearing, or why nobody can tell."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute

    def diagnose(self, recording_id: str, progress: Progress) -> Diagnosis:
        """Diagnose in a child and keep the outcome in place of the one before."""
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
        request = DiagnoseRequest(
            path=recording.path,
            bearing=recording.bearing,
            kind=recording.kind,
            speed_rpm=recording.speed_rpm,
            quantity=recording.quantity,
        )
        diagnosis = self._compute.run(progress, diagnose_blob, request)
        with self._store.write() as session:
            diagnoses.keep(session, recording, diagnosis)
        return diagnosis

    def latest(self, recording_id: str) -> Diagnosis | None:
        """The outcome kept last; None when there is none, or a change has made it stale."""
        with self._store.read() as session:
            return diagnoses.latest(session, recording_id)
