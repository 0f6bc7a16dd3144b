"""What a panel is given when it is built."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfd_desktop.ui.actions import Actions
from pfd_desktop.ui.history import History
from pfd_desktop.ui.preferences import Preferences
from pfd_desktop.ui.theme.theme import Theme
from pfd_desktop.ui.workspace import Workspace
from pfd_desktop.workers.jobs import Jobs

if TYPE_CHECKING:
    from pfd_desktop.services.catalog import Services


@dataclass
class Context:
    """The same for all panels; the services come when the project is open, before any panel."""

    jobs: Jobs
    workspace: Workspace
    preferences: Preferences
    theme: Theme
    actions: Actions
    history: History
    services: Services = field(init=False)
