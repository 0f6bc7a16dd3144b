"""Examining recordings that are in the project already, each alone and side by side."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from pfd_desktop.core.doctor import child
from pfd_desktop.core.doctor.child import ExamineRequest
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project


class DoctorService:
    """Findings and grades of measurements."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute

    def examine(self, ids: Iterable[str], progress: Progress) -> tuple[Recording, ...]:
        """Examine these anew; findings and grade take the place of those before.

        Channels are compared with those of the same file that are in the project. Raises the
        PfdError of the first waveform file that cannot be read.
        """
        with self._store.read() as session:
            asked = [recordings.get(session, one) for one in ids]
            known = recordings.list_all(session)
        requests = [ExamineRequest(one.path, one.speed_rpm) for one in asked]
        found = self._compute.map(Part(progress, 0.0, 0.8), child.examine_blob, requests)
        flags = {one.id: _told(flags) for one, flags in zip(asked, found, strict=True)}
        for one, flag in self._together(known, set(flags), Part(progress, 0.8, 1.0)):
            flags[one] = (*flags[one], flag)
        with self._store.write() as session:
            return tuple(recordings.keep_findings(session, *item) for item in flags.items())

    def _together(
        self, known: tuple[Recording, ...], asked: set[str], progress: Progress
    ) -> list[tuple[str, Flag]]:
        files = defaultdict(list)
        for one in known:
            if not one.processed:
                files[one.machine_id, one.source_name, one.samples, one.rate_hz].append(one)
        pairs = [
            pair
            for channels in files.values()
            for pair in combinations(channels, 2)
            if asked & {one.id for one in pair}
        ]
        paths = [(a.path, b.path) for a, b in pairs]
        found = self._compute.map(progress, child.compare_blobs, paths)
        kept = []
        for pair, flag in zip(pairs, found, strict=True):
            if isinstance(flag, PfdError):
                raise flag
            if flag is not None:
                kept += [(one.id, _with(flag, pair)) for one in pair if one.id in asked]
        return kept


def _told(found: tuple[Flag, ...] | PfdError) -> tuple[Flag, ...]:
    if isinstance(found, PfdError):
        raise found
    return found


def _with(flag: Flag, pair: tuple[Recording, Recording]) -> Flag:
    return Flag(flag.code, f"{flag.text} ({pair[0].channel} and {pair[1].channel})")
