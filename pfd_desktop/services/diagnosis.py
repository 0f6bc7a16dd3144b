"""Diagnoses without training, kept with their recordings."""

from dataclasses import replace

from pfd_desktop.core.diagnosis.child import DiagnoseRequest, diagnose_blob
from pfd_desktop.core.diagnosis.rule import METHOD_VERSION
from pfd_desktop.core.diagnosis.tracking import WHIRL_OR_WHIP, settled
from pfd_desktop.core.diagnosis.verdict import cannot_say
from pfd_desktop.core.records.diagnosis import TWO_PROBES, Diagnosis, Grade
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.core.records.speed import ToldSpeed
from pfd_desktop.core.speed.single import SingleSpeed
from pfd_desktop.core.trends.bands import BandDifference, BandRequest, difference, levels_of
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.grounds import Grounds, Pair, grounds_of
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.store import diagnoses, speed_references
from pfd_desktop.store.project import Project


class DiagnosisService:
    """What ails a recording's bearing and its shaft, or why nobody can tell."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute
        self._speeds = SpeedService(project, compute)

    def diagnose(self, recording_id: str, progress: Progress) -> Diagnosis:
        """Diagnose in a child and keep the outcome in place of the one before.

        A shaft in a journal bearing is seen by both probes where it is clear which they are; the
        outcome says so. The baseline of the measuring point is looked at where there is one, and
        whirl is told from whip by what other recordings of the bearing have been found to hold.
        The speed is the one that the project takes for the recording, from a tacho for one; where
        that does not keep still, the outcome says so.
        """
        grounds = grounds_of(self._store, recording_id)
        told = self._speeds.told_of(grounds.recording)
        diagnosis = self._found(grounds, progress)
        with self._store.write() as session:
            if (speed_references.get(session, recording_id) or ToldSpeed()) == told:
                diagnoses.keep(session, grounds.recording, diagnosis)
        return diagnosis

    def _found(self, grounds: Grounds, progress: Progress) -> Diagnosis:
        """What the recording shows, in a child; nothing where it cannot be asked."""
        recording = grounds.recording
        if recording.processed:
            return _processed(recording)
        speed = self._speeds.single(recording, Part(progress, 0.0, 0.1))
        if speed.refusal:
            return cannot_say(speed.refusal, None, "", METHOD_VERSION, advice=speed.advice)
        request = _request(grounds, speed, self._against(grounds, Part(progress, 0.1, 0.2)))
        found = self._compute.run(Part(progress, 0.2, 1.0), diagnose_blob, request)
        return _noted(self._settled(found, recording), grounds.pair)

    def latest(self, recording_id: str) -> Diagnosis | None:
        """The outcome kept last; None when there is none, or a change has made it stale."""
        with self._store.read() as session:
            return diagnoses.latest(session, recording_id)

    def _settled(self, found: Diagnosis, recording: Recording) -> Diagnosis:
        """Whirl or whip by the bearing's other recordings, as far as those were diagnosed."""
        if found.fault not in WHIRL_OR_WHIP:
            return found
        with self._store.read() as session:
            kept = diagnoses.of_unit(session, recording.unit_id)
        return settled(found, [(name, one) for key, name, one in kept if key != recording.id])

    def _against(self, grounds: Grounds, progress: Progress) -> BandDifference | None:
        """How far the bands stand above the baseline; None without one."""
        if not grounds.baseline:
            return None
        asked = [BandRequest(one.path) for one in (grounds.recording, *grounds.baseline)]
        levels = []
        for found in self._compute.map(progress, levels_of, asked):
            if isinstance(found, PfdError):
                raise found
            levels.append(found)
        return difference(levels[0], levels[1:])


def _processed(recording: Recording) -> Diagnosis:
    """Its lines and levels are those of the chain as much as of the machine."""
    why = f"the recording was processed ({recording.processed}); diagnose what it was made from"
    return cannot_say(why, recording.speed_rpm, "", METHOD_VERSION)


def _request(
    grounds: Grounds, speed: SingleSpeed, against: BandDifference | None
) -> DiagnoseRequest:
    recording = grounds.recording
    request = DiagnoseRequest(
        path=recording.path,
        bearing=recording.bearing,
        kind=recording.kind,
        speed_rpm=speed.rpm,
        speed_source=speed.source,
        quantity=recording.quantity,
        critical_rpm=grounds.critical_rpm,
        unit=recording.unit,
        zone_b_mm_s=grounds.zone_b_mm_s,
        against=against,
    )
    if grounds.pair is None:
        return request
    x, y = grounds.pair
    return replace(request, path=x.path, second=y.path, turns_to_second=False)


def _noted(diagnosis: Diagnosis, pair: Pair | None) -> Diagnosis:
    """With the probes that were used, where there is a verdict at all."""
    if pair is None or diagnosis.grade is Grade.CANNOT_SAY:
        return diagnosis
    x, y = (one.channel or one.name for one in pair)
    words = f"Seen by two probes, {x} and {y}; the shaft is taken to turn the way its 1X goes."
    return replace(diagnosis, flags=(*diagnosis.flags, Flag(TWO_PROBES, words)))
