"""An import service on a project of its own, with real children or without."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.examining import Examination
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Compute, Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.doctor import DoctorService
from pfd_desktop.services.imports import ImportService
from pfd_desktop.store.project import Project, open_project


@dataclass(frozen=True)
class Desk:
    """What a test of importing works with."""

    project: Project
    compute: Compute
    imports: ImportService

    def examine(self) -> Examination:
        """What has arrived, as the program does after an import."""
        return DoctorService(self.project, self.compute).examine_waiting(Silent())

    def recordings(self) -> tuple[Recording, ...]:
        """All that has arrived."""
        return DataService(self.project).recordings()


@contextmanager
def desk_inline(folder: Path) -> Iterator[Desk]:
    """Files parsed in this very process: only for files that are known to be harmless."""
    project = open_project(folder)
    try:
        compute = Inline()
        yield Desk(project, compute, ImportService(project, compute))
    finally:
        project.close()


@contextmanager
def desk_with_children(folder: Path) -> Iterator[Desk]:
    """Files parsed in real limited children, as in the program."""
    from pfd_desktop.workers.processes import Processes

    compute = Processes(2, 4096)
    try:
        project = open_project(folder)
        try:
            yield Desk(project, compute, ImportService(project, compute))
        finally:
            project.close()
    finally:
        compute.close()
