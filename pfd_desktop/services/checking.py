"""Whether what the project keeps is whole."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.waveforms.child import verify
from pfd_desktop.errors import PfdError, SourceChanged, SourceMissing
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import integrity, recordings
from pfd_desktop.store.project import Project


@dataclass(frozen=True)
class CheckReport:
    """What was looked at, and what is wrong, a sentence each."""

    recordings: int
    problems: tuple[str, ...]


class CheckService:
    """Reads everything once; changes nothing."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def check(self, progress: Progress) -> CheckReport:
        """The database's own check, then every waveform file against its hash."""
        with self._project.store.read() as session:
            problems = list(integrity.problems(session))
            known = recordings.list_all(session) + recordings.trash(session)
        paths = sorted({recording.path for recording in known})
        found = self._compute.map(progress, verify, paths)
        outcomes = dict(zip(paths, found, strict=True))
        problems += [said for one in known if (said := _problem(one, outcomes[one.path]))]
        return CheckReport(len(known), tuple(problems))


def _said(path: Path, outcome: bool | PfdError) -> str:
    """What is wrong with a file; "" when nothing is."""
    if isinstance(outcome, PfdError):
        return str(outcome)
    if not path.exists():
        return "is missing"
    return "" if outcome else "is damaged"


def _problem(recording: Recording, outcome: bool | PfdError) -> str:
    """A sentence; "" where nothing is wrong."""
    if isinstance(outcome, SourceMissing | SourceChanged):  # what is kept is whole: look for it
        return f"{recording.name}: {outcome}"
    said = _said(recording.path, outcome)
    if not said:
        return ""
    return (
        f"The waveform file of {recording.name} {said} ({recording.path})."
        f" Delete the recording and import {recording.source_name} again."
    )
