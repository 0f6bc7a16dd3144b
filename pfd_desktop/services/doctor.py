"""Examining recordings that are in the project already, each alone and side by side."""

from collections.abc import Iterable

from pfd_desktop.core.doctor import child
from pfd_desktop.core.doctor.child import ExamineRequest
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services import channels
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project


class DoctorService:
    """Findings and grades of measurements."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute

    def examine(self, ids: Iterable[str], progress: Progress) -> tuple[Recording, ...]:
        """Examine these anew; findings and grade take the place of those before.

        Channels are compared with those of the same file that are in the project, and with an
        earlier measurement of the same points. Raises the PfdError of the first waveform file
        that cannot be read.
        """
        with self._store.read() as session:
            asked = [recordings.get(session, one) for one in ids]
            known = recordings.list_all(session)
        requests = [ExamineRequest(one.path, one.speed_rpm) for one in asked]
        found = self._compute.map(Part(progress, 0.0, 0.8), child.examine_blob, requests)
        flags = {one.id: _told(flags) for one, flags in zip(asked, found, strict=True)}
        beside = Part(progress, 0.8, 1.0)
        for one, flag in channels.together(known, set(flags), self._compute, beside):
            flags[one] = (*flags[one], flag)
        with self._store.write() as session:
            return tuple(recordings.keep_findings(session, *item) for item in flags.items())


def _told(found: tuple[Flag, ...] | PfdError) -> tuple[Flag, ...]:
    if isinstance(found, PfdError):
        raise found
    return found
