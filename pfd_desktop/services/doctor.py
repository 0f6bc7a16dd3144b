"""The doctor for recordings that are in the project already."""

from collections.abc import Sequence
from dataclasses import dataclass

from pfd_desktop.core.doctor.child import ExamineRequest, examine_file
from pfd_desktop.core.doctor.grades import FINDINGS, Grade, grade
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project

_LATER = frozenset({"speed-differs", "nan"})  # found as a file arrives, not in the samples alone


@dataclass(frozen=True)
class Examined:
    """A recording with its grade, and why it could not be examined where it could not."""

    recording: Recording
    grade: Grade
    refused: str = ""


class DoctorService:
    """Looks at waveforms anew and writes down what it finds; other notes stay as they are."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def examine(self, recording_ids: Sequence[str], progress: Progress) -> tuple[Examined, ...]:
        """Examine these, all where none are named."""
        with self._project.store.read() as session:
            known = recordings.list_all(session)
        wanted = set(recording_ids)
        asked = [one for one in known if not wanted or one.id in wanted]
        items = [ExamineRequest(one.path, one.name, one.speed_rpm) for one in asked]
        answers = self._compute.map(progress, examine_file, items)
        return tuple(map(self._keep, asked, answers))

    def _keep(self, before: Recording, found: tuple[Flag, ...] | PfdError) -> Examined:
        if isinstance(found, PfdError):
            return Examined(before, grade(before.flags), str(found))
        others = [f for f in before.flags if f.code not in FINDINGS or f.code in _LATER]
        flags = (*others, *found)
        if flags == before.flags:
            return Examined(before, grade(flags))
        with self._project.store.write() as session:
            return Examined(recordings.set_flags(session, before.id, flags), grade(flags))
