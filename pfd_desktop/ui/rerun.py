"""Running a job once more, from its row in the log; without Qt, for presenters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.errors import NotFound, PfdError

if TYPE_CHECKING:
    from pfd_desktop.core.records.job import JobRecord
    from pfd_desktop.services.catalog import Services
    from pfd_desktop.ui.workspace import Workspace
    from pfd_desktop.workers.jobs import Jobs


def run_again(services: Services, jobs: Jobs, workspace: Workspace, record: JobRecord) -> None:
    """Start it; raises InvalidInput or NotFound where its request is not kept."""
    from pfd_desktop.services.again import call_again

    call = call_again(services, record)
    if call is None:
        raise NotFound(f"What “{record.title}” was asked for is not kept. Start it anew.")
    job = jobs.start(record.title, call, record.kind, record.request)
    tell = workspace.message.emit
    job.succeeded.connect(lambda _result: tell(f"“{record.title}” is done."))
    job.cancelled.connect(lambda: tell(f"“{record.title}” was cancelled."))
    job.failed.connect(lambda error: _told_or_raised(workspace, error))


def _told_or_raised(workspace: Workspace, error: Exception) -> None:
    if not isinstance(error, PfdError):
        raise error
    workspace.message.emit(str(error))
