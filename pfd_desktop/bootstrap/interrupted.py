"""What a killed program left unfinished: told, and offered again."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction

from pfd_desktop.core.records.job import JobRecord
from pfd_desktop.errors import PfdError
from pfd_desktop.services.again import call_again
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context
from pfd_desktop.ui.rerun import run_again

GOES_ON = frozenset({"examine new"})  # kinds of jobs that the window takes up again by itself


def offer_again(
    context: Context, interrupted: Sequence[JobRecord], show: Callable[[str], None]
) -> int:
    """An action for each interrupted job that can be run again; how many there are.

    *show* puts an action into its menu.
    """
    offered = [job for job in interrupted if _known(context, job)]
    for job in offered:
        name = f"again_{job.id}"
        run = partial(_again, context, job)
        context.actions.add(ActionSpec(name, f"Run again: {job.title}", "File", run))
        show(name)
    if offered:
        context.jobs.start("Note what is offered", lambda _: _note(context, offered))
    return len(offered)


def interrupted_text(jobs: Sequence[JobRecord], offered: int = 0) -> str:
    """One plain line on what a killed program left unfinished."""
    titles = ", ".join(f"“{job.title}”" for job in jobs[:3])
    more = f" and {len(jobs) - 3} more" if len(jobs) > 3 else ""
    rest = "File or the Jobs panel run it again." if offered else "the Jobs panel lists the rest."
    return f"Interrupted when the program ended: {titles}{more}. What was finished is kept; {rest}"


def _note(context: Context, offered: Sequence[JobRecord]) -> None:
    for job in offered:
        context.services.jobs.offered(job.id)


def _known(context: Context, job: JobRecord) -> bool:
    try:
        return call_again(context.services, job) is not None
    except PfdError:  # written by another version, or damaged: the Jobs panel lists it
        return False


def _again(context: Context, record: JobRecord) -> None:
    action: QAction = context.actions[f"again_{record.id}"]
    action.setVisible(False)
    run_again(context.services, context.jobs, context.workspace, record)
