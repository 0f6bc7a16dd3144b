"""What a panel is given when it is built."""

from dataclasses import dataclass

from pfd_desktop.services.catalog import Services
from pfd_desktop.ui.actions import Actions
from pfd_desktop.ui.history import History
from pfd_desktop.ui.preferences import Preferences
from pfd_desktop.ui.theme.theme import Theme
from pfd_desktop.ui.workspace import Workspace
from pfd_desktop.workers.jobs import Jobs


@dataclass(frozen=True)
class Context:
    """The same for all panels."""

    services: Services
    jobs: Jobs
    workspace: Workspace
    preferences: Preferences
    theme: Theme
    actions: Actions
    history: History
