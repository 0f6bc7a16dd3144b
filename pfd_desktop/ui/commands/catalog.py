"""All subjects, in menu order."""

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow

from pfd_desktop.ui.commands import (
    analysing,
    backing_up,
    editing,
    examining,
    exporting,
    finding,
    helping,
    importing,
    learning,
    looking,
    reporting,
    sources,
    tagging,
    watching,
)
from pfd_desktop.ui.context import Context

COMMANDS: tuple[Callable[[Context, QMainWindow], None], ...] = (
    importing.register,
    watching.register,
    examining.register,
    sources.register,
    exporting.register,
    backing_up.register,
    editing.register,
    tagging.register,
    analysing.register,
    reporting.register,
    learning.register,
    finding.register,
    looking.register,
    helping.register,
)
