"""Backups of the project: made while work goes on, checked, and brought back elsewhere."""

from pathlib import Path

from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress
from pfd_desktop.store import backups
from pfd_desktop.store.backups import Manifest
from pfd_desktop.store.keys import now
from pfd_desktop.store.project import Project


class BackupService:
    """Whole copies; a backup is a folder with a manifest of every file."""

    def __init__(self, project: Project) -> None:
        self._folder = project.folder

    @property
    def name(self) -> str:
        """What a backup made now would be called."""
        return f"{self._folder.name} {now():%Y-%m-%d %H%M%S}"

    def make(self, target: Path, progress: Progress) -> Manifest:
        """A backup at *target*, which must not exist and lies outside the project.

        Raises InvalidInput, DiskFull, EnvironmentFault; then nothing is there.
        """
        if target.absolute().is_relative_to(self._folder):
            raise InvalidInput(f"{target} lies in the project itself; choose a place outside it.")
        return backups.make(self._folder, target, progress)

    @staticmethod
    def problems(backup: Path, progress: Progress) -> tuple[str, ...]:
        """What is missing from a backup or damaged in it; reads all of it."""
        return backups.problems(backup, progress)

    @staticmethod
    def restore(backup: Path, target: Path, progress: Progress) -> Manifest:
        """The project at *target*, which must not exist, from a backup; every file is checked."""
        return backups.restore(backup, target, progress)

    def move(self, target: Path, progress: Progress) -> None:
        """Let the project lie at *target*, which must not exist; it must be closed by now."""
        backups.move(self._folder, target, progress)
