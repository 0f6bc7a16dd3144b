"""Examining recordings: anew those that are named, and of themselves those that have arrived."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from pfd_desktop.core.doctor import child
from pfd_desktop.core.doctor.child import ExamineRequest
from pfd_desktop.core.records.examining import Examination, Examined, Graded
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.errors import NotFound, PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services import channels
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import examinations, recordings
from pfd_desktop.store.project import Project

_BATCH = 256  # recordings that are examined together: what a kill costs at most
_ALONE = 0.8  # of the way: the rest is comparing channels


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
        found = dict(zip([one.id for one in asked], self._look(asked, progress), strict=True))
        seen = {key: _whole(one) for key, one in found.items()}
        together = self._together(asked, Part(progress, _ALONE, 1.0))
        return self._keep(seen, together)

    def waiting(self) -> int:
        """How many recordings came from files and were not examined yet."""
        with self._store.read() as session:
            return examinations.count_waiting(session)

    def examine_waiting(self, progress: Progress) -> Examination:
        """Examine all that arrived and nobody has examined, those that arrive meanwhile as well.

        They are kept some at a time, each time told as Graded: what a kill or a cancel cuts short
        is left unexamined and is found again. So is what changed while it was looked at. What
        cannot be examined is named with its reason.
        """
        grades: Counter[str] = Counter()
        failed: dict[str, tuple[str, str]] = {}
        while batch := self._next(failed):
            done = grades.total() + len(failed)
            count = done + max(len(batch), self.waiting() - len(failed))
            step = Part(progress, done / count, (done + len(batch)) / count)
            graded = self._examine_batch(batch, failed, step)
            grades.update(one.grade for one in graded)
            progress.tell(Graded(graded))
        return Examination(tuple(sorted(grades.items())), tuple(failed.values()))

    def _next(self, failed: Mapping[str, object]) -> tuple[Recording, ...]:
        with self._store.read() as session:
            return examinations.waiting(session, _BATCH, failed.keys())

    def _examine_batch(
        self, batch: Sequence[Recording], failed: dict[str, tuple[str, str]], progress: Progress
    ) -> tuple[Recording, ...]:
        seen: dict[str, Examined] = {}
        for one, found in zip(batch, self._look(batch, progress), strict=True):
            if isinstance(found, PfdError):
                failed[one.id] = one.name, str(found)
            else:
                seen[one.id] = found
        there = [one for one in batch if one.id in seen]
        together = self._together(there, Part(progress, _ALONE, 1.0))
        return self._keep(seen, together, there)

    def _look(
        self, asked: Sequence[Recording], progress: Progress
    ) -> tuple[Examined | PfdError, ...]:
        requests = [ExamineRequest(one.path, one.speed_rpm, one.waits_for_doctor) for one in asked]
        return self._compute.map(Part(progress, 0.0, _ALONE), child.examine_blob, requests)

    def _together(self, those: Sequence[Recording], progress: Progress) -> channels.Found:
        """What is found between channels that were measured together."""
        with self._store.read() as session:
            known = examinations.beside(session, those)
        return channels.together(known, {one.id for one in those}, self._compute, progress)

    def _keep(
        self,
        seen: Mapping[str, Examined],
        together: channels.Found,
        before: Sequence[Recording] | None = None,
    ) -> tuple[Recording, ...]:
        """Write it down in one transaction; with *before* only of those that are as they were."""
        beside: dict[str, tuple[Flag, ...]] = {}
        for key, flag in together:
            beside[key] = (*beside.get(key, ()), flag)
        with self._store.write() as session:
            same = seen.keys() if before is None else examinations.unchanged(session, before)
            for key in beside.keys() - seen.keys():
                with suppress(NotFound):  # deleted meanwhile
                    for flag in beside[key]:
                        recordings.add_finding(session, key, flag)
            return tuple(
                recordings.keep_examined(session, key, found, beside.get(key, ()))
                for key, found in seen.items()
                if key in same
            )


def _whole(found: Examined | PfdError) -> Examined:
    if isinstance(found, PfdError):
        raise found
    return found
