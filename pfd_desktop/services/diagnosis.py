"""Diagnoses without training, kept with their recordings."""

from dataclasses import replace

from pfd_desktop.core.diagnosis.child import DiagnoseRequest, diagnose_blob
from pfd_desktop.core.diagnosis.pairing import probe_pair
from pfd_desktop.core.records.diagnosis import TWO_PROBES, Diagnosis, Grade
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import diagnoses, recordings, severity
from pfd_desktop.store.project import Project

Pair = tuple[Recording, Recording]


class DiagnosisService:
    """What ails a recording's bearing, or why nobody can tell."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute

    def diagnose(self, recording_id: str, progress: Progress) -> Diagnosis:
        """Diagnose in a child and keep the outcome in place of the one before.

        A shaft in a journal bearing is seen by both probes where it is clear which they are; the
        outcome says so.
        """
        with self._store.read() as session:
            recording = recordings.get(session, recording_id)
            facts = severity.facts(session, recording.machine_id)
            pair = None
            if recording.kind is BearingKind.JOURNAL:
                pair = probe_pair(recording, recordings.list_all(session))
        request = DiagnoseRequest(
            path=recording.path,
            bearing=recording.bearing,
            kind=recording.kind,
            speed_rpm=recording.speed_rpm,
            quantity=recording.quantity,
            critical_rpm=facts.critical_rpm,
        )
        if pair is not None:
            x, y = pair
            request = replace(request, path=x.path, second=y.path, turns_to_second=False)
        diagnosis = _noted(self._compute.run(progress, diagnose_blob, request), pair)
        with self._store.write() as session:
            diagnoses.keep(session, recording, diagnosis)
        return diagnosis

    def latest(self, recording_id: str) -> Diagnosis | None:
        """The outcome kept last; None when there is none, or a change has made it stale."""
        with self._store.read() as session:
            return diagnoses.latest(session, recording_id)


def _noted(diagnosis: Diagnosis, pair: Pair | None) -> Diagnosis:
    """With the probes that were used, where there is a verdict at all."""
    if pair is None or diagnosis.grade is Grade.CANNOT_SAY:
        return diagnosis
    x, y = (one.channel or one.name for one in pair)
    words = f"Seen by two probes, {x} and {y}; the shaft is taken to turn the way its 1X goes."
    return replace(diagnosis, flags=(*diagnosis.flags, Flag(TWO_PROBES, words)))
